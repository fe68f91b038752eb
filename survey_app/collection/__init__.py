"""Accepted answers: their only writer, the drafts before it, their only reader."""
