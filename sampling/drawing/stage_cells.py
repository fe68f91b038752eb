"""The cells of a stage: units below each selected parent, stratum by stratum, in a canonical order."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from sampling.drawing.cell_order import by_cell, ordered, runs, strata_of
from sampling.drawing.drawn import ALL
from sampling.drawing.listing import Listing
from sampling.frame.hierarchy import Units, id_columns, sizes
from sampling.selection.randomness import Floats, Indices


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
    index, parent = listing.below_selected(table.parent)
    rows = table.first[index]
    strata = strata_of(listing, rows)
    order = ordered(listing, rows, parent, strata)
    size = None if listing.stage.size is None else sizes(listing.frame, listing.plan, listing.stage, table)
    share = _share(listing, table, size)
    cell = partial(_cell, listing, parent, rows)
    return [
        cell(
            places,
            units=index[places],
            size=None if size is None else size[index[places]],
            total=float(places.size if share is None else share[index[places]].sum()),
        )
        for places in runs(order, parent, strata)
    ]


def counted_cells(listing: Listing, units: list[Units]) -> list[StageCell]:
    """Return the cells of a last stage whose units are only counted: they are numbers 1, 2, … of a list."""
    frame, stage = listing.frame, listing.stage
    everything = np.arange(len(frame))
    if listing.before is None:
        rows, parent = everything, np.zeros(len(frame), dtype=np.int64)
    else:
        rows, parent = listing.below_selected(units[listing.number - 1].of_row)
    strata = strata_of(listing, rows)
    counts = frame.numbers(str(stage.count)).astype(np.int64)
    cell = partial(_cell, listing, parent, rows)
    return [
        cell(
            places,
            ends=np.cumsum(counts[rows[places]]),
            total=float(counts[rows[places]].sum()),
        )
        for places in runs(by_cell(parent, strata), parent, strata)
    ]


def _cell(
    listing: Listing,
    parent: Indices,
    rows: Indices,
    places: Indices,
    *,
    total: float,
    units: Indices | None = None,
    ends: Indices | None = None,
    size: Floats | None = None,
) -> StageCell:
    """Return the cell of the units at ``places``, which have one parent and one stratum."""
    first = places[0]
    stratum = _label(listing, int(rows[first]))
    return StageCell(int(parent[first]), stratum, rows[places], units, ends, size, total)


def prefix_of(listing: Listing, cell: StageCell) -> str:
    """Return what stands before the ids of a cell's units in their paths."""
    before = "" if listing.before is None else listing.parent_path(cell.parent) + "/"
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


def _label(listing: Listing, row: int) -> str:
    one = np.array([row])
    return "|".join(listing.frame.texts(column, one)[0] for column in listing.stage.strata) or ALL


def _share(listing: Listing, table: Units, size: Floats | None) -> Floats | None:
    by = listing.stage.take.by
    if by is not None and by != "count" and listing.frame.has(by):
        return listing.frame.numbers(by)[table.first]
    if by is not None:
        return table.below
    return size
