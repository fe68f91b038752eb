"""The cells of a stage: units below each selected parent, stratum by stratum, in a canonical order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sampling.drawn import ALL, Drawn
from sampling.frame import SamplingFrame
from sampling.hierarchy import Units, id_columns, sizes
from sampling.last_wave import LastWave
from sampling.plan import Plan, Stage
from sampling.randomness import Floats, Indices


@dataclass(frozen=True)
class Listing:
    """What the cells of one stage are made from.

    Attributes:
        frame: the frame.
        plan: the plan.
        stage: the stage to be drawn.
        number: 0 for the first stage.
        before: what the stage before gave, nothing in the first.
        last: in the first stage, last wave's sample if this one follows it.
    """

    frame: SamplingFrame
    plan: Plan
    stage: Stage
    number: int
    before: Drawn | None
    last: LastWave | None = None

    @classmethod
    def after(
        cls, drawn: list[Drawn], frame: SamplingFrame, plan: Plan, *, last: LastWave | None = None
    ) -> Self:
        """Return what the stage after those drawn so far is made from; only the first one follows last wave's."""
        number = len(drawn)
        before = drawn[-1] if drawn else None
        return cls(frame, plan, plan.stages[number], number, before, None if drawn else last)


@dataclass(frozen=True)
class StageCell:
    """One cell, before anything is drawn from it.

    Attributes:
        parent: the parent's position among the selected units of the stage before.
        stratum: the label of the stratum.
        rows: the first row of each unit in the frame; for a counted list, the rows that count them.
        units: the index of each unit; nothing for a counted list.
        ends: for a counted list, how many units the rows up to each one count.
        size: the size of each unit, or nothing.
        total: the measure the allocation shares by.
    """

    parent: int
    stratum: str
    rows: Indices
    units: Indices | None
    ends: Indices | None
    size: Floats | None
    total: float

    @property
    def count(self) -> int:
        """How many units the cell has."""
        return self.rows.size if self.ends is None else int(self.ends[-1])

    def rows_of(self, places: Indices) -> Indices:
        """Return the row of the frame of some units."""
        if self.ends is None:
            return self.rows[places]
        return self.rows[np.searchsorted(self.ends, places, side="right")]

    def units_of(self, places: Indices) -> Indices:
        """Return the index of some units, for a counted list 0."""
        return np.zeros(places.size, dtype=np.int64) if self.units is None else self.units[places]

    def numbers_of(self, places: Indices) -> Indices:
        """Return the number, from 1, that some units have in the list of their row; 0 where units are listed."""
        if self.ends is None:
            return np.zeros(places.size, dtype=np.int64)
        row = np.searchsorted(self.ends, places, side="right")
        return places + 1 - np.where(row > 0, self.ends[row - 1], 0)


def listed_cells(listing: Listing, units: list[Units]) -> list[StageCell]:
    """Return the cells of a stage whose units the frame lists."""
    table = units[listing.number]
    index, parent = _below_selected(listing, table.parent)
    rows = table.first[index]
    strata = _strata(listing, rows)
    order = _order(listing, rows, parent, strata)
    size = None if listing.stage.size is None else sizes(listing.frame, listing.plan, listing.stage, table)
    share = _share(listing, table, size)
    return [
        StageCell(
            parent=int(parent[places[0]]),
            stratum=_label(listing, int(rows[places[0]])),
            rows=rows[places],
            units=index[places],
            ends=None,
            size=None if size is None else size[index[places]],
            total=float(places.size if share is None else share[index[places]].sum()),
        )
        for places in _runs(order, parent, strata)
    ]


def counted_cells(listing: Listing, units: list[Units]) -> list[StageCell]:
    """Return the cells of a last stage whose units are only counted: they are numbers 1, 2, … of a list."""
    frame, stage = listing.frame, listing.stage
    everything = np.arange(len(frame))
    if listing.before is None:
        rows, parent = everything, np.zeros(len(frame), dtype=np.int64)
    else:
        rows, parent = _below_selected(listing, units[listing.number - 1].of_row)
    strata = _strata(listing, rows)
    counts = frame.numbers(str(stage.count)).astype(np.int64)
    return [
        StageCell(
            parent=int(parent[places[0]]),
            stratum=_label(listing, int(rows[places[0]])),
            rows=rows[places],
            units=None,
            ends=np.cumsum(counts[rows[places]]),
            size=None,
            total=float(counts[rows[places]].sum()),
        )
        for places in _runs(_by_cell(parent, strata), parent, strata)
    ]


