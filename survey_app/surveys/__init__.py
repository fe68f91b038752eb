"""The surveys: whose they are, and what they ask, draw and compare with; one TOML file each."""
