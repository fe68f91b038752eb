"""Weighted least squares and weighted logistic likelihood, solved to the last digits.

Both are solved in an orthonormal basis of the weighted columns, so that columns on very different scales (a year, a
share) cost no digits. The logistic fit takes Newton's steps, which are those of reweighted least squares (McCullagh and
Nelder 1989, §2.5), halved where the likelihood falls.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns.columns import Numbers
from scoring.regression.refusals import dependent, separated

Kind = Literal["linear", "logistic"]
DEPENDENT = 1e-9  # of a column's length: a smaller rest after the columns before it is rounding
ROUNDS = 40
HALVINGS = 20
LONG = 1.0  # a larger change of a logit may overshoot; it is looked at
FLAT = 1e-10  # information in some direction (at even odds ¼) with which the coefficients are running away
STILL = 1e-10  # a smaller change of every logit ends the fit; the next one would be its square


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model.

    Args:
        coefficients: one per column.
        mean: the prediction of each row.
        inverse: the inverse of the information, coefficients × coefficients.
        basis: what makes the weighted columns orthonormal.
    """

    coefficients: Numbers
    mean: Numbers
    inverse: Numbers
    basis: Numbers

    def influence(self, x: Numbers, y: Numbers, weight: Numbers) -> Numbers:
        """Return rows × coefficients: the weighted scores times the inverse information (Binder 1983)."""
        return np.asarray((x * (weight * (y - self.mean))[:, None]) @ self.inverse, np.float64)


def prediction(kind: Kind, linear: Numbers) -> Numbers:
    """Return the prediction of a linear predictor."""
    from scipy.special import expit

    return np.asarray(expit(linear), np.float64) if kind == "logistic" else linear


def fit(kind: Kind, x: Numbers, y: Numbers, weight: Numbers, names: tuple[str, ...]) -> Fit:
    """Fit a model.

    Args:
        kind: linear or logistic.
        x: rows × coefficients.
        y: the outcome; 0 or 1 for a logistic model.
        weight: the weight of each row.
        names: the names of the columns, for messages.

    Raises:
        ScoringError: a column depends on those before it, or columns separate the outcome's 0 from its 1.

    >>> x, y = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 5.0])
    >>> fit("linear", x, y, np.ones(3), ("(intercept)", "x")).coefficients.round(12).tolist()
    [1.0, 2.0]
    """
    basis = _basis(x, weight, names)
    z = x @ basis
    found = solved(kind, z, y, weight, np.zeros(len(names)))
    if found is None:
        raise separated(x, y, weight, names)
    point, information = found
    inverse = basis @ np.linalg.inv(information) @ basis.T
    return Fit(basis @ point, prediction(kind, z @ point), inverse, basis)


def solved(
    kind: Kind, z: Numbers, y: Numbers, weight: Numbers, begin: Numbers
) -> tuple[Numbers, Numbers] | None:
    """Return the coefficients of nearly orthonormal columns and the information there; None where there are none.

    Args:
        kind: linear or logistic.
        z: rows × columns.
        y: the outcome.
        weight: the weights.
        begin: coefficients to start from.
    """
    if kind == "logistic":
        return _newton(z, y, weight, begin)
    information = (z * weight[:, None]).T @ z
    if np.linalg.eigvalsh(information).min() < FLAT:
        return None
    return np.asarray(np.linalg.solve(information, z.T @ (weight * y)), np.float64), information


def _basis(x: Numbers, weight: Numbers, names: tuple[str, ...]) -> Numbers:
    """Return the matrix that makes the weighted columns orthonormal, by QR of the columns at unit length."""
    rooted = x * np.sqrt(weight)[:, None]
    length = np.linalg.norm(rooted, axis=0)
    triangle = np.linalg.qr(rooted / np.where(length > 0, length, 1.0), mode="r")
    rest = np.zeros(len(names))
    rest[: len(triangle)] = np.abs(np.diag(triangle))
    if (rest <= DEPENDENT).any():
        raise dependent(names[int(np.argmax(rest <= DEPENDENT))])
    return np.asarray(np.linalg.inv(triangle) / length[:, None], np.float64)


def _newton(z: Numbers, y: Numbers, weight: Numbers, point: Numbers) -> tuple[Numbers, Numbers] | None:
    """Return the maximum and the information, a step of less than STILL before it; None where there is no maximum."""
    linear = z @ point
    for _ in range(ROUNDS):
        mean = prediction("logistic", linear)
        information = (z * (weight * mean * (1 - mean))[:, None]).T @ z
        if np.linalg.eigvalsh(information).min() < FLAT:
            return None
        step = np.linalg.solve(information, z.T @ (weight * (y - mean)))
        change = z @ step
        largest = float(np.abs(change).max())
        if largest > LONG:
            part = _shortened(linear, change, y, weight)
            step, change = step * part, change * part
        point, linear = point + step, linear + change
        if largest < STILL:
            return point, information
    return None


def _shortened(linear: Numbers, change: Numbers, y: Numbers, weight: Numbers) -> float:
    """Return the part of a long step after which the likelihood has not fallen."""
    before, part = _loss(linear, y, weight), 1.0
    for _ in range(HALVINGS):
        if _loss(linear + part * change, y, weight) <= before:
            break
        part /= 2
    return part


def _loss(linear: Numbers, y: Numbers, weight: Numbers) -> float:
    """Return minus the weighted log likelihood."""
    return float(weight @ np.logaddexp(0.0, np.where(y > 0.5, -linear, linear)))
