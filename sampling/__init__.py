"""Who is asked: frames, sizes, allocation, selection, and the design the estimate needs."""
