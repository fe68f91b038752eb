"""The pass over the answers: every row is read once and only sums per cell remain.

The answers pass in blocks that stay in the cache, blocks beside each other on all cores; ``passes`` adds a block up
with numpy, ``compiled`` with the optional extra ``speed``.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from scoring.cells import Block, Cells
from scoring.coding import Coded, Measured
from scoring.columns import Indices, Numbers, add_up
from scoring.how import Kernel
from scoring.passes import Pass, Runs, Sums, Worths, numpy_pass

BLOCK = 1 << 17  # answers that stay in the cache together
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
    variables = len(answers.names)
    name, some = _choose(kernel, weight.size * variables)
    passing = _Passing(answers, Worths.of(answers), grid, weight, some)
    above, below = (np.empty((grid.count, variables)) for _ in range(2))
    n, second = (np.zeros((grid.domains, variables)) for _ in range(2))
    for block, domains, sums in passing.over(grid.blocks(max(BLOCK // variables, 1))):
        above[block.cells], below[block.cells] = sums.above, sums.below
        n[domains] += sums.n
        second[domains] += sums.second
    return CellSums(answers.names, above, below, n, second, np.zeros(variables), name)


def _choose(kernel: Kernel, answers: int) -> tuple[str, Pass]:
    if kernel == "numba" or (kernel == "auto" and answers >= WORTH_COMPILING):
        from scoring.compiled import compiled_pass

        if compiled_pass is not None:
            return "numba", compiled_pass
    return "numpy", numpy_pass


@dataclass(frozen=True, eq=False)
class _Passing:
    answers: Coded
    worths: Worths
    grid: Cells
    weight: Numbers
    kernel: Pass

    def over(self, blocks: Sequence[Block]) -> Iterator[tuple[Block, Indices, Sums]]:
        """Pass over blocks on all cores and yield, in their order, which domains each has and its sums."""
        if len(blocks) < 2:
            yield from map(self._one, blocks)
            return
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            yield from pool.map(self._one, blocks)

    def _one(self, block: Block) -> tuple[Block, Indices, Sums]:
        codes = np.array([column[block.rows] for column in self.answers.codes])
        domains, domain = np.unique(self.grid.domain[block.cells], return_inverse=True)
        runs = Runs(block.runs, self.weight[block.rows], domain, domains.size)
        return block, domains, self.kernel(codes, self.worths, runs)


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
