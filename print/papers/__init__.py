"""The printed papers of a batch: forms, cover sheet, letters, labels."""
