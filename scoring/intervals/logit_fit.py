"""The steps of R's ``glm`` for a single logit; likelihood intervals use the step before the last.

A fit ends when the deviance changes by less than 1e-8 of itself. The share is settled then, but the information that R
keeps (the unscaled covariance) is that of the step before, up to 3e-4 off. Source: McCullagh and Nelder (1989),
Generalized Linear Models, §2.5, started at (wy + ½)/(w + 1) as R's ``binomial()`` does.
"""

import numpy as np

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.domains import Domains
from scoring.reduction.cell_sums import cell_sums
from scoring.reduction.cells import cells
from scoring.reduction.coded_answers import Coded, Numeric

CLOSE = 1e-8  # relative change of the deviance at which R stops
ROUNDS = 25  # at most


def first_logits(answers: Coded | Numeric, design: Design, domains: Domains, mean: Numbers) -> Numbers:
    """Return the logits that the fits reach in their first step, domains × variables.

    The step ends at the mean of log((wy + ½)/(w − wy + ½)) and its first residual, and only here do single weights
    matter: from then on all answers of a domain have one logit.

    Args:
        answers: the variables, 0 or 1.
        design: how the rows were drawn.
        domains: the domain of each row.
        mean: the mean weight of each domain.
    """
    grid = cells(design, domains)
    with np.errstate(all="ignore"):
        weight = np.nan_to_num(design.weight / np.append(mean, np.nan)[domains.of_row])
    share = weight * (weight + 0.5) / (weight + 1) ** 2
    logit = np.log(2 * weight + 1) + (weight + 1) / (weight + 0.5)
    signed, plain = (cell_sums(answers, grid, each).totals for each in (share * logit, share))
    with np.errstate(all="ignore"):
        return (2 * signed.above - signed.below) / plain.below


def fit(p: Numbers, weight: Numbers, logit: Numbers) -> tuple[Numbers, Numbers]:
    """Return the fitted share, and μ(1 − μ), the information of one answer on the logit, one step before.

    Args:
        p: the shares that are fitted, between 0 and 1.
        weight: sums of weights.
        logit: the logits after the first step; NaN where they are not known, for a perfect fit.

    >>> share, before = fit(np.array([0.25]), np.array([100.0]), np.array([-0.9]))
    >>> bool(abs(share[0] - 0.25) < 1e-9), bool(1e-7 < abs(before[0] - 0.1875) < 1e-3)
    (True, True)
    """
    finite = np.isfinite(logit)
    logit = np.where(finite, logit, np.log(p / (1 - p)))
    used, before = p * (1 - p), np.full(p.shape, np.inf)
    for _ in range(ROUNDS):
        mu = 1 / (1 + np.exp(-logit))
        now = -2 * weight * (p * np.log(mu) + (1 - p) * np.log1p(-mu))
        going = finite & (np.abs(now - before) >= CLOSE * (now + 0.1))
        if not going.any():
            break
        used, before = np.where(going, mu * (1 - mu), used), np.where(going, now, before)
        logit = np.where(going, logit + (p - mu) / (mu * (1 - mu)), logit)
    return mu, used
