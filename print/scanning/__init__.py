"""From scanned files to readings: what each page and each row says."""
