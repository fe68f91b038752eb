"""Fieldwork: movements of forms, ledger, substitutions, the papers of a batch."""
