"""The two variances of a Fay–Herriot model: of the areas' own estimates, and between areas.

References: Wolter (2007) Introduction to Variance Estimation, 2nd ed., ch. 7 (generalised variance functions); Rao & Molina
(2015) Small Area Estimation, 2nd ed., §6.1.2 (REML by Fisher scoring).
"""

import numpy as np
from numpy.typing import ArrayLike

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError

MOST_STEPS = 200


def smoothed_variance(se: float, n: int, n_area: int) -> float:
    """Return an area's sampling variance by a generalised variance function: the province's, scaled to the area's n.

    A commune's own variance from one or two clusters is too unstable to be taken as known, as the model needs;
    se² × n is the variance of one answer under the whole design, its design effect included.

    >>> round(smoothed_variance(0.01, 900, 9), 10)
    0.01
    """
    return se**2 * n / n_area


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


def _fisher_step(y: Numbers, d: Numbers, x: Numbers, sigma2: float) -> float:
    v = 1 / (sigma2 + d)
    projection = np.diag(v) - (v[:, None] * x) @ np.linalg.solve((x.T * v) @ x, x.T * v)
    py = projection @ y
    information = np.sum(projection * projection)
    return float((py @ py - np.trace(projection)) / information)
