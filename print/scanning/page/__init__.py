"""The page in a scanned image: registration, identification, tone, quality."""
