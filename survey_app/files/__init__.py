"""Files in and out: spreadsheets, written files, uploads."""
