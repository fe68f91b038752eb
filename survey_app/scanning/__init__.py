"""Scanned pages: intake, records, review, release as keyings."""
