"""Columns that a specification makes of those of the data, and rows that it picks by a rule."""
