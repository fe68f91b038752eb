"""Ratios and totals from moments: the value, its influence values, its reference variance."""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Numbers, add_up
from scoring.columns.rounding import ROUNDING
from scoring.columns.threads import fill_in_parallel
from scoring.design.design import Design
from scoring.estimation.moments import Moments
from scoring.estimation.options import DeffKind
from scoring.estimation.sampling_variance import Linearised, Replicated, Spread
from scoring.estimation.variance import Influence
from scoring.reduction.cells import Cells


@dataclass(frozen=True, eq=False)
class Linear:
    """Values with their influence values and reference variances.

    Args:
        value: domains × variables.
        influence: cells × variables, sums of weighted influence values.
        srs: domains × variables, the variance a simple random sample of the same size would have.
    """

    value: Numbers
    influence: Numbers
    srs: Numbers


def ratios(sums: Moments, grid: Cells, deff: DeffKind) -> Linear:
    """Return Σwy/Σwx and its influence values (y − r·x)/Σwx (Särndal et al. 1992, result 5.6.2)."""
    with np.errstate(all="ignore"):
        value = np.where((sums.under == 0) | (sums.sum_w <= 0), np.nan, sums.over / sums.under)
        srs = sums.squares * sums.sum_w / sums.under**2 / (sums.n - 1) * _finite(sums, deff)
    return Linear(value, _gaps(sums, grid, value), srs)


def _gaps(sums: Moments, grid: Cells, value: Numbers) -> Numbers:
    """Return (y − r·x)/Σwx of every cell, 0 where a domain has no denominator."""
    nonzero = sums.under != 0
    slope = np.where(nonzero, 1 / np.where(nonzero, sums.under, 1), 0.0)
    ratio = np.where(nonzero, value, 0.0)

    def fill(part: slice, gap: Numbers) -> None:
        of = grid.domain[part] if grid.domains > 1 else [0]
        np.multiply(sums.below[part], ratio[of], out=gap)
        np.subtract(sums.above[part], gap, out=gap)
        gap *= slope[of]

    return fill_in_parallel(sums.above.shape, fill)


def totals(sums: Moments, deff: DeffKind) -> Linear:
    """Return Σwy; its influence values are y itself."""
    value = np.where(sums.n > 0, sums.over, np.nan)
    with np.errstate(all="ignore"):
        srs = sums.squares * sums.sum_w / (sums.n - 1) * _finite(sums, deff)
    return Linear(value, sums.above, srs)


def _finite(sums: Moments, deff: DeffKind) -> Numbers | float:
    return 1.0 if deff == "wr" else unsampled(sums.n, sums.sum_w)


def unsampled(n: Numbers, population: Numbers) -> Numbers:
    """Return the share of the population that was not sampled, 0 where the weights add up to n but for rounding."""
    share = 1 - n / population
    return np.where(share > ROUNDING, share, 0.0)


def linearised(
    design: Design, grid: Cells, influence: Numbers, answered: Numbers | None = None
) -> Linearised:
    """Return the spread of influence values under the design, after calibration residuals."""
    if design.calibrations:
        return Linearised(design, _residuals(design, grid, influence))
    return Linearised(design, Influence(influence, grid.leaf, grid.domain, grid.domains), answered)


def _residuals(design: Design, grid: Cells, influence: Numbers) -> Influence:
    stages = design.stages
    parts = []
    for domain in range(grid.domains):
        rows = Influence(influence, grid.leaf, grid.domain, grid.domains).dense(design.n, domain)
        parts.append(leaf_totals(design, rows))
    leaf = np.tile(np.arange(stages.leaves), grid.domains)
    domain_of = np.repeat(np.arange(grid.domains), stages.leaves)
    return Influence(np.concatenate(parts), leaf, domain_of, grid.domains)


def leaf_totals(design: Design, rows: Numbers) -> Numbers:
    """Return the leaf totals (leaves × columns) of the influence values of rows, after calibration residuals."""
    for step in reversed(design.calibrations):
        rows = step.residuals(rows)
    return add_up(rows, design.stages.of_row, design.stages.leaves)


def replicated(design: Design, grid: Cells, sums: Moments, value: Numbers, *, total: bool) -> Spread:
    """Return the deviations of every replicate's estimates.

    Args:
        design: has replicates.
        grid: cells of replicate units.
        sums: moments of the weights that the replicate factors multiply.
        value: the estimates under the design's weights.
        total: a total rather than a ratio.
    """
    replicates = design.replicates
    if replicates is None:
        raise TypeError("the design has no replicates")
    out = np.empty((replicates.factors.shape[1], grid.domains, len(sums.names)))
    for domain in range(grid.domains):
        inside = grid.domain == domain
        factors = replicates.factors[grid.leaf[inside]].T
        above, below = factors @ sums.above[inside], factors @ sums.below[inside]
        with np.errstate(all="ignore"):
            out[:, domain] = above if total else above / below
    return Replicated(replicates, replicates.deviations(out, value), grid.leaf, grid.domain, sums.below)
