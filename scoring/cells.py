"""Cells: the parts of the sample within which sums are enough — a unit of the last stage, within one domain."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.columns import Flags, Indices, Values, compress, cross, factorize
from scoring.design import Design


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
        leaf: the unit of the last stage of each cell.
        domain: the domain of each cell.
        domains: how many domains there are.
    """

    of_row: Indices
    leaf: Indices
    domain: Indices
    domains: int

    @property
    def count(self) -> int:
        """How many cells are read."""
        return self.leaf.size

    @cached_property
    def sorted(self) -> bool:
        """Whether the rows come cell after cell, so that a pass may go block by block."""
        return bool(np.all(self.of_row[1:] >= self.of_row[:-1]))


def cells(design: Design, wanted: Domains) -> Cells:
    """Cross the units within which sums are enough with the domains.

    These are the leaves of the design; single rows when residuals of a calibration are to be taken; the
    replicates' units when there are replicates.
    """
    leaf, leaves = _units(design)
    inside = wanted.of_row >= 0
    width = max(wanted.count, 1)
    if wanted.count == 1 and inside.all():
        return Cells(leaf, np.arange(leaves), np.zeros(leaves, np.int64), 1)
    place, used = compress(leaf[inside] * width + wanted.of_row[inside], leaves * width)
    of_row = np.full(leaf.size, used.size)
    of_row[inside] = place
    return Cells(of_row, used // width, used % width, wanted.count)


def _units(design: Design) -> tuple[Indices, int]:
    if design.replicates is not None:
        return design.replicates.unit_of_row, design.replicates.factors.shape[0]
    if design.calibrations:
        return np.arange(design.n), design.n
    return design.stages.of_row, design.stages.leaves
