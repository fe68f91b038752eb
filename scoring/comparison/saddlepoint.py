"""The tail of a weighted sum of chi-squares by the saddlepoint approximation (Kuonen 1999, Biometrika 86)."""

import numpy as np

from scoring.columns.columns import Numbers

HALVINGS = 200
EDGE = 1 - 1e-12


def chi_square_sum(x: float, factors: Numbers, counts: Numbers) -> float:
    """Return P(Σ factor · χ²(count) > x).

    Args:
        x: the limit.
        factors: the factor of each chi-square; some may be negative.
        counts: their degrees of freedom.

    >>> round(chi_square_sum(3.841459, np.array([1.0]), np.array([1.0])), 3)
    0.052
    """
    from scipy.special import ndtr

    zeta = _saddle(x, factors, counts)
    inside = 1 - 2 * zeta * factors
    cumulant = -0.5 * float(np.sum(counts * np.log(inside)))
    curvature = 2 * float(np.sum(counts * (factors / inside) ** 2))
    w = float(np.sign(zeta) * np.sqrt(2 * (zeta * x - cumulant)))
    v = zeta * np.sqrt(curvature)
    return float(ndtr(-(w + np.log(v / w) / w)))


def f_sum(x: float, factors: Numbers, df: float) -> float:
    """Return P(Σ factor · χ²(1) > x · χ²(df)/df), the tail with an estimated variance as divisor.

    As R's ``pFsum`` does, the chi-square below has the whole part of ``df`` degrees of freedom.
    """
    counts = np.append(np.ones(factors.size), np.floor(df))
    return chi_square_sum(0.0, np.append(factors, -x / df), counts)


def _saddle(x: float, factors: Numbers, counts: Numbers) -> float:
    """Solve K'(ζ) = x by halving; K' grows from −∞ (or 0) to ∞ between the poles."""
    poles = 1 / (2 * factors)
    high = float(poles[factors > 0].min()) * EDGE
    negative = poles[factors < 0]
    low = float(negative.max()) * EDGE if negative.size else -float(counts.sum()) / (2 * max(x, 1e-300))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        grown = float(np.sum(counts * factors / (1 - 2 * middle * factors))) >= x
        low, high = (low, middle) if grown else (middle, high)
    return (low + high) / 2
