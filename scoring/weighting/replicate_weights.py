"""Weighting steps done again in every replicate: the new weights of the full sample and those of its replicates."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from scoring.columns.columns import Flags, Indices, Numbers, add_up
from scoring.design.calibration_residuals import Calibration
from scoring.design.design import Design
from scoring.errors import ScoringError

TOGETHER = 64  # replicates adjusted at once, so that their tables stay small
Again: TypeAlias = Callable[[Numbers, int], Numbers]


def reweighted(design: Design, after: Numbers, again: Again, *calibrations: Calibration) -> Design:
    """Return the design with new weights, the step done again in every replicate.

    Args:
        design: the design before the step.
        after: the weights of the full sample after it.
        again: takes the weights of some replicates (rows × replicates) and the number of the first, and returns
            their weights after the step.
        *calibrations: the step for the residuals of linearised errors.

    Raises:
        ScoringError: what ``again`` raises about a replicate.
    """
    made = design.with_weights(after, *calibrations)
    before = design.replicates
    if before is None:
        return made
    weighed = design.counts[:, None]
    count = before.factors.shape[1]
    weights = np.empty((design.n, count))
    for first in range(0, count, TOGETHER):
        part = slice(first, first + TOGETHER)
        weights[:, part] = again(before.weights(design.weight, part) * weighed, first)
    return made.with_replicates(before.reweighted(weights, design.weight))


def scaled(
    weights: Numbers, group: Indices, wanted: Numbers, cells: list[str], first: int, kind: str
) -> Numbers:
    """Return weights (rows × replicates) scaled so that every group meets what is wanted of it.

    Args:
        weights: rows × replicates.
        group: the group of each row.
        wanted: groups, or groups × replicates.
        cells: the names of the groups, for messages.
        first: the number of the first replicate.
        kind: the step, for messages.
    """
    sums = add_up(weights, group, len(cells))
    whole = np.broadcast_to(wanted.reshape(len(cells), -1), sums.shape)
    refuse_empty((whole > 0) & ~(sums > 0), cells, first, kind)
    factor = np.divide(whole, sums, out=np.zeros(sums.shape), where=sums > 0)
    return np.asarray(weights * factor[group], np.float64)


def refuse_empty(empty: Flags, cells: list[str], first: int, kind: str) -> None:
    """Refuse a replicate in which a group that must carry weight has none; names the group and the replicate."""
    found = np.argwhere(empty)
    if found.size:
        cell, at = cells[int(found[0, 0])], first + int(found[0, 1]) + 1
        raise ScoringError(
            f"{kind}: mẫu lặp {at} không còn ai trong ô «{cell}» nên không thể làm lại bước này; hãy gộp ô.",
            f"{kind}: replicate {at} has nobody left in cell “{cell}”, so the step cannot be repeated; merge cells.",
        )