def prefix_of(listing: Listing, cell: StageCell) -> str:
    """Return what stands before the ids of a cell's units in their paths."""
    before = "" if listing.before is None else listing.before.path[cell.parent] + "/"
    return f"{before}{cell.stratum}/" if cell.units is None and listing.stage.strata else before


def ids_of(listing: Listing, cell: StageCell, places: Indices) -> list[str]:
    """Return the identity of some units within their parent; several columns are joined by ``/``."""
    if cell.units is None:
        return [str(place + 1) for place in places]
    rows = cell.rows_of(places)
    columns = [_escaped(listing.frame.texts(column, rows)) for column in id_columns(listing.stage)]
    return columns[0] if len(columns) == 1 else ["/".join(texts) for texts in zip(*columns, strict=True)]


def _escaped(texts: list[str]) -> list[str]:
    return [text.replace("/", "%2F") for text in texts]


def _below_selected(listing: Listing, parent_of: NDArray[np.int32]) -> tuple[Indices, Indices]:
    """Return the units (or rows) below the selected parents, and the position of each one's parent."""
    if listing.before is None:
        return np.arange(parent_of.size), np.zeros(parent_of.size, dtype=np.int64)
    position = np.full(int(parent_of.max()) + 1, -1, dtype=np.int64)
    position[listing.before.unit] = np.arange(len(listing.before))
    index = np.flatnonzero((position >= 0)[parent_of])
    return index, position[parent_of[index]]


def _strata(listing: Listing, rows: Indices) -> Indices:
    code = np.zeros(rows.size, dtype=np.int64)
    for column in listing.stage.strata:
        code = code * len(listing.frame.labels(column)) + listing.frame.ranks(column, rows)
        code = np.unique(code, return_inverse=True)[1]
    return code


def _label(listing: Listing, row: int) -> str:
    one = np.array([row])
    return "|".join(listing.frame.texts(column, one)[0] for column in listing.stage.strata) or ALL


def _order(listing: Listing, rows: Indices, parent: Indices, strata: Indices) -> Indices:
    """Order units by parent and stratum; then as the frame does for SRS, which shuffles, else by sort and id."""
    if listing.stage.method == "srs":
        return _by_cell(parent, strata)
    ids: list[NDArray[np.generic]] = [
        listing.frame.ranks(column, rows) for column in id_columns(listing.stage)
    ]
    sort = [_sort_key(listing.frame, column, rows) for column in listing.stage.sort]
    return np.lexsort((*ids[::-1], *sort[::-1], strata, parent))


def _by_cell(parent: Indices, strata: Indices) -> Indices:
    cell = parent * (int(strata.max(initial=0)) + 1) + strata
    # Numbers of 16 bits are sorted by radix, a million in some milliseconds.
    small = cell.astype(np.uint16) if cell.max(initial=0) < 2**16 else cell
    return np.argsort(small, kind="stable")


def _sort_key(frame: SamplingFrame, column: str, rows: Indices) -> NDArray[np.generic]:
    numbers = frame.numbers(column)[rows]
    # Codes sort as numbers when all are numbers, so that village 10 comes after village 9.
    return frame.ranks(column, rows) if np.isnan(numbers).any() else numbers


def _share(listing: Listing, table: Units, size: Floats | None) -> Floats | None:
    by = listing.stage.take.by
    if by is not None and by != "count" and listing.frame.has(by):
        return listing.frame.numbers(by)[table.first]
    if by is not None:
        return table.below
    return size


def _runs(order: Indices, parent: Indices, strata: Indices) -> Iterator[Indices]:
    """Cut ordered units where the parent or the stratum changes."""
    if order.size == 0:
        return iter(())
    changes = (np.diff(parent[order]) != 0) | (np.diff(strata[order]) != 0)
    return iter(np.split(order, np.flatnonzero(changes) + 1))
