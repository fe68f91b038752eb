"""The draw: a frame, a plan and a seed give a sample, its manifest, and its verification."""
