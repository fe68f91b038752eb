"""Confidence intervals: each a function of value, standard error and degrees of freedom."""

import numpy as np

from scoring.columns import Numbers
from scoring.how import IntervalKind


def t_quantile(df: Numbers | float, confidence: float) -> Numbers:
    """Return the two-sided t quantile."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(df, (1 + confidence) / 2), np.float64)


def intervals(
    value: Numbers, se: Numbers, *, df: Numbers, kind: IntervalKind, confidence: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Return the lower and the upper bounds.

    >>> low, high = intervals(np.array([0.5]), np.array([0.1]), df=np.array([30]), kind="t")
    >>> round(float(low[0]), 4), round(float(high[0]), 4)
    (0.2958, 0.7042)
    """
    t = t_quantile(df, confidence)
    with np.errstate(all="ignore"):
        if kind == "t":
            return value - t * se, value + t * se
        centre = np.log(value / (1 - value))
        half = t * se / (value * (1 - value))
        return 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))
