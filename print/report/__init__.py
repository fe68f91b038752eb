"""The score report as PDF."""
