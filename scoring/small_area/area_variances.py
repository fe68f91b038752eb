"""The two variances of a Fay–Herriot model: of the areas' own estimates, and between areas.

References: Wolter (2007) Introduction to Variance Estimation, 2nd ed., ch. 7 (generalised variance functions); Rao & Molina
(2015) Small Area Estimation, 2nd ed., §6.1.2 (REML by Fisher scoring) and §6.4.1 (smoothed sampling variances); You & Chapman
(2006) Survey Methodology 32, 97–103 (an area's own variance estimate must not be taken as known); Li & Lahiri (2010) Journal of
Multivariate Analysis 101, 882–892 (the restricted likelihood times σ², whose maximum is never 0).
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError

MOST_STEPS = 200
Between = Literal["adjusted", "reml"]


def answer_variance(variance: ArrayLike, n: ArrayLike, df: ArrayLike) -> float:
    """Return the variance of one answer within areas, pooled: Σ df·n·variance / Σ df over the areas with df.

    Args:
        variance: each area's own estimate of the variance of its mean, from the units drawn within it.
        n: its answers.
        df: its units less one; an area with 0 adds nothing.

    The variance of an area is this over its answers. It holds the design effect within areas and nothing of the
    differences between areas, which the model estimates by itself.

    Raises:
        ScoringError: where no area has two units that answered differently.

    >>> answer_variance([0.01, 0.03, 9.0], [10, 10, 10], [1, 1, 0])
    0.2
    """
    variances, answers, freedom = (np.asarray(each, dtype=float) for each in (variance, n, df))
    known = (freedom > 0) & np.isfinite(variances)
    pooled = float(np.average((variances * answers)[known], weights=freedom[known])) if known.any() else 0.0
    if pooled > 0:
        return pooled
    raise ScoringError(
        "Trong từng đơn vị, các phiếu không khác nhau hoặc chỉ có một cụm, nên không tính được sai số chọn mẫu của đơn vị.",
        "Within areas all units agree or there is one only, so the sampling error of an area is unknown.",
    )


def reml(y: ArrayLike, d: ArrayLike, x: ArrayLike) -> float:
    """Return the variance between areas by restricted maximum likelihood, zero where the data show none.

    Args:
        y: direct estimates.
        d: their sampling variances.
        x: areas × covariates, the constant included.

    Raises:
        ScoringError: when Fisher scoring does not settle.
    """
    values, variances, covariates = (np.asarray(each, dtype=float) for each in (y, d, x))
    sigma2 = max(
        float(np.var(values, ddof=min(covariates.shape[1], len(values) - 1)) - variances.mean()), 0.0
    )
    sigma2 = sigma2 or float(np.median(variances))
    tolerance = 1e-12 * float(variances.mean())
    for _ in range(MOST_STEPS):
        step = _fisher_step(values, variances, covariates, sigma2)
        following = max(sigma2 + step, 0.0)
        if abs(following - sigma2) <= tolerance:
            return following
        sigma2 = following
    raise ScoringError(
        "Mô hình Fay–Herriot không hội tụ; hãy bỏ bớt biến hoặc gộp các đơn vị có ít phiếu.",
        "The Fay–Herriot model did not converge; drop covariates or merge areas with few answers.",
    )


def adjusted_reml(y: ArrayLike, d: ArrayLike, x: ArrayLike) -> float:
    """Return the variance between areas that maximises σ² times the restricted likelihood; always positive.

    Args:
        y: direct estimates, two more than columns of ``x`` do not suffice.
        d: their sampling variances.
        x: areas × covariates, the constant included.

    REML is 0 in many samples of few areas, and every area then gets one estimate with hardly any error. This σ² is
    somewhat too large on average (by 2/(σ² Σ(σ² + D)⁻²)), which errs towards an area's own result.

    >>> adjusted_reml([0.79, 0.81, 0.79, 0.81, 0.8], [0.01] * 5, [[1.0]] * 5) > 0.005
    True
    """
    values, variances, covariates = (np.asarray(each, dtype=float) for each in (y, d, x))

    def slope(sigma2: float) -> float:
        return 1 + sigma2 * _restricted_slope(values, variances, covariates, sigma2)

    low = 1e-9 * float(variances.min())
    high = float(variances.mean())
    while slope(high) > 0:
        high *= 2
    return float(brentq(slope, low, high, xtol=1e-15, rtol=1e-12))


def _restricted_slope(y: Numbers, d: Numbers, x: Numbers, sigma2: float) -> float:
    """Return the derivative of the restricted log-likelihood, (y'PPy − tr P)/2."""
    v = 1 / (sigma2 + d)
    inner = (x.T * v) @ x
    rest = v * (y - x @ np.linalg.solve(inner, (x.T * v) @ y))
    trace = v.sum() - np.trace(np.linalg.solve(inner, (x.T * v**2) @ x))
    return float(rest @ rest - trace) / 2


def _fisher_step(y: Numbers, d: Numbers, x: Numbers, sigma2: float) -> float:
    v = 1 / (sigma2 + d)
    projection = np.diag(v) - (v[:, None] * x) @ np.linalg.solve((x.T * v) @ x, x.T * v)
    py = projection @ y
    information = np.sum(projection * projection)
    return float((py @ py - np.trace(projection)) / information)
