"""The score table of a wave: rows, breakdown by area, notes, JSON, fingerprint."""
