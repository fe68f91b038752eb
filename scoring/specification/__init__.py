"""A data file and a TOML specification in, estimates out, without a database (``sipas estimate``)."""
