"""What the ink of a row says: regions, measures, classification."""
