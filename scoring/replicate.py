"""Replicate weights: the sample drawn again and again on paper, and the variance of what comes out."""

from dataclasses import dataclass

from scoring.columns import Numbers


@dataclass(frozen=True, eq=False)
class Replicates:
    """Replicate analysis weights and how their deviations add up to a variance.

    Args:
        weights: rows × replicates, the full analysis weight of each row in each replicate.
        scale: the factor before the sum of squares.
        rscales: the factor of each replicate.
        df: degrees of freedom.
        mse: deviations from the full-sample estimate rather than from the replicates' mean.
    """

    weights: Numbers
    scale: float
    rscales: Numbers
    df: int
    mse: bool = False
