"""What a plan promises before it is drawn: expected sizes and errors, and simulation."""
