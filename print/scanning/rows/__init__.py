"""The ink of answer rows: regions, measures, classification."""
