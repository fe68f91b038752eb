"""Columns of data: labels to levels, weighted numbers, decimals, threads."""
