"""Sums per cell that every ratio estimator is made of: numerators, denominators, counts, squares."""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Flags, Numbers, add_up
from scoring.columns.rounding import ROUNDING
from scoring.reduction.cell_sums import CellSums, Kernel, Totals, cell_sums
from scoring.reduction.cells import Cells
from scoring.reduction.coded_answers import Coded, Numeric
from scoring.reduction.crossed_groupings import CrossedGroupings


@dataclass(frozen=True, eq=False)
class Moments:
    """Weighted sums of some variables.

    Args:
        names: the variables.
        above: cells × variables, sums of weight × score (the numerator).
        below: cells × variables, sums of the weights of valid answers (the denominator).
        over: domains × variables, the sums of ``above``.
        under: domains × variables, the sums of ``below``.
        n: domains × variables, rows of positive weight with a valid answer.
        sum_w: domains × variables, their weights.
        squares: domains × variables, sums of weight × (numerator − ratio × denominator)².
    """

    names: tuple[str, ...]
    above: Numbers
    below: Numbers
    over: Numbers
    under: Numbers
    n: Numbers
    sum_w: Numbers
    squares: Numbers


def moments(answers: Coded | Numeric, grid: Cells, weight: Numbers, kernel: Kernel = "auto") -> Moments:
    """Return the moments of every variable, in one pass over the answers.

    Args:
        answers: the coded or measured variables.
        grid: the cell of each row.
        weight: the weight of each row.
        kernel: what makes the pass.
    """
    sums = cell_sums(answers, grid, weight, kernel)
    return _moments(sums, sums.totals, slice(None))


def moments_of(sums: CellSums, crossing: CrossedGroupings, grouping: int) -> Moments:
    """Return the moments of one grouping from the sums of the crossing of several."""
    part, used = crossing.parts[grouping]
    totals = (
        sums.totals
        if len(crossing.groupings) == 1
        else sums.totals.within(crossing.marks[grouping], part.domains)
    )
    return _moments(sums, totals, slice(None) if used.all() else used)


def _moments(sums: CellSums, totals: Totals, used: Flags | slice) -> Moments:
    with np.errstate(all="ignore"):
        mean = np.where(totals.below > 0, totals.above / totals.below, 0.0)
        squares = totals.second - totals.below * (mean - sums.pivot) ** 2
    squares = np.where(squares > ROUNDING * totals.second, squares, 0.0)
    return Moments(
        names=sums.names,
        above=sums.above[used],
        below=sums.below[used],
        over=totals.above,
        under=totals.below,
        n=totals.n,
        sum_w=totals.below,
        squares=squares,
    )


def ratio_moments(name: str, above: Numbers, below: Numbers, *, grid: Cells, weight: Numbers) -> Moments:
    """Return the moments of a ratio of two columns; rows where either is NaN are no valid answer.

    Args:
        name: the name of the ratio.
        above: the numerator of each row.
        below: the denominator of each row.
        grid: the cell of each row.
        weight: the weight of each row.
    """
    valid = ~(np.isnan(above) | np.isnan(below))
    over, under = np.where(valid, above, 0.0), np.where(valid, below, 0.0)
    in_cell = [grid.add_rows(weight * part) for part in (over, under)]
    total = [add_up(part, grid.domain, grid.domains) for part in in_cell]
    with np.errstate(all="ignore"):
        ratio = np.append(total[0] / total[1], 0.0)
    domain = np.append(grid.domain, grid.domains)[grid.of_row]
    gap = np.where(valid, over - ratio[domain] * under, 0.0)
    sums = [
        add_up(values, domain, grid.domains + 1)[: grid.domains]
        for values in (valid & (weight != 0), valid * weight, weight * gap**2)
    ]
    return Moments((name,), *(values[:, None] for values in (*in_cell, *total, *sums)))
