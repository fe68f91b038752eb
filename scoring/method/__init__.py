"""What a wave declares before it is scored: metric, disclosure rules, multiplicity."""

from scoring.method.method import METRICS, Method, Metric

__all__ = ["METRICS", "Method", "Metric"]
