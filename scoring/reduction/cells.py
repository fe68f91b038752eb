"""Cells: the parts of the sample within which sums are enough — a unit of the last stage, within one domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from scoring.columns.columns import Indices, Numbers, Values, add_up
from scoring.columns.levels import compress_pairs
from scoring.design.design import Design
from scoring.design.domains import Domains


@dataclass(frozen=True, eq=False)
class RowBlock:
    """A block of whole cells and their rows.

    Args:
        rows: their rows, cell after cell.
        cells: which cells.
        runs: the first of these rows in each cell, and the end.
        domains: the domains they lie in.
        domain: the place of each cell's domain among these.
    """

    rows: slice | Indices
    cells: slice
    runs: Indices
    domains: slice | Indices
    domain: Indices


@dataclass(frozen=True, eq=False)
class Cells:
    """The cells that occur.

    Args:
        of_row: the cell of each row; rows of no domain are in an extra last cell that nobody reads.
        leaf: the unit within which the cell lies.
        psu: the PSU of each cell.
        domain: the domain of each cell.
        domains: how many domains there are.
    """

    of_row: Indices
    leaf: Indices
    psu: Indices
    domain: Indices
    domains: int

    @property
    def count(self) -> int:
        """The number of cells."""
        return self.leaf.size

    @cached_property
    def order(self) -> Indices | None:
        """The order in which rows come cell after cell; None when they already do."""
        if np.all(self.of_row[1:] >= self.of_row[:-1]):
            return None
        return np.argsort(self.of_row, kind="stable")

    @cached_property
    def rows(self) -> Indices:
        """The number of rows of each cell."""
        return np.bincount(self.of_row, minlength=self.count + 1)[: self.count]

    @cached_property
    def runs(self) -> Indices:
        """The first row of each cell in that order, and the row after the last."""
        return np.concatenate([[0], np.cumsum(self.rows)])

    def blocks(self, size: int) -> "Sequence[RowBlock]":
        """Return blocks of whole cells, each of about ``size`` rows."""
        if self.runs[-1] == 0:
            return []
        if self.runs[-1] <= size:
            return [self._block(0, self.count, (slice(None), self.domain))]
        edges = np.unique(np.searchsorted(self.runs, np.arange(0, int(self.runs[-1]), size)))
        cuts = np.append(edges, self.count).tolist()
        return [
            self._block(a, b, np.unique(self.domain[a:b], return_inverse=True))
            for a, b in pairwise(cuts)
            if b > a
        ]

    def _block(self, first: int, end: int, domains: tuple[slice | Indices, Indices]) -> "RowBlock":
        rows = slice(int(self.runs[first]), int(self.runs[end]))
        runs = self.runs[first : end + 1] - rows.start
        return RowBlock(rows if self.order is None else self.order[rows], slice(first, end), runs, *domains)

    def add_rows(self, values: Values) -> Numbers:
        """Return the sums of one value per row by cell."""
        if self.order is None and self.count:
            return np.add.reduceat(values[: self.runs[-1]], self.runs[:-1], dtype=np.float64)
        return add_up(values, self.of_row, self.count + 1)[: self.count]


def cells(design: Design, domains: Domains) -> Cells:
    """Return the cells of a design: its units crossed with the domains.

    These are the leaves of the design; single rows when residuals of a calibration are to be taken; the
    replicates' units when there are replicates.
    """
    leaf, psu = _units(design)
    width = max(domains.count, 1)
    if domains.covers and domains.count == 1:
        return Cells(leaf, np.arange(psu.size), psu, np.zeros(psu.size, np.int64), 1)
    if domains.covers:
        of_row, used = compress_pairs(leaf, domains.of_row, width)
    else:
        inside = domains.of_row >= 0
        place, used = compress_pairs(leaf[inside], domains.of_row[inside], width)
        of_row = np.full(leaf.size, used.size)
        of_row[inside] = place
    return Cells(of_row, used // width, psu[used // width], used % width, domains.count)


def _units(design: Design) -> tuple[Indices, Indices]:
    """Return the unit of each row, and the PSU of each unit."""
    if design.replicates is not None:
        leaf = design.replicates.unit_of_row
        psu = np.zeros(design.replicates.factors.shape[0], np.int64)
        psu[leaf] = design.psu.of_row
        return leaf, psu
    if design.calibrations:
        return np.arange(design.n), design.psu.of_row
    return design.stages.of_row, design.stages.stages[0].of_leaf
