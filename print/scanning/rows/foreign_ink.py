"""Foreign ink: every piece of ink on a page that is not print, and whose it is.

A piece that reaches into an oval is a mark of that oval's row, wherever else it runs. Other pieces belong to the
row on whose paper they lie; what lies on no row's paper is a margin note, a stain or a stray line.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from print.geometry import Box, Row
from print.scanning.page.flat_page import PX
from print.scanning.page.surroundings import Surroundings, surroundings
from print.scanning.rows.margin_notes import Note, margin_notes

HALF = 2  # pieces are told apart in a picture so many times smaller, in which gaps of a pixel are closed
LARGEST_EDGE = 1.0  # mm²: a piece up to so large and no wider than 0.25 mm is the edge of a letter
DOT = 8  # pixels of that picture, 2 mm with the soft edge: what is no wider and no higher is a dot of a resting pen
DOTS = 2  # so many on a row's paper, and nothing else, mark nothing
LEAST_PIECE = 0.25  # mm²: smaller pieces are dust and the edges of print that lies a little off
_PER_MM2 = (PX / HALF) ** 2

Place = tuple[int, int]


@dataclass(frozen=True)
class RowForeign:
    """The foreign ink of a row outside its band, in mm²; ``on`` is the code of the option on whose words most lies.

    ``shared`` says that one piece of ink reaches into an oval of this row and one of another.
    """

    beside: float = 0.0
    on: int | None = None
    shared: bool = False


@dataclass(frozen=True)
class Foreign:
    """The foreign ink of a page.

    ``labels`` are the pieces, numbered from 1, at half the pixels of the flat page, ``areas`` their mm², and ``dots``
    says which are no larger than a dot.
    """

    labels: np.ndarray
    areas: np.ndarray
    dots: np.ndarray

    def beside(
        self, rows: tuple[Row, ...], places: Sequence[Place], rings: Sequence[int] = ()
    ) -> tuple[list[RowForeign], tuple[Note, ...]]:
        """Return what lies on each row's paper and reaches into no oval of any row, and the notes on no row's paper.

        ``rings`` are pieces round a mark, by row, 0 where there is none: one that cuts another row's oval is no mark.
        """
        marks = np.zeros(len(self.areas), int)  # in how many rows' ovals each piece lies
        inside = [self._in_ovals(row, place) for row, place in zip(rows, places, strict=True)]
        for pieces in inside:
            marks[pieces] += 1
        marks[[ring for ring in rings if ring]] += 1
        loose = (marks == 0) & (self.areas >= LEAST_PIECE)
        loose[0] = False
        seen = loose[self.labels]
        around = surroundings(rows)
        for row, each, place in zip(rows, around, places, strict=True):
            self._without_few_dots(seen, _half(each.paper, row, place))
        found = [
            replace(_of_row(seen, row, each, place), shared=bool((marks[pieces] > 1).any()))
            for row, each, place, pieces in zip(rows, around, places, inside, strict=True)
        ]
        for row, each, place in zip(rows, around, places, strict=True):
            seen[_half(each.paper, row, place)] = False
        return found, margin_notes(self.labels, seen, PX / HALF)

    def _without_few_dots(self, seen: np.ndarray, paper: tuple[slice, slice]) -> None:
        """Clear a row's paper of ink where there are a dot or two and nothing else."""
        pieces = np.unique(self.labels[paper][seen[paper]])
        if len(pieces) <= DOTS and self.dots[pieces].all():
            seen[paper] = False

    def _in_ovals(self, row: Row, place: Place) -> np.ndarray:
        """Return the pieces that reach into the row's ovals."""
        here = [self.labels[_inside(row, oval.box, place)].ravel() for oval in row.ovals]
        pieces = np.unique(np.concatenate(here))
        return pieces[pieces > 0]


