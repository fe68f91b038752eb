"""Data files read into columns: CSV, XLSX, SPSS, Stata, Parquet."""
