"""Targets, verdicts, actions and published scorecards, with the TOML files they are read from."""
