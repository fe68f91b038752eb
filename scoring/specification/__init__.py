"""Estimates from a CSV file and a TOML specification, without a database (``sipas estimate``)."""
