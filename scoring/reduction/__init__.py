"""The one pass over the answers: a weighted sum for each cell, item and code."""
