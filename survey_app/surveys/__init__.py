"""Surveys as data: owner, areas, questionnaire, plan, targets; one TOML file each."""
