"""Confidence intervals of means and shares."""
