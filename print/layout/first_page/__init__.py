"""Blocks and places that only the first page of a form has: greeting, the wave's words, the web, how to mark."""
