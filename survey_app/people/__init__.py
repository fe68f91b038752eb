"""Accounts, the audit log, and the stamp of who acts when."""
