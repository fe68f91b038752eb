"""Surroundings of answer rows: where a row's words stand and its hand might mark them instead of an oval.

A row owns the paper left and right of its band as far as the next band, and above it the room of its labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from print.geometry import PAGE_MM, Box, Row

LIST_BAND = 20.0  # a narrower band is one oval or a list of them, its words at the right
QUESTION = 25.0  # millimetres above a list or a line of options that hold its question and labels, at most
LABELS = 12.0  # and those that hold the labels alone
BESIDE = 5.0  # millimetres beside a band that are its own though another row's paper begins there
NEXT_ROW = 1.0  # millimetres between the bands of two rows of one grid, at most
_GAP = 0.4
_OVER = 1.5  # millimetres of another band at the left in which a digit may begin


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The paper of one row, in millimetres: ``paper`` all of it, ``words`` by option code where each has its own."""

    paper: Box
    words: tuple[tuple[int, Box], ...] = ()


@lru_cache(maxsize=64)
def surroundings(rows: tuple[Row, ...]) -> tuple[Surroundings, ...]:
    """Return the surroundings of each row of a page."""
    return tuple(_of(row, rows) for row in rows)


def _of(row: Row, rows: Sequence[Row]) -> Surroundings:
    band, is_list = row.band, row.band.w < LIST_BAND
    level = [other.band for other in rows if other is not row and _overlap(other.band, band) > 1.0]
    lefts = [other.x + other.w for other in level if other.x + other.w <= band.x]
    rights = [other.x for other in level if other.x >= band.x + band.w]
    left, right = max(lefts, default=0.0), min(rights, default=PAGE_MM[0])
    if is_list:
        left = max(left, band.x - BESIDE) if lefts else 0.0
        right -= BESIDE if rights else 0.0
    else:
        left -= _OVER if lefts else 0.0
        right = min(right, band.x + band.w + BESIDE) if rights else right
    labelled = is_list or not _in_grid(band, rows)
    above = [
        other.band.y + other.band.h
        for other in rows
        if other.band.y + other.band.h <= band.y
        and other.band.x < right
        and other.band.x + other.band.w > left
    ]
    top = max([*above, band.y - QUESTION]) if labelled else band.y - _GAP
    paper = Box(left, top, right - left, band.y + band.h + _GAP - top)
    return Surroundings(paper, _words(row, paper, labelled=labelled))


def _in_grid(band: Box, rows: Sequence[Row]) -> bool:
    """Tell whether a band has one like it right above or below: no labels stand above its ovals, its head does."""
    alike = (row.band for row in rows if abs(row.band.x - band.x) < 0.1 and abs(row.band.w - band.w) < 0.1)
    gaps = (max(other.y - band.y - band.h, band.y - other.y - other.h) for other in alike)
    return any(0 <= gap <= NEXT_ROW for gap in gaps)


def _overlap(one: Box, other: Box) -> float:
    return min(one.y + one.h, other.y + other.h) - max(one.y, other.y)


def _words(row: Row, paper: Box, *, labelled: bool) -> tuple[tuple[int, Box], ...]:
    """Return each option's own words: at the right of its oval in a list, above it in a line, none in a grid."""
    ovals, band = row.ovals, row.band
    if band.w < LIST_BAND:
        edges = [(a.box.y + a.box.h + b.box.y) / 2 for a, b in pairwise(ovals)]
        tops, lows = [band.y, *edges], [*edges, band.y + band.h]
        x = band.x + band.w
        right = paper.x + paper.w - x
        return tuple(
            (o.code, Box(x, top, right, low - top)) for o, top, low in zip(ovals, tops, lows, strict=True)
        )
    if not labelled:
        return ()
    column, top = band.w / len(ovals), max(paper.y, band.y - LABELS)
    return tuple((o.code, Box(o.box.x + o.box.w / 2 - column / 2, top, column, band.y - top)) for o in ovals)
