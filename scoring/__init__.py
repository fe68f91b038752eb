"""What the answers say: estimates under a complex design, criteria, targets and verdicts."""
