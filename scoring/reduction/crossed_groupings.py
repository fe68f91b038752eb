"""Several groupings of the same rows crossed, so that one pass over the answers serves them all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoring.columns.columns import Flags, Indices
from scoring.columns.levels import compress
from scoring.design.design import Design
from scoring.design.domains import Domains
from scoring.reduction.cells import Cells, cells

# Times the cells of the finest grouping, above which one pass over the crossing costs more than a pass for each.
MOST_CELLS = 1.5


@dataclass(frozen=True, eq=False)
class CrossedGroupings:
    """Several groupings of the same rows, crossed.

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
        """The cells of each grouping, and which cells of the crossing are in them."""
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
    def is_compact(self) -> bool:
        """Whether the crossing has about as few cells as its finest grouping."""
        units = int(self.cells.leaf.max(initial=-1)) + 1
        if self.cells.count <= MOST_CELLS * units:
            return True
        counts = [
            compress(part.leaf * part.domains + part.domain, units * part.domains)[1].size
            for part, _ in self.parts
        ]
        return self.cells.count <= MOST_CELLS * max(counts, default=0)


def cross_groupings(design: Design, groupings: Sequence[Domains]) -> CrossedGroupings:
    """Cross groupings; a row that is in a domain of none of them is left out."""
    finest = max(groupings, key=lambda grouping: grouping.count)
    if all(one is finest or (one.count == 1 and one.covers and finest.covers) for one in groupings):
        nothing, every = np.zeros(finest.count, np.int64), np.arange(finest.count)
        marks = tuple(every if one is finest else nothing for one in groupings)
        return CrossedGroupings(tuple(groupings), cells(design, finest), marks)
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
    return CrossedGroupings(tuple(groupings), cells(design, crossing), found)
