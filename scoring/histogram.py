"""The pass over the answers: every row is read once per variable and only sums per cell remain.

The byte of an answer looks up its score and whether it is valid; weighted, they are added up cell by cell, block
after block so that everything stays in the cache. The optional extra ``speed`` does it in compiled code.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from scoring.cells import BLOCK, Cells
from scoring.coding import Bytes, Coded, Measured
from scoring.columns import Numbers, add_up
from scoring.how import Kernel

TOGETHER = 16  # variables that pass at once, so that calls are few and the block stays in the cache
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
    name, some = _choose(kernel, weight.size * len(answers.names))
    order = grid.order
    if order is not None:
        weight = weight[order]
    above, below = (np.empty((grid.count, len(answers.names)), order="F") for _ in range(2))
    n, second = (np.empty((grid.domains, len(answers.names))) for _ in range(2))

    def add(part: tuple[list[int], Numbers]) -> None:
        at, scores = part
        codes = np.stack([answers.codes[column] for column in at])
        sums = some(codes if order is None else codes[:, order], scores, grid, weight)
        above[:, at], below[:, at] = sums[0].T, sums[1].T
        n[:, at], second[:, at] = (add_up(part.T, grid.domain, grid.domains) for part in sums[2:])

    parts = list(_alike(answers))
    if name == "numba" and len(parts) > 1:
        # The kernel lets go of the interpreter; numpy's many short calls would only wait for each other.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            deque(pool.map(add, parts), maxlen=0)
    else:
        deque(map(add, parts), maxlen=0)
    return CellSums(answers.names, above, below, n, second, np.zeros(len(answers.names)), name)


def _alike(answers: Coded) -> Iterator[tuple[list[int], Numbers]]:
    """Yield a few variables at a time that have the same table of scores."""
    by_table: dict[int, list[int]] = {}
    for column, scores in enumerate(answers.scores):
        by_table.setdefault(id(scores), []).append(column)
    rows = max(answers.codes[0].size, 1)
    together = max(TOGETHER, TOGETHER * BLOCK // rows)
    for columns in by_table.values():
        for start in range(0, len(columns), together):
            yield columns[start : start + together], answers.scores[columns[0]]


def _choose(kernel: Kernel, answers: int) -> tuple[str, Pass]:
    if kernel == "numba" or (kernel == "auto" and answers >= WORTH_COMPILING):
        from scoring.compiled import compiled_pass

        if compiled_pass is not None:
            return "numba", compiled_pass
    return "numpy", numpy_pass


def numpy_pass(codes: Bytes, scores: Numbers, grid: Cells, weight: Numbers) -> Sums:
    """Sum some variables (variables × rows) over cells with numpy; rows come cell after cell, no cell is empty."""
    valid = (~np.isnan(scores)).astype(np.float64)
    filled = np.where(valid > 0, scores, 0.0)
    binary = bool(np.all((filled == 0) | (filled == 1)))
    above, below, n = (np.empty((len(codes), grid.count)) for _ in range(3))
    second = above if binary else np.empty_like(above)
    for rows, cells, starts in grid.blocks:
        at, by = codes[:, rows].astype(np.intp), weight[rows]
        weighted = filled.take(at, mode="clip") * by
        np.add.reduceat(weighted, starts, axis=1, out=above[:, cells])
        if not binary:
            weighted *= filled.take(at, mode="clip")
            np.add.reduceat(weighted, starts, axis=1, out=second[:, cells])
        known = valid.take(at, mode="clip")
        np.add.reduceat(known, starts, axis=1, out=n[:, cells])
        known *= by
        np.add.reduceat(known, starts, axis=1, out=below[:, cells])
    return above, below, n, second


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
