"""The sample size of each domain, whatever was answered."""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Numbers, add_up
from scoring.columns.levels import compress
from scoring.design.design import Design
from scoring.reduction.cells import Cells


@dataclass(frozen=True, eq=False)
class Extent:
    """The sample size of each domain, with or without valid answers.

    Args:
        rows: rows.
        positive: rows with a positive weight.
        weight: the sum of their weights.
        psus: PSUs with a positive weight.
        df: PSUs minus strata.
    """

    rows: Numbers
    positive: Numbers
    weight: Numbers
    psus: Numbers
    df: Numbers


def cell_sizes(design: Design, grid: Cells) -> Numbers:
    """Return cells × 3: rows, weights, rows of positive weight."""
    weight = design.weight
    rows = grid.rows if design.counted is None else grid.add_rows(design.counted)
    positive = rows if design.counts.all() else grid.add_rows(design.counts)
    return np.stack([rows, grid.add_rows(weight), positive], axis=1)


def extent(design: Design, grid: Cells, size: Numbers) -> Extent:
    """Return the rows, weights, PSUs and degrees of freedom of each domain.

    Args:
        design: how the rows were drawn.
        grid: the cells.
        size: their rows, weights, and rows of positive weight.
    """
    count = grid.domains
    there = size[:, 2] > 0
    unit = design.psu
    _, used = compress(grid.psu[there] * count + grid.domain[there], unit.parent.size * count)
    strata = len(design.strata_of_rows[1])
    _, seen = compress(unit.parent[used // count] * count + used % count, strata * count)
    psus = np.bincount(used % count, minlength=count).astype(np.float64)
    whole = add_up(size, grid.domain, count)
    return Extent(
        rows=whole[:, 0],
        positive=whole[:, 2],
        weight=whole[:, 1],
        psus=psus,
        df=psus - np.bincount(seen % count, minlength=count),
    )