def foreign_ink(
    strong: np.ndarray, free: np.ndarray, rows: Sequence[Row], places: Sequence[Place]
) -> Foreign:
    """Return the ink that is not print.

    Args:
        strong: the flat page, 255 where there is ink.
        free: the printed page laid flat, 0 where something is printed (``print/scanning/page/printed.py``).
        rows: the page's rows.
        places: where each row's band begins in the flat page, in pixels: print near it lies off by as much.
    """
    ink = cv2.bitwise_and(strong, _laid(free, strong.shape, rows, places))
    size = (ink.shape[1] // HALF, ink.shape[0] // HALF)
    share = cv2.resize(ink, size, interpolation=cv2.INTER_AREA)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        (share > 0).view(np.uint8), connectivity=8, ltype=cv2.CV_32S
    )
    there = share > 0
    areas = np.bincount(labels[there], weights=share[there] / 255, minlength=count) / _PER_MM2
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    thin = sides.min(axis=1) == 1
    # The edge of a large letter that a coarse scan lays a little off: no pen writes so thin a line, quite upright.
    areas[thin & (areas < LARGEST_EDGE)] = 0.0
    return Foreign(labels, areas, sides.max(axis=1) <= DOT)


def _laid(
    free: np.ndarray, shape: tuple[int, ...], rows: Sequence[Row], places: Sequence[Place]
) -> np.ndarray:
    """Return the print moved to where each row was found, between rows by the middle one of their offsets."""
    offsets = [
        (x - round(row.band.x * PX), y - round(row.band.y * PX))
        for row, (x, y) in zip(rows, places, strict=True)
    ]
    middle = np.median(np.array(offsets).reshape(-1, 2), axis=0).astype(int) if offsets else (0, 0)
    out = np.zeros(shape, np.uint8)
    _paste(out, free, (0, 0, shape[1], shape[0]), (int(middle[0]), int(middle[1])))
    for each, offset in zip(surroundings(tuple(rows)), offsets, strict=True):
        _paste(out, free, _pixels(each.paper), offset)
    return out


def _paste(
    out: np.ndarray, free: np.ndarray, rect: tuple[int, int, int, int], offset: tuple[int, int]
) -> None:
    x0, y0, x1, y1 = rect
    dx, dy = offset
    x0, y0 = max(x0, 0, -dx), max(y0, 0, -dy)
    x1 = min(x1, free.shape[1], out.shape[1] - dx)
    y1 = min(y1, free.shape[0], out.shape[0] - dy)
    if x1 > x0 and y1 > y0:
        out[y0 + dy : y1 + dy, x0 + dx : x1 + dx] = free[y0:y1, x0:x1]


def _pixels(box: Box) -> tuple[int, int, int, int]:
    return round(box.x * PX), round(box.y * PX), round((box.x + box.w) * PX), round((box.y + box.h) * PX)


def _half(box: Box, row: Row, place: Place) -> tuple[slice, slice]:
    """Return the slice of the half picture that a box of the layout is, moved as its row is."""
    dx, dy = place[0] - row.band.x * PX, place[1] - row.band.y * PX
    left, right = (max(0, round((x * PX + dx) / HALF)) for x in (box.x, box.x + box.w))
    top, low = (max(0, round((y * PX + dy) / HALF)) for y in (box.y, box.y + box.h))
    return slice(top, low), slice(left, right)


def _inside(row: Row, oval: Box, place: Place) -> tuple[slice, slice]:
    """Return the largest upright part of an oval, which keeps off its line."""
    across, down = oval.w * 0.2, oval.h * 0.2
    return _half(Box(oval.x + across, oval.y + down, oval.w - 2 * across, oval.h - 2 * down), row, place)


def _of_row(seen: np.ndarray, row: Row, each: Surroundings, place: Place) -> RowForeign:
    paper = seen[_half(each.paper, row, place)]
    beside = float(np.count_nonzero(paper)) - float(np.count_nonzero(seen[_half(row.band, row, place)]))
    if beside <= 0:
        return RowForeign()
    on = {code: np.count_nonzero(seen[_half(box, row, place)]) for code, box in each.words}
    likely = max(on, key=lambda code: on[code], default=None)
    clear = likely is not None and on[likely] > 0.75 * beside
    return RowForeign(beside / _PER_MM2, likely if clear else None)
