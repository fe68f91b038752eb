"""Poststratification: in every cell the weights add up to the population's count."""

from collections.abc import Mapping, Sequence

import numpy as np

from scoring.columns.columns import Numbers, add_up
from scoring.design.calibration_residuals import Grouped
from scoring.design.design import Design
from scoring.weighting.classes import classes, matched
from scoring.weighting.replicate_weights import reweighted, scaled
from scoring.weighting.report import Weighted, report


def poststratify(design: Design, columns: str | Sequence[str], counts: Mapping[str, float]) -> Weighted:
    """Scale the weights of every cell to its count (Holt and Smith 1979).

    Args:
        design: the design with the weights so far.
        columns: the column or columns whose levels are the cells.
        counts: the population of each cell, by its level, or by levels joined with a comma.

    Raises:
        ScoringError: names the cell without rows or without a count.
    """
    group, levels = classes(design, columns)
    before = design.weight
    sums = add_up(before, group, len(levels))
    name = columns if isinstance(columns, str) else ",".join(columns)
    wanted = matched(counts, levels, sums, column=name)
    cells = [f"{name}={level}" for level in levels]
    factor = wanted / np.where(sums > 0, sums, 1)

    def again(weights: Numbers, first: int) -> Numbers:
        return scaled(weights, group, wanted, cells, first, "poststratify")

    after = before * factor[group]
    made = reweighted(design, after, again, Grouped(group, before, after))
    return Weighted(made, report("poststratify", before, after))
