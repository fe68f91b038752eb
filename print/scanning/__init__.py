"""Scanned files to readings of pages and rows."""
