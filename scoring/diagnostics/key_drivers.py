"""Key drivers: the criteria that explain overall satisfaction.

Shares of R² are descriptive: a criterion that moves together with satisfaction need not cause it.

References: Johnson (2000) Multivariate Behavioral Research 35, 1–19 (relative weights); Lindeman, Merenda &
Gold (1980) p. 119 ff. and Shapley (1953) for the averaged increments.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError

# 2^15 regressions take a second; beyond that relative weights tell the same story.
MOST_FOR_SHAPLEY = 15
# Below this the scores differ by rounding only.
NO_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Driver:
    """One criterion's part in explaining the overall answer; weights are shares of R², not of one."""

    name: str
    correlation: float
    beta: float
    relative_weight: float
    shapley: float | None


@dataclass(frozen=True, slots=True)
class Drivers:
    """The drivers of one outcome over ``n`` complete rows."""

    n: int
    r2: float
    drivers: tuple[Driver, ...]


def key_drivers(
    outcome: ArrayLike, criteria: ArrayLike, names: tuple[str, ...], *, weight: ArrayLike | None = None
) -> Drivers:
    """Return the importance of each criterion for the outcome.

    Args:
        outcome: one number a row, NaN where there is none.
        criteria: rows × criteria, NaN where there is none; a row counts when it is complete.
        names: the name of each criterion.
        weight: one weight a row.

    Raises:
        ScoringError: with fewer complete rows than criteria and two more, or criteria that determine one another.

    >>> rows = [[1, 1], [2, 1], [3, 2], [4, 4], [5, 3], [6, 6.0]]
    >>> found = key_drivers([1, 2, 2, 4, 4, 6], rows, ("a", "b"))
    >>> abs(sum(driver.relative_weight for driver in found.drivers) - found.r2) < 1e-12
    True
    """
    rows = np.column_stack([np.asarray(outcome, dtype=float), np.asarray(criteria, dtype=float)])
    weights = np.ones(len(rows)) if weight is None else np.asarray(weight, dtype=float)
    complete = _complete(rows, weights, len(names) + 2)
    correlation = _correlation(rows[complete], weights[complete])
    between, with_outcome = correlation[1:, 1:], correlation[1:, 0]
    beta = np.linalg.solve(between, with_outcome)
    relative = _relative_weights(between, with_outcome)
    shapley: list[float] | list[None] = [None] * len(names)
    if len(names) <= MOST_FOR_SHAPLEY:
        shapley = _shapley(between, with_outcome).tolist()
    columns = zip(names, with_outcome.tolist(), beta.tolist(), relative.tolist(), shapley, strict=True)
    return Drivers(int(complete.sum()), float(with_outcome @ beta), tuple(Driver(*each) for each in columns))


def _complete(rows: Numbers, weights: Numbers, needed: int) -> NDArray[np.bool_]:
    """Return which rows have every number and count."""
    complete = ~np.isnan(rows).any(axis=1) & (weights > 0)
    if complete.sum() < needed:
        raise ScoringError(
            f"Chỉ có {complete.sum()} phiếu đủ mọi tiêu chí; cần ít nhất {needed} để tìm yếu tố tác động.",
            f"Only {complete.sum()} rows have every criterion; key drivers need {needed}.",
        )
    return complete


def _correlation(rows: Numbers, weights: Numbers) -> Numbers:
    centred = rows - np.average(rows, axis=0, weights=weights)
    covariance = (centred * weights[:, None]).T @ centred / weights.sum()
    scale = np.sqrt(np.diag(covariance))
    if (scale < NO_SPREAD).any() or np.linalg.matrix_rank(
        covariance[1:, 1:] / np.outer(scale[1:], scale[1:])
    ) < len(scale) - 1:
        raise ScoringError(
            "Có tiêu chí không thay đổi hoặc suy ra được từ tiêu chí khác; hãy bỏ bớt tiêu chí trùng.",
            "A criterion never varies or follows from the others; leave it out.",
        )
    return np.asarray(covariance / np.outer(scale, scale))


def _relative_weights(between: Numbers, with_outcome: Numbers) -> Numbers:
    """Johnson's ε: regress on the orthogonal best fit Z of the criteria, and bring the squares back by Λ²."""
    values, vectors = np.linalg.eigh(between)
    root = vectors * np.sqrt(values) @ vectors.T
    return np.asarray(root**2 @ np.linalg.solve(root, with_outcome) ** 2)


def _shapley(between: Numbers, with_outcome: Numbers) -> Numbers:
    """The increment in R² of each criterion, averaged over all orders of entry."""
    p = len(with_outcome)
    r2 = {0: 0.0}
    for size in range(1, p + 1):
        for chosen in combinations(range(p), size):
            at = list(chosen)
            block = with_outcome[at]
            r2[sum(1 << i for i in at)] = float(block @ np.linalg.solve(between[np.ix_(at, at)], block))
    share = [1 / (p * comb(p - 1, size)) for size in range(p)]
    return np.array(
        [
            sum(
                share[mask.bit_count()] * (r2[mask | 1 << i] - value)
                for mask, value in r2.items()
                if not mask & 1 << i
            )
            for i in range(p)
        ]
    )
