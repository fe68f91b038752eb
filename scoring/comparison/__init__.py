"""Differences, quotients and tests between estimates."""
