"""Confidence intervals of shares and means, as R's ``svyciprop`` makes them.

``logit`` and ``xlogit``: t interval of log(p/(1−p)). ``asin``: t interval of asin √p. ``likelihood``: those values
whose binomial deviance, divided by the design effect, stays below F (Rao and Scott 1984), read off its profile as R
reads it (``scoring.intervals.likelihood_profile``). ``korn_graubard``: Clopper–Pearson with the effective sample size (Korn and Graubard
1998). ``wilson``: the score interval with p(1−p)/se² as its sample size.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns.columns import Numbers
from scoring.columns.rounding import OUTSIDE_SHARES
from scoring.intervals.likelihood_profile import Shares, bounds

IntervalKind = Literal["t", "logit", "likelihood", "asin", "korn_graubard", "xlogit", "wilson"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Basis:
    """The inputs of intervals; all arrays are broadcast together.

    Args:
        value: the estimates.
        se: their standard errors.
        df: degrees of freedom.
        rows: rows of the domain, with or without a valid answer.
        n: rows with a valid answer.
        weight: their sum of weights, over the mean weight of the domain.
        logit: for ``likelihood`` only, where R's fits stand after one step (``scoring.intervals.logit_fit``); None: not known.
    """

    value: Numbers
    se: Numbers
    df: Numbers
    rows: Numbers
    n: Numbers
    weight: Numbers
    logit: Numbers | None = None

    @property
    def effective(self) -> Numbers:
        """The effective sample size p(1 − p)/se²; all rows where every answer is the same."""
        with np.errstate(all="ignore"):
            size = self.value * (1 - self.value) / self.se**2
        return np.where(self.se == 0, self.rows, size)


def t_quantile(df: Numbers | float, confidence: float) -> Numbers:
    """Return the two-sided t quantile.

    >>> round(float(t_quantile(30, 0.95)), 4)
    2.0423
    """
    from scipy.special import stdtrit

    return np.asarray(stdtrit(df, (1 + confidence) / 2), np.float64)


def intervals(basis: Basis, kind: IntervalKind, confidence: float = 0.95) -> tuple[Numbers, Numbers]:
    """Return lower and upper bounds; NaN where the kind has none: a logit of 0 %, a share's interval of another number.

    >>> one = Basis(**{name: np.array([x]) for name, x in
    ...             {"value": 0.5, "se": 0.1, "df": 30.0, "rows": 25.0, "n": 25.0, "weight": 25.0}.items()})
    >>> [round(float(bound[0]), 4) for bound in intervals(one, "t")]
    [0.2958, 0.7042]
    """
    t = t_quantile(basis.df, confidence)
    if kind == "t":
        return basis.value - t * basis.se, basis.value + t * basis.se
    with np.errstate(all="ignore"):
        low, high = _of_share(basis, kind, t, confidence)
    share = np.abs(basis.value - 0.5) <= 0.5 + OUTSIDE_SHARES
    return np.where(share, low, np.nan), np.where(share, high, np.nan)


def _of_share(basis: Basis, kind: IntervalKind, t: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    if kind in ("logit", "xlogit"):
        return _logit(basis, t)
    if kind == "asin":
        return _arcsine(basis, t)
    if kind == "wilson":
        return _wilson(basis, t)
    if kind == "korn_graubard":
        return _korn_graubard(basis, t, confidence)
    return _likelihood(basis, t)


def _logit(basis: Basis, t: Numbers) -> tuple[Numbers, Numbers]:
    p = basis.value
    centre, half = np.log(p / (1 - p)), t * basis.se / (p * (1 - p))
    return 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))


def _arcsine(basis: Basis, t: Numbers) -> tuple[Numbers, Numbers]:
    p = basis.value
    centre, half = np.arcsin(np.sqrt(p)), t * basis.se / (2 * np.sqrt(p * (1 - p)))
    return np.sin(np.maximum(centre - half, 0)) ** 2, np.sin(np.minimum(centre + half, np.pi / 2)) ** 2


def _wilson(basis: Basis, t: Numbers) -> tuple[Numbers, Numbers]:
    p, n = basis.value, basis.effective
    centre = (p + t**2 / (2 * n)) / (1 + t**2 / n)
    half = t / (1 + t**2 / n) * np.sqrt(p * (1 - p) / n + t**2 / (4 * n**2))
    return centre - half, centre + half


def _korn_graubard(basis: Basis, t: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    from scipy.special import betaincinv

    p = basis.value
    n = basis.effective * (t_quantile(basis.rows - 1, confidence) / t) ** 2
    low = betaincinv(n * p, n * (1 - p) + 1, (1 - confidence) / 2)
    high = betaincinv(n * p + 1, n * (1 - p), (1 + confidence) / 2)
    finite = ~np.isnan(p)
    return np.where(finite & (p <= 0), 0.0, low), np.where(finite & (p >= 1), 1.0, high)


def _likelihood(basis: Basis, t: Numbers) -> tuple[Numbers, Numbers]:
    logit = np.nan if basis.logit is None else basis.logit
    parts = np.broadcast_arrays(basis.value, basis.se, t, basis.n, basis.weight, logit)
    low, high = bounds(Shares(*(part.ravel() for part in parts)))
    return low.reshape(basis.value.shape), high.reshape(basis.value.shape)
