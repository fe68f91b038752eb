"""Ink to PDF: operators, fonts, structure tags, metadata, QR codes."""
