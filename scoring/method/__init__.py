"""The declared method of a wave: metric, disclosure rules, multiplicity."""

from scoring.method.method import METRICS, Method, Metric

__all__ = ["METRICS", "Method", "Metric"]
