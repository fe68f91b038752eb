"""Replicate weights: factors of units by replicate, and the variance from replicate estimates.

Wolter (2007), chapters 3 (balanced half-samples), 4 (jackknife) and 5 (bootstrap).
"""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Indices, Numbers


@dataclass(frozen=True, eq=False)
class Replicates:
    """Factors of units in each replicate and how the deviations add up to a variance.

    Args:
        factors: units × replicates, what the weight of each unit is multiplied by.
        unit_of_row: the unit of each row.
        scale: the factor before the sum of squares.
        rscales: the factor of each replicate.
        df: degrees of freedom.
        mse: deviations from the full-sample estimate rather than from the replicates' mean.
        base: what the factors multiply, when it is not the design's weight.
    """

    factors: Numbers
    unit_of_row: Indices
    scale: float
    rscales: Numbers
    df: int
    mse: bool = False
    base: Numbers | None = None

    def deviations(self, replicated: Numbers, full: Numbers) -> Numbers:
        """Return replicates × … deviations; a replicate with no number counts as none."""
        if self.mse:
            return np.nan_to_num(replicated - full)
        used = replicated[self.rscales > 0]
        finite = ~np.isnan(used)
        centre = np.where(finite, used, 0.0).sum(axis=0) / np.maximum(finite.sum(axis=0), 1)
        return np.asarray(np.nan_to_num(replicated - centre), np.float64)
