"""Cells: the parts of the sample within which sums are enough — a unit of the last stage, within one domain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from scoring.columns import Flags, Indices, Numbers, Values, add_up
from scoring.design import Design
from scoring.numbering import compress, compress_pairs, cross, factorize

CROWDED = 1.5


@dataclass(frozen=True, eq=False)
class Block:
    """Some whole cells.

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
class Domains:
    """Which domain each row counts for.

    Args:
        columns: the names of the columns that make the domains.
        levels: of each domain, its level in each column, as text.
        of_row: the domain of each row, −1 for none.
    """

    columns: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    of_row: Indices

    @property
    def count(self) -> int:
        """How many domains there are."""
        return len(self.levels)

    @cached_property
    def covers(self) -> bool:
        """Whether every row is in some domain."""
        return bool(self.of_row.min(initial=0) >= 0)

    def by(self, domain: int) -> dict[str, str]:
        """Return the levels of a domain by column."""
        return dict(zip(self.columns, self.levels[domain], strict=True))


def domains(n: int, by: Sequence[tuple[str, Values]], where: Flags | None = None) -> Domains:
    """Divide rows into domains by columns; rows with a blank level or outside ``where`` are in none.

    >>> domains(3, [("sex", np.array(["1", "2", ""]))]).of_row.tolist()
    [0, 1, -1]
    """
    names = tuple(name for name, _ in by)
    if by:
        of_row, levels = cross([factorize(values) for _, values in by])
    else:
        of_row, levels = np.zeros(n, np.int64), [()]
    if where is not None:
        of_row = np.where(where, of_row, -1)
    return Domains(names, tuple(levels), of_row)


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
        """How many cells are read."""
        return self.leaf.size

    @cached_property
    def order(self) -> Indices | None:
        """The order in which rows come cell after cell; None when they already do."""
        if np.all(self.of_row[1:] >= self.of_row[:-1]):
            return None
        return np.argsort(self.of_row, kind="stable")

    @cached_property
    def rows(self) -> Indices:
        """How many rows each cell has."""
        return np.bincount(self.of_row, minlength=self.count + 1)[: self.count]

    @cached_property
    def runs(self) -> Indices:
        """The first row of each cell in that order, and the row after the last."""
        return np.concatenate([[0], np.cumsum(self.rows)])

    def blocks(self, size: int) -> "Sequence[Block]":
        """Return whole cells of together about ``size`` rows."""
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

    def _block(self, first: int, end: int, domains: tuple[slice | Indices, Indices]) -> "Block":
        rows = slice(int(self.runs[first]), int(self.runs[end]))
        runs = self.runs[first : end + 1] - rows.start
        return Block(rows if self.order is None else self.order[rows], slice(first, end), runs, *domains)

    def add_rows(self, values: Values) -> Numbers:
        """Add one value per row up to cells."""
        if self.order is None and self.count:
            return np.add.reduceat(values[: self.runs[-1]], self.runs[:-1], dtype=np.float64)
        return add_up(values, self.of_row, self.count + 1)[: self.count]


def cells(design: Design, wanted: Domains) -> Cells:
    """Cross the units within which sums are enough with the domains.

    These are the leaves of the design; single rows when residuals of a calibration are to be taken; the
    replicates' units when there are replicates.
    """
    leaf, psu = _units(design)
    width = max(wanted.count, 1)
    if wanted.covers and wanted.count == 1:
        return Cells(leaf, np.arange(psu.size), psu, np.zeros(psu.size, np.int64), 1)
    if wanted.covers:
        of_row, used = compress_pairs(leaf, wanted.of_row, width)
    else:
        inside = wanted.of_row >= 0
        place, used = compress_pairs(leaf[inside], wanted.of_row[inside], width)
        of_row = np.full(leaf.size, used.size)
        of_row[inside] = place
    return Cells(of_row, used // width, psu[used // width], used % width, wanted.count)


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


@dataclass(frozen=True, eq=False)
class Joint:
    """Several groupings of the same rows crossed, so that one pass serves them all.

    Args:
        groupings: the domains of each grouping.
        cells: the cells of the crossing; a domain of theirs is a combination that occurs.
        marks: per grouping, the domain of each combination, −1 for none.
    """

    groupings: tuple[Domains, ...]
    cells: Cells
    marks: tuple[Indices, ...]

    @cached_property
    def parts(self) -> tuple[tuple[Cells, Flags], ...]:
        """The cells of each grouping, and which of the crossing's cells they are."""
        return tuple(map(self._part, self.groupings, self.marks))

    def _part(self, grouping: Domains, mark: Indices) -> tuple[Cells, Flags]:
        domain = mark[self.cells.domain]
        used = domain >= 0
        part = replace(
            self.cells,
            leaf=self.cells.leaf[used],
            psu=self.cells.psu[used],
            domain=domain[used],
            domains=grouping.count,
        )
        return part, used

    @property
    def pays(self) -> bool:
        """Whether the crossing has about as few cells as its finest grouping."""
        units = int(self.cells.leaf.max(initial=-1)) + 1
        if self.cells.count <= CROWDED * units:
            return True
        counts = [
            compress(part.leaf * part.domains + part.domain, units * part.domains)[1].size
            for part, _ in self.parts
        ]
        return self.cells.count <= CROWDED * max(counts, default=0)


def joint(design: Design, groupings: Sequence[Domains]) -> Joint:
    """Cross groupings; a row that is in a domain of none of them is left out."""
    finest = max(groupings, key=lambda grouping: grouping.count)
    if all(one is finest or (one.count == 1 and one.covers and finest.covers) for one in groupings):
        nothing, every = np.zeros(finest.count, np.int64), np.arange(finest.count)
        marks = tuple(every if one is finest else nothing for one in groupings)
        return Joint(tuple(groupings), cells(design, finest), marks)
    code = np.zeros(design.n, np.int64)
    size = 1
    for grouping in groupings:
        code = code * (grouping.count + 1) + grouping.of_row + 1
        size *= grouping.count + 1
    place, used = compress(code, size)
    marks = np.unravel_index(used, [grouping.count + 1 for grouping in groupings])
    nowhere = used.size > 0 and used[0] == 0
    crossing = Domains((), ((),) * (used.size - nowhere), place - nowhere)
    found = tuple(np.asarray(mark[int(nowhere) :]) - 1 for mark in marks)
    return Joint(tuple(groupings), cells(design, crossing), found)
