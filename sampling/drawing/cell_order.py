"""The canonical order of units: by parent and stratum, then as the method of the stage has them."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sampling.drawing.listing import Listing
from sampling.frame.frame import SamplingFrame
from sampling.frame.hierarchy import id_columns
from sampling.selection.randomness import Indices


def strata_of(listing: Listing, rows: Indices) -> Indices:
    """Return the number of the stratum of each row; strata sort as their labels do."""
    code = np.zeros(rows.size, dtype=np.int64)
    for column in listing.stage.strata:
        code = code * len(listing.frame.labels(column)) + listing.frame.ranks(column, rows)
        code = np.unique(code, return_inverse=True)[1]
    return code


def ordered(listing: Listing, rows: Indices, parent: Indices, strata: Indices) -> Indices:
    """Order units by parent and stratum; then as the frame does for SRS, which shuffles, else by sort and id."""
    if listing.stage.method == "srs":
        return by_cell(parent, strata)
    ids: list[NDArray[np.generic]] = [
        listing.frame.ranks(column, rows) for column in id_columns(listing.stage)
    ]
    sort = [_sort_key(listing.frame, column, rows) for column in listing.stage.sort]
    return np.lexsort((*ids[::-1], *sort[::-1], strata, parent))


def by_cell(parent: Indices, strata: Indices) -> Indices:
    """Order units by parent and stratum, otherwise as they come."""
    cell = parent * (int(strata.max(initial=0)) + 1) + strata
    # Numbers of 16 bits are sorted by radix, a million in some milliseconds.
    small = cell.astype(np.uint16) if cell.max(initial=0) < 2**16 else cell
    return np.argsort(small, kind="stable")


def _sort_key(frame: SamplingFrame, column: str, rows: Indices) -> NDArray[np.generic]:
    numbers = frame.numbers(column)[rows]
    # Codes sort as numbers when all are numbers, so that village 10 comes after village 9.
    return frame.ranks(column, rows) if np.isnan(numbers).any() else numbers


def runs(order: Indices, parent: Indices, strata: Indices) -> Iterator[Indices]:
    """Cut ordered units where the parent or the stratum changes."""
    if order.size == 0:
        return iter(())
    changes = (np.diff(parent[order]) != 0) | (np.diff(strata[order]) != 0)
    return iter(np.split(order, np.flatnonzero(changes) + 1))
