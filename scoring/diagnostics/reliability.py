"""The reliability of a criterion: Cronbach's alpha, McDonald's omega, alpha if an item is dropped.

Rows count only when every item of the criterion is answered, as in R's ``psych`` and ``survey::svycralpha``.

References: Cronbach (1951) Psychometrika 16, 297–334; McDonald (1999) Test Theory, eq. 6.20b; Jöreskog (1967)
Psychometrika 32, 443–482 for the one-factor model by maximum likelihood.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError

# Below this the answers differ by rounding only.
NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class ItemReliability:
    """One item within its criterion: correlation with the sum of the others, and alpha without it."""

    item: str
    rest_correlation: float
    alpha_if_dropped: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Alpha and omega over ``n`` complete rows; ``omega`` is None below three items, which identify no factor."""

    n: int
    alpha: float
    alpha_standardised: float
    omega: float | None
    items: tuple[ItemReliability, ...]


def reliability(answers: ArrayLike, items: tuple[str, ...], weight: ArrayLike | None = None) -> Reliability:
    """Return the reliability of a criterion.

    Args:
        answers: rows × items, the answers as numbers with NaN where there is none.
        items: the name of each column.
        weight: one weight a row; absent, every row counts once.

    Raises:
        ScoringError: with fewer than two items, fewer than three complete rows, or an item that never varies.

    >>> result = reliability([[1, 2], [2, 3], [4, 4], [5, 5.0]], ("a", "b"))
    >>> result.n, round(result.alpha, 4)
    (4, 0.9655)
    """
    complete, weights = _complete(np.asarray(answers, dtype=float), weight)
    if len(items) < 2 or len(complete) < 3:
        raise ScoringError(
            f"Cần ít nhất 2 câu hỏi và 3 phiếu trả lời đủ để tính độ tin cậy; có {len(items)} câu, {len(complete)} phiếu.",
            f"Reliability needs 2 items and 3 complete rows; there are {len(items)} and {len(complete)}.",
        )
    covariance = _covariance(complete, weights)
    still = [
        name for name, variance in zip(items, np.diag(covariance), strict=True) if variance < NO_VARIANCE
    ]
    if still:
        raise ScoringError(
            f"Câu {', '.join(still)} có mọi câu trả lời giống nhau nên không tính được độ tin cậy.",
            f"Item {', '.join(still)} never varies, so reliability cannot be computed.",
        )
    scale = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(scale, scale)
    return Reliability(
        n=len(complete),
        alpha=_alpha(covariance),
        alpha_standardised=_alpha(correlation),
        omega=_omega(correlation) if len(items) > 2 else None,
        items=tuple(_without(i, name, covariance) for i, name in enumerate(items)),
    )


def _complete(answers: Numbers, weight: ArrayLike | None) -> tuple[Numbers, Numbers]:
    weights = np.ones(len(answers)) if weight is None else np.asarray(weight, dtype=float)
    complete = ~np.isnan(answers).any(axis=1) & (weights > 0)
    return answers[complete], weights[complete]


def _covariance(rows: Numbers, weights: Numbers) -> Numbers:
    """The weighted covariance; its divisor cancels in every coefficient here."""
    centred = rows - np.average(rows, axis=0, weights=weights)
    return np.asarray((centred * weights[:, None]).T @ centred / weights.sum())


def _alpha(covariance: Numbers) -> float:
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def _without(i: int, name: str, covariance: Numbers) -> ItemReliability:
    rest = np.delete(np.arange(len(covariance)), i)
    others = covariance[np.ix_(rest, rest)]
    correlation = covariance[i, rest].sum() / np.sqrt(covariance[i, i] * others.sum())
    return ItemReliability(name, float(correlation), _alpha(others) if len(rest) > 1 else None)


def _omega(correlation: Numbers) -> float:
    """Omega total of one factor: (Σλ)² / ((Σλ)² + Σψ)."""
    unique = _uniquenesses(correlation)
    loadings = _loadings(correlation, unique)
    common = loadings.sum() ** 2
    return float(common / (common + unique.sum()))


def _uniquenesses(correlation: Numbers) -> Numbers:
    """Maximise the one-factor likelihood over the uniquenesses (Jöreskog 1967), from 1 − squared multiple R."""
    from scipy.optimize import minimize

    start = np.clip(1 / np.diag(np.linalg.pinv(correlation)), 0.01, 0.99)
    fit = minimize(
        _discrepancy,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.005, 1.0)] * len(start),
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 1000},
    )
    return np.asarray(fit.x)


def _scaled(correlation: Numbers, unique: Numbers) -> tuple[Numbers, Numbers]:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    return values, vectors


def _discrepancy(unique: Numbers, correlation: Numbers) -> tuple[float, Numbers]:
    values, _ = _scaled(correlation, unique)
    small = np.maximum(values[:-1], 1e-12)
    loadings = _loadings(correlation, unique)
    residual = np.outer(loadings, loadings) + np.diag(unique) - correlation
    return float(np.sum(small - np.log(small) - 1)), np.diag(residual) / unique**2


def _loadings(correlation: Numbers, unique: Numbers) -> Numbers:
    values, vectors = _scaled(correlation, unique)
    first = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.0))
    loadings = np.sqrt(unique) * first
    return np.asarray(loadings * (1.0 if loadings.sum() >= 0 else -1.0))
