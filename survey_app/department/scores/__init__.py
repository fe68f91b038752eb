"""Score pages: the table, the breakdown by area, downloads."""
