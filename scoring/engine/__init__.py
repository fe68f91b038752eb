"""The pass on another engine: one Ibis expression on DuckDB, PostgreSQL or Spark (the optional extra ``scale``)."""
