"""The pass over the answers: every row is read once and only sums per cell remain.

The answers pass in blocks that stay in the cache, blocks beside each other on all cores; ``passes`` adds a block up
with numpy, ``compiled`` with the optional extra ``speed``.
"""

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np

from scoring.columns.columns import Indices, Numbers, add_up
from scoring.columns.threads import Scratch, in_parallel
from scoring.reduction.cells import Cells, RowBlock
from scoring.reduction.coded_answers import Coded, Numeric
from scoring.reduction.numpy_kernel import Pass, Runs, ScoreTables, Sums, numpy_pass

Kernel = Literal["auto", "numpy", "numba"]


COMPILED_FROM = 20_000_000  # answers from which loading the compiled kernel pays
_scratch = Scratch()


@dataclass(frozen=True, eq=False)
class CellSums:
    """Sums by cell, and sums by domain where cells are not needed.

    Args:
        names: the variables.
        above: cells × variables, sums of weight × score.
        below: cells × variables, sums of the weights of valid answers.
        totals: sums over domains.
        pivot: one number per variable, near its mean, so that squares lose no digits.
        kernel: what made the pass.
    """

    names: tuple[str, ...]
    above: Numbers
    below: Numbers
    totals: "Totals"
    pivot: Numbers
    kernel: str


@dataclass(frozen=True, eq=False)
class Totals:
    """Sums by domain, each domains × variables.

    Args:
        above: weight × score.
        below: the weights of valid answers.
        n: valid answers of positive weight.
        second: weight × (score − pivot)².
    """

    above: Numbers
    below: Numbers
    n: Numbers
    second: Numbers

    @classmethod
    def zero(cls, domains: int, variables: int) -> Self:
        """Return sums that are all zero."""
        return cls(*(np.zeros((domains, variables)) for _ in range(4)))

    def add(self, domains: slice | Indices, columns: slice, more: "Totals") -> None:
        """Add the sums of some domains, each named once, and variables."""
        for mine, theirs in zip(self.tables, more.tables, strict=True):
            mine[domains, columns] += theirs

    def within(self, mark: Indices, domains: int) -> Self:
        """Return the sums over larger domains; ``mark`` is the larger domain of each (−1: none)."""
        if mark.size == domains and (mark == np.arange(domains)).all():
            return self
        inside = mark >= 0
        return type(self)(*(add_up(table[inside], mark[inside], domains) for table in self.tables))

    @property
    def tables(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """The four arrays of sums."""
        return self.above, self.below, self.n, self.second


def cell_sums(answers: Coded | Numeric, grid: Cells, weight: Numbers, kernel: Kernel = "auto") -> CellSums:
    """Return the sums of every variable by cell, in one pass over the answers.

    Args:
        answers: the coded or measured variables.
        grid: the cell of each row.
        weight: the weight of each row.
        kernel: ``numpy``, ``numba`` (falls back to numpy where it is not installed; the result says which ran),
            or ``auto``: numba when there is enough to do.
    """
    if isinstance(answers, Numeric):
        return _numeric_sums(answers, grid, weight)
    variables = len(answers.names)
    chosen = _choose(kernel, weight.size * variables)
    score_tables = ScoreTables.of(answers.scores)
    above, below = (np.empty((grid.count, variables)) for _ in range(2))
    totals = Totals.zero(grid.domains, variables)

    def add(part: tuple[RowBlock, slice]) -> tuple[slice | Indices, slice, Totals]:
        block, columns = part
        mine = answers.codes[columns]
        codes = _scratch.of((len(mine), int(block.runs[-1])), np.uint8)
        np.concatenate([column[block.rows] for column in mine], out=codes.reshape(-1))
        n, second = np.zeros((2, *totals.n[block.domains, columns].shape))
        sums = Sums(above[block.cells, columns], below[block.cells, columns], n, second)
        runs = Runs(block.runs, weight[block.rows], block.domain, len(n))
        chosen.fill(codes, score_tables.of_some(columns), runs, sums)
        over, under = (add_up(table, runs.domain, runs.domains) for table in (sums.above, sums.below))
        return block.domains, columns, Totals(over, under, n, second)

    for domains, columns, part in in_parallel(add, _parts(grid, variables, chosen.block)):
        totals.add(domains, columns, part)
    return CellSums(answers.names, above, below, totals, np.zeros(variables), chosen.name)


def _parts(grid: Cells, variables: int, size: int) -> list[tuple[RowBlock, slice]]:
    """Divide the answers into parts of about ``size``: whole cells, and of a very large cell some variables at a time."""
    parts = []
    for block in grid.blocks(max(size // variables, 1)):
        together = max(2 * size // int(block.runs[-1]), 1)
        parts += [(block, slice(start, start + together)) for start in range(0, variables, together)]
    return parts


def _choose(kernel: Kernel, answers: int) -> Pass:
    if kernel == "numba" or (kernel == "auto" and answers >= COMPILED_FROM):
        from scoring.reduction.numba_kernel import compiled_pass

        return compiled_pass or numpy_pass
    return numpy_pass


def _numeric_sums(answers: Numeric, grid: Cells, weight: Numbers) -> CellSums:
    parts, pivots = [], []
    for values in answers.values:
        valid = ~np.isnan(values)
        filled = np.where(valid, values, 0.0)
        pivot = float(filled.sum() / max(int(valid.sum()), 1))
        columns = (
            weight * filled,
            weight * valid,
            valid & (weight != 0),
            weight * valid * (filled - pivot) ** 2,
        )
        parts.append([grid.add_rows(column) for column in columns])
        pivots.append(pivot)
    tables = [np.stack(column, axis=1) for column in zip(*parts, strict=True)]
    totals = Totals(*(add_up(table, grid.domain, grid.domains) for table in tables))
    return CellSums(answers.names, tables[0], tables[1], totals, np.array(pivots), "numpy")
