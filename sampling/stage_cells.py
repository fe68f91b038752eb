"""The cells of a stage: units below each selected parent, stratum by stratum, in a canonical order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampling.drawn import ALL, Drawn
from sampling.frame import SamplingFrame
from sampling.hierarchy import Units, id_columns, sizes
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
    """

    frame: SamplingFrame
    plan: Plan
    stage: Stage
    number: int
    before: Drawn | None


@dataclass(frozen=True)
class StageCell:
    """One cell, before anything is drawn from it.

    Attributes:
        parent: the parent's position among the selected units of the stage before.
        stratum: the label of the stratum.
        units: index of each unit (for a counted list: its number in the list, from 1).
        rows: the first row of each unit in the frame.
        size: the size of each unit, or nothing.
        total: the measure the allocation shares by.
        counted: whether the units are numbers of a list the frame only counts.
    """

    parent: int
    stratum: str
    units: Indices
    rows: Indices
    size: Floats | None
    total: float
    counted: bool = False


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
            units=index[places],
            rows=rows[places],
            size=None if size is None else size[index[places]],
            total=float(share[index[places]].sum()),
        )
        for places in _runs(order, parent[order], strata[order])
    ]


def counted_cells(listing: Listing, units: list[Units]) -> list[StageCell]:
    """Return the cells of a last stage whose units are only counted: they are numbers 1, 2, … of a list."""
    frame, stage = listing.frame, listing.stage
    everything = np.arange(len(frame))
    if listing.before is None:
        rows, parent = everything, np.zeros(len(frame), dtype=np.int64)
    else:
        rows, parent = _below_selected(listing, units[listing.number - 1].of_row.astype(np.int64))
    strata = _strata(listing, rows)
    counts = frame.numbers(str(stage.count)).astype(np.int64)
    order = np.lexsort([rows, strata, parent])
    return [
        StageCell(
            parent=int(parent[places[0]]),
            stratum=_label(listing, int(rows[places[0]])),
            units=np.arange(1, counts[rows[places]].sum() + 1),
            rows=np.repeat(rows[places], counts[rows[places]]),
            size=None,
            total=float(counts[rows[places]].sum()),
            counted=True,
        )
        for places in _runs(order, parent[order], strata[order])
    ]


def prefix_of(listing: Listing, cell: StageCell) -> str:
    """Return what stands before the ids of a cell's units in their paths."""
    before = "" if listing.before is None else listing.before.path[cell.parent] + "/"
    return f"{before}{cell.stratum}/" if cell.counted and listing.stage.strata else before


def ids_of(listing: Listing, cell: StageCell) -> list[str]:
    """Return the identity of each unit of a cell within its parent; several columns are joined by ``/``."""
    if cell.counted:
        return [str(number) for number in cell.units]
    columns = [_escaped(listing.frame.texts(column, cell.rows)) for column in id_columns(listing.stage)]
    return columns[0] if len(columns) == 1 else ["/".join(texts) for texts in zip(*columns, strict=True)]


def _escaped(texts: list[str]) -> list[str]:
    return [text.replace("/", "%2F") for text in texts]


def _below_selected(listing: Listing, parent_of: Indices) -> tuple[Indices, Indices]:
    """Return the units (or rows) below the selected parents, and the position of each one's parent."""
    if listing.before is None:
        return np.arange(parent_of.size), np.zeros(parent_of.size, dtype=np.int64)
    position = np.full(int(parent_of.max()) + 1, -1, dtype=np.int64)
    position[listing.before.unit] = np.arange(len(listing.before))
    index = np.flatnonzero(position[parent_of] >= 0)
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
    """Order units by parent and stratum, then by ``sort`` and id, so that the rows' order does not matter."""
    keys: list[NDArray[np.generic]] = [strata, parent]
    if listing.stage.method != "srs":
        # SRS orders units by their own numbers; ranking a million names would cost a second for nothing.
        ids = [listing.frame.ranks(column, rows) for column in id_columns(listing.stage)]
        keys = [
            *ids[::-1],
            *(_sort_key(listing.frame, column, rows) for column in listing.stage.sort[::-1]),
            *keys,
        ]
    return np.lexsort(tuple(keys))


def _sort_key(frame: SamplingFrame, column: str, rows: Indices) -> NDArray[np.generic]:
    numbers = frame.numbers(column)[rows]
    # Codes sort as numbers when all are numbers, so that village 10 comes after village 9.
    return frame.ranks(column, rows) if np.isnan(numbers).any() else numbers


def _share(listing: Listing, table: Units, size: Floats | None) -> Floats:
    by = listing.stage.take.by
    if by is not None and by != "count" and listing.frame.has(by):
        return listing.frame.numbers(by)[table.first]
    if by is not None:
        return table.below
    return np.ones(len(table)) if size is None else size


def _runs(order: Indices, *keys: Sequence[int] | Indices) -> Iterator[Indices]:
    if order.size == 0:
        return iter(())
    changes = np.zeros(order.size - 1, dtype=bool)
    for key in keys:
        changes |= np.diff(np.asarray(key)) != 0
    return iter(np.split(order, np.flatnonzero(changes) + 1))
