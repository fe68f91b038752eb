"""Reliability, key drivers, importance, change between waves, mode effects."""
