"""The second door: estimates from a CSV file and a TOML specification, without any of our databases."""
