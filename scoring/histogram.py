"""The pass over the answers: sums of weights per cell, variable and class of answer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scoring.cells import Cells
from scoring.coding import Bytes, Coded
from scoring.columns import Indices, Numbers

BLOCK_BYTES = 32 << 20
CHUNK = 1 << 15


@dataclass(frozen=True, eq=False)
class Histogram:
    """What one variable's answers come to.

    Args:
        weighted: cells × classes, sums of weights; class 0 is no valid answer.
        counts: domains × classes, numbers of rows.
        scores: the score of each class; NaN for class 0.
    """

    weighted: Numbers
    counts: Numbers
    scores: Numbers


def classes(scores: Numbers) -> tuple[Bytes, Numbers]:
    """Put bytes of equal score into one class.

    Args:
        scores: 256 scores, NaN where the byte is no valid answer.

    Returns:
        The class of each byte, and the score of each class; class 0 has none.
    """
    valid = ~np.isnan(scores)
    values, place = np.unique(scores[valid], return_inverse=True)
    out = np.zeros(256, np.uint8)
    out[valid] = place + 1
    return out, np.concatenate([[np.nan], values])


def histograms(answers: Coded, cells: Cells, weight: Numbers) -> Iterator[Histogram]:
    """Pass over each variable once and sum weights by cell and class.

    Args:
        answers: the coded variables.
        cells: the cell of each row.
        weight: the weight of each row.
    """
    for codes, scores in zip(answers.codes, answers.scores, strict=True):
        table, values = classes(scores)
        weighted, counted = _count(table.astype(np.int64)[codes], cells, weight, width=values.size)
        counts = np.stack([np.bincount(cells.domain, n, minlength=cells.domains) for n in counted.T], axis=1)
        yield Histogram(weighted, counts, values)


def _count(classed: Indices, cells: Cells, weight: Numbers, *, width: int) -> tuple[Numbers, Numbers]:
    at = cells.of_row * width + classed
    size = (cells.count + 1) * width
    weighted = np.bincount(at, weight, minlength=size).reshape(-1, width)[: cells.count]
    counted = np.bincount(at, minlength=size).reshape(-1, width)[: cells.count]
    return weighted, counted.astype(np.float64)
