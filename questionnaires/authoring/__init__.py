"""A questionnaire file, read and judged: from the lines of a TOML file to a checked questionnaire."""
