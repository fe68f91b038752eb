"""Distances between old and new weights in calibration: the ratio of the two as a function of the linear predictor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError

Distance = Literal["linear", "raking", "logit"]


@dataclass(frozen=True, eq=False)
class Shape:
    """The ratio of new to old weight as a function of the linear predictor, and its slope."""

    ratio: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers], Numbers]


def shape_of(method: Distance, bounds: tuple[float, float] | None) -> Shape:
    """Return the shape of a distance within bounds.

    Raises:
        ScoringError: an unknown distance, bounds that do not contain 1, or ``logit`` without bounds.
    """
    low, high = bounds or (-np.inf, np.inf)
    if bounds is not None and not low < 1 < high:
        raise ScoringError(
            f"bounds = [{low:g}, {high:g}] phải chứa 1 ở giữa.",
            f"bounds = [{low:g}, {high:g}] must contain 1.",
        )
    if method == "linear":
        return _clipped(lambda u: 1 + u, np.ones_like, low, high)
    if method == "raking":
        return _clipped(lambda u: np.exp(np.minimum(u, 500)), lambda u: np.exp(np.minimum(u, 500)), low, high)
    if method != "logit":
        raise ScoringError(
            f"method = «{method}» không có; chọn linear, raking hoặc logit.",
            f"method = “{method}” is unknown; choose linear, raking or logit.",
        )
    if bounds is None:
        raise ScoringError("method = logit cần bounds.", "method = logit needs bounds.")
    return _logit(low, high)


def _clipped(
    ratio: Callable[[Numbers], Numbers], slope: Callable[[Numbers], Numbers], low: float, high: float
) -> Shape:
    def inside(u: Numbers) -> Numbers:
        g = ratio(u)
        return np.where((g > low) & (g < high), slope(u), 0.0)

    return Shape(lambda u: np.clip(ratio(u), low, high), inside)


def _logit(low: float, high: float) -> Shape:
    a = (high - low) / ((1 - low) * (high - 1))

    def ratio(u: Numbers) -> Numbers:
        e = np.exp(np.clip(a * u, -500, 500))
        return np.asarray(
            (low * (high - 1) + high * (1 - low) * e) / ((high - 1) + (1 - low) * e), np.float64
        )

    def slope(u: Numbers) -> Numbers:
        g = ratio(u)
        return np.asarray(a * (g - low) * (high - g) / (high - low), np.float64)

    return Shape(ratio, slope)
