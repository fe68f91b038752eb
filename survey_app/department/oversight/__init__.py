"""Oversight pages: the audit log, refused answers, accounts."""
