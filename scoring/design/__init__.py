"""The sampling design of the rows: strata, clusters, weights, finite populations, replicates, domains."""

from scoring.design.design import Design

__all__ = ["Design"]
