"""The pass over the answers: every row is read once per variable and only sums per cell remain.

One variable's answers become a weighted histogram of classes per cell (bytes of equal score are one class), and
that becomes four sums. numpy does it block by block, so that everything stays in the cache; the optional
extra ``speed`` does it in compiled code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scoring.cells import Cells
from scoring.coding import Bytes, Coded, Measured
from scoring.columns import Indices, Numbers, add_up
from scoring.how import Kernel

BLOCK = 1 << 15
AT_ONCE = 1 << 18  # answers up to which one call for all variables is quicker
WORTH_COMPILING = 20_000_000  # answers from which loading the compiled kernel pays


@dataclass(frozen=True, eq=False)
class CellSums:
    """Sums over cells, and over domains what is only needed there.

    Args:
        names: the variables.
        above: cells × variables, sums of weight × score.
        below: cells × variables, sums of the weights of valid answers.
        n: domains × variables, numbers of valid answers.
        second: domains × variables, sums of weight × (score − pivot)².
        pivot: one number per variable, near its mean, so that squares lose no digits.
        kernel: what made the pass.
    """

    names: tuple[str, ...]
    above: Numbers
    below: Numbers
    n: Numbers
    second: Numbers
    pivot: Numbers
    kernel: str


Sums: TypeAlias = tuple[Numbers, Numbers, Numbers, Numbers]
Pass: TypeAlias = Callable[[Bytes, Numbers, Cells, Numbers], Sums]


def cell_sums(answers: Coded | Measured, grid: Cells, weight: Numbers, kernel: Kernel = "auto") -> CellSums:
    """Pass over every variable once.

    Args:
        answers: the coded or measured variables.
        grid: the cell of each row.
        weight: the weight of each row.
        kernel: ``numpy``, ``numba`` (falls back to numpy where it is not installed; the result says which ran),
            or ``auto``: numba when there is enough to do.
    """
    if isinstance(answers, Measured):
        return _measured(answers, grid, weight)
    count = len(answers.names)
    if kernel != "numba" and weight.size * count <= AT_ONCE:
        return _at_once(answers, grid, weight)
    name, one = _choose(kernel, weight.size * count)
    above, below = (np.empty((grid.count, count), order="F") for _ in range(2))
    n, second = (np.empty((grid.domains, count)) for _ in range(2))
    for column, (codes, scores) in enumerate(zip(answers.codes, answers.scores, strict=True)):
        above[:, column], below[:, column], rows, squares = one(codes, scores, grid, weight)
        n[:, column] = add_up(rows, grid.domain, grid.domains)
        second[:, column] = add_up(squares, grid.domain, grid.domains)
    return CellSums(answers.names, above, below, n, second, np.zeros(count), name)


def _at_once(answers: Coded, grid: Cells, weight: Numbers) -> CellSums:
    """Pass over all variables in one go: for small files calls cost more than answers."""
    count, size = len(answers.names), grid.count + 1
    coded = {at: classes(scores) for at, scores in {id(scores): scores for scores in answers.scores}.items()}
    width = max(values.size for _, values in coded.values())
    tables = np.stack([coded[id(scores)][0] for scores in answers.scores])
    values = np.zeros((count, width))
    for row, scores in zip(values, answers.scores, strict=True):
        row[: coded[id(scores)][1].size] = coded[id(scores)][1]
    variable = np.arange(count)[:, None]
    at = (variable * size + grid.of_row) * width + tables[variable, np.stack(answers.codes)]
    shape = (count, size, width)
    weighted = np.bincount(at.ravel(), np.tile(weight, count), minlength=count * size * width).reshape(shape)
    counted = np.bincount(at.ravel(), minlength=count * size * width).reshape(shape)
    parts = [np.einsum("kcw,kw->ck", weighted, power) for power in (values, values**2)]
    below, rows = (table[:, :, 1:].sum(axis=2).T for table in (weighted, counted))
    above, second, below, rows = (part[: grid.count] for part in (parts[0], parts[1], below, rows))
    n, squares = (add_up(part, grid.domain, grid.domains) for part in (rows, second))
    return CellSums(answers.names, above, below, n, squares, np.zeros(count), "numpy")


def _choose(kernel: Kernel, answers: int) -> tuple[str, Pass]:
    if kernel == "numba" or (kernel == "auto" and answers >= WORTH_COMPILING):
        from scoring.compiled import compiled_pass

        if compiled_pass is not None:
            return "numba", compiled_pass
    return "numpy", numpy_pass


def classes(scores: Numbers) -> tuple[Bytes, Numbers]:
    """Put bytes of equal score into one class.

    Args:
        scores: 256 scores, NaN where the byte is no valid answer.

    Returns:
        The class of each byte, and the score of each class; class 0 is no valid answer, and scores 0.
    """
    valid = ~np.isnan(scores)
    values, place = np.unique(scores[valid], return_inverse=True)
    out = np.zeros(256, np.uint8)
    out[valid] = place + 1
    return out, np.concatenate([[0.0], values])


def numpy_pass(codes: Bytes, scores: Numbers, grid: Cells, weight: Numbers) -> Sums:
    """Sum one variable over cells with numpy."""
    table, values = classes(scores)
    weighted, counted = _histogram(codes, table.astype(np.int64), grid, weight, width=values.size)
    above, below = weighted @ values, weighted[:, 1:].sum(axis=1)
    second = above if set(values) <= {0.0, 1.0} else weighted @ values**2
    return above, below, counted[:, 1:].sum(axis=1), second


def _histogram(
    codes: Bytes, table: Indices, grid: Cells, weight: Numbers, *, width: int
) -> tuple[Numbers, Numbers]:
    """Return cells × classes, weighted and counted; a block of sorted rows touches a few cells only."""
    rows = codes.size
    block = BLOCK if grid.sorted else max(rows, 1)
    weighted, counted = np.zeros((grid.count + 1) * width), np.zeros((grid.count + 1) * width)
    at = np.empty(min(block, rows), np.int64)
    for start in range(0, rows, block):
        stop = min(start + block, rows)
        place = at[: stop - start]
        first = int(grid.of_row[start]) if grid.sorted else 0
        np.take(table, codes[start:stop], out=place, mode="clip")
        place += grid.starts(width)[start:stop]
        place -= first * width
        for out, by in ((weighted, weight[start:stop]), (counted, None)):
            part = np.bincount(place, by)
            out[first * width : first * width + part.size] += part
    return weighted.reshape(-1, width)[: grid.count], counted.reshape(-1, width)[: grid.count]


def _measured(answers: Measured, grid: Cells, weight: Numbers) -> CellSums:
    parts, pivots = [], []
    for values in answers.values:
        valid = ~np.isnan(values)
        filled = np.where(valid, values, 0.0)
        pivot = float(filled.sum() / max(int(valid.sum()), 1))
        columns = (weight * filled, weight * valid, valid, weight * valid * (filled - pivot) ** 2)
        above, below, *rest = (grid.add_rows(column) for column in columns)
        parts.append((above, below, *(add_up(part, grid.domain, grid.domains) for part in rest)))
        pivots.append(pivot)
    above, below, n, second = (np.stack(column, axis=1) for column in zip(*parts, strict=True))
    return CellSums(answers.names, above, below, n, second, np.array(pivots), "numpy")
