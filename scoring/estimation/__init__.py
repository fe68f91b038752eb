"""Estimates and their variances: shares, means, totals, ratios, quantiles."""
