"""Replicate weights: factors of units by replicate, and the variance from replicate estimates.

Wolter (2007), chapters 3 (balanced half-samples), 4 (jackknife) and 5 (bootstrap).
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from scoring.columns.columns import Indices, Numbers

TOGETHER = 1e-9  # of the length of a unit's weights: a smaller difference may be rounding error


@dataclass(frozen=True, eq=False)
class Replicates:
    """Factors of units in each replicate and how the deviations add up to a variance.

    Args:
        factors: units × replicates, what the weight of each unit is multiplied by.
        unit_of_row: the unit of each row.
        scale: the factor before the sum of squares.
        rscales: the factor of each replicate.
        df: degrees of freedom.
        mse: deviations from the estimate under the design's weights rather than from the replicates' mean.
        base: what the factors multiply, when it is not the design's weight.
        names: what to call the replicates, when they have names.
        origin: the replicates before the first step of weighting, and the weights they multiplied.
    """

    factors: Numbers
    unit_of_row: Indices
    scale: float
    rscales: Numbers
    df: int
    mse: bool = False
    base: Numbers | None = None
    names: tuple[str, ...] = ()
    origin: "tuple[Replicates, Numbers] | None" = None

    def weights(self, weight: Numbers, part: slice = slice(None)) -> Numbers:
        """Return the whole weights of some replicates (rows × replicates) under a design's weight."""
        base = weight if self.base is None else self.base
        return np.asarray(self.factors[:, part][self.unit_of_row] * base[:, None], np.float64)

    def times(self, weight: Numbers, part: slice) -> Numbers:
        """Return how often each row counts in some replicates, before any step of weighting."""
        first, drawn = self.origin or (self, weight)
        whole = first.weights(drawn, part)
        return np.divide(whole, drawn[:, None], out=np.zeros(whole.shape), where=drawn[:, None] > 0)

    def reweighted(self, weights: Numbers, before: Numbers) -> Self:
        """Return replicates with other weights.

        Args:
            weights: rows × replicates, whole weights.
            before: the design's weight before the step.
        """
        rows = len(weights)
        origin = self.origin or (self, before)
        return replace(self, factors=weights, unit_of_row=np.arange(rows), base=np.ones(rows), origin=origin)

    def deviations(self, replicated: Numbers, full: Numbers) -> Numbers:
        """Return replicates × … deviations; a replicate with no number counts as none.

        Args:
            replicated: replicates × …, the estimate of each replicate.
            full: …, the estimates under the design's weights.
        """
        if self.mse:
            return np.nan_to_num(replicated - full)
        used = replicated[self.rscales > 0]
        finite = ~np.isnan(used)
        centre = np.where(finite, used, 0.0).sum(axis=0) / np.maximum(finite.sum(axis=0), 1)
        return np.asarray(np.nan_to_num(replicated - centre), np.float64)

    def vary(self, units: Indices) -> bool:
        """Tell whether the weights of some units change against one another; those of a single PSU change together."""
        factors = self.factors[units]
        length = np.linalg.norm(factors, axis=1, keepdims=True)
        shapes = (factors / np.where(length > 0, length, 1))[length[:, 0] > 0]
        return bool(np.any(np.abs(shapes - shapes[:1]) > TOGETHER))
