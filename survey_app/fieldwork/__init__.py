"""Forms on their way: movements, ledger, substitutions, the papers of a batch."""
