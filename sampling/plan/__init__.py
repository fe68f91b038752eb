"""The plan: stages, strata and takes as values, read from TOML and checked."""
