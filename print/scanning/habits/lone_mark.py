"""A mark that stands alone: the ink of one oval's mark cut out, where nothing else lies in its row or near it.

- ``lone_mark(rows, at, measured, pieces) -> LoneMark | None``

None wherever a second oval, a ring, a note or any other ink might change what the mark says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from print.geometry import Oval, Row
from print.scanning.page.flat_page import PX
from print.scanning.rows.classify import FAINT_TONE, PALE_FREE_MM2, PALE_HALO_MM2
from print.scanning.rows.measure import Pieces
from print.scanning.rows.oval_window import OvalWindow, oval_window
from print.scanning.rows.row_ink import RowInk, cut

REACH = 11.0  # millimetres from the oval's middle that are looked at
LOOSE_MM2 = 0.3  # mm² of ink there that belong to no oval: more than specks
CLEAN_OVAL = 0.02  # share of another oval's inside that may be ink, sure or pale
NEIGHBOURS_AROUND = 0.45  # share of directions in which marks of other rows may lie
NEXT_TO = 1.2  # millimetres off its oval within which most of a neighbour's mark lies
COMPACT = 0.6  # most of it: what runs farther may be part of a ring
SPLIT_MM2 = 0.2  # mm² of the mark that may be apart from the rest
PRINTED_LINE = 0.32  # millimetres each side of an oval's line that may be print
DRAWN_LINE = 0.22  # and those that are, where the line itself was found
SHIFTS = range(-2, 3)  # pixels by which it may lie off its place
LINE_LEFT = 0.6  # and where slivers of it are left that belong to no stroke
# Pixels over which a stroke that crosses the printed line is joined, and over which one along it is.
OVER_LINE = (9, 13)
PER_MM2 = PX**2
_DIRECTIONS = 24


@dataclass(frozen=True)
class LoneMark:
    """The mark of ``oval``, 1 where its ink is, at ``PX`` pixels a millimetre; the oval's middle is the picture's.

    ``off`` are each pixel's millimetres from the oval's line, negative inside; ``others`` the middles of the page's
    other ovals with half their width and height, in millimetres from this one's middle, shape (n, 4).
    """

    oval: Oval
    ink: np.ndarray
    off: np.ndarray
    others: np.ndarray


def lone_mark(rows: Sequence[Row], at: int, measured: Sequence[RowInk], pieces: Pieces) -> LoneMark | None:
    """Return the mark of a row, None where it does not stand alone.

    Args:
        rows: the page's rows.
        at: which of them.
        measured: the ink of each.
        pieces: the picture it was measured in.
    """
    k = _only_oval(measured[at])
    if k is None:
        return None
    oval = rows[at].ovals[k]
    centres = [
        _middle(row, each, place)
        for row, place in zip(rows, pieces.places, strict=True)
        for each in row.ovals
    ]
    mine = sum(len(row.ovals) for row in rows[:at]) + k
    sizes = [(each.box.w / 2, each.box.h / 2) for row in rows for each in row.ovals]
    apart = np.array(
        [
            (x - centres[mine][0], y - centres[mine][1], *size)
            for (x, y), size in zip(centres, sizes, strict=True)
        ]
    )
    others = np.delete(apart, mine, axis=0)
    ink, near = _cut_out(pieces, centres[mine], oval)
    off = window_of(oval).off
    if not ink.any() or not _nothing_near(near, off, others):
        return None
    return LoneMark(oval, _without_line(ink, off), off, others)


def window_of(oval: Oval) -> OvalWindow:
    """Return the window in which a mark of an oval is looked at."""
    return oval_window(round(oval.box.w, 2), round(oval.box.h, 2), PX, REACH)


def _only_oval(ink: RowInk) -> int | None:
    """Return the one oval with ink, None where the row holds more than one mark of its own."""
    k = ink.darkest
    if any(oval.inside + oval.pale > CLEAN_OVAL for j, oval in enumerate(ink.ovals) if j != k):
        return None
    loose = ink.free - ink.linked - ink.spilt
    if ink.shared or loose > LOOSE_MM2 or ink.beside > LOOSE_MM2:
        return None
    mark = ink.ovals[k]
    pale = ink.pale_free + sum(oval.pale_halo for j, oval in enumerate(ink.ovals) if j != k)
    faint = mark.tone < FAINT_TONE or mark.pale_halo > PALE_HALO_MM2 or pale > PALE_FREE_MM2
    return None if faint else k


def _middle(row: Row, oval: Oval, place: tuple[int, int]) -> tuple[float, float]:
    """Return the middle of an oval in millimetres of the flat page, where its row was found."""
    box = oval.box
    return place[0] / PX + box.x + box.w / 2 - row.band.x, place[1] / PX + box.y + box.h / 2 - row.band.y


def _cut_out(pieces: Pieces, middle: tuple[float, float], oval: Oval) -> tuple[np.ndarray, np.ndarray]:
    """Return the ink of the pieces that reach into the oval, and all other ink round it that is not print."""
    half = round(REACH * PX / 2)
    x, y = round(middle[0] * PX / 2), round(middle[1] * PX / 2)
    labels = cut(pieces.labels, x - half, y - half, (2 * half, 2 * half))
    strong = cut(pieces.strong, 2 * (x - half), 2 * (y - half), (4 * half, 4 * half)) > 0
    inside = window_of(oval).off[::2, ::2] < -2 * PRINTED_LINE
    own = np.unique(labels[inside])
    mine = np.isin(labels, own[own > 0])
    there = (labels > 0) & ~mine
    own_ink, near = (np.kron(mask, np.ones((2, 2), bool)) & strong for mask in (mine, there))
    return own_ink.view(np.uint8), near.view(np.uint8)


def _nothing_near(near: np.ndarray, off: np.ndarray, others: np.ndarray) -> bool:
    """Tell whether all ink near the mark is the mark of another oval, and does not go round this one."""
    high, wide = near.shape
    y, x = np.mgrid[0:high, 0:wide]
    x, y = (x + 0.5 - wide / 2) / PX, (y + 0.5 - high / 2) / PX
    away = _off_others(x, y, others)
    free = (near > 0) & (np.abs(away) > 1.5 * PRINTED_LINE)
    count, labels = cv2.connectedComponents(near, connectivity=8)
    areas = np.bincount(labels[free], minlength=count)
    kept = np.bincount(labels[free & (away < NEXT_TO)], minlength=count)
    of_mark = np.isin(np.arange(count), labels[away < -1.5 * PRINTED_LINE])
    of_mark[0] = True
    if areas[~of_mark].sum() > LOOSE_MM2 * PER_MM2:
        return False
    far_out = kept < COMPACT * areas
    turn = ((np.arctan2(y, x) + np.pi) / (2 * np.pi) * _DIRECTIONS).astype(int)
    seen = np.unique(turn[free & far_out[labels] & (off > PRINTED_LINE)])
    return len(seen) <= NEIGHBOURS_AROUND * _DIRECTIONS


def _off_others(x: np.ndarray, y: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the millimetres from the line of the nearest other oval, negative inside, nearly."""
    away = np.full(x.shape, np.inf)
    reach = REACH + 4
    for cx, cy, a, b in others[(np.abs(others[:, 0]) < reach) & (np.abs(others[:, 1]) < reach)]:
        np.minimum(away, (np.hypot((x - cx) / a, (y - cy) / b) - 1) * min(a, b), out=away)
    return away


def _without_line(ink: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Return the mark without the oval's printed line, joined where a stroke crosses it."""
    off = _found_line(ink, off)
    bare = ink.copy()
    bare[np.abs(off) < DRAWN_LINE] = 0
    bare = cv2.morphologyEx(bare, cv2.MORPH_OPEN, _disc(3))
    for reach in OVER_LINE:
        joined = bare | (cv2.morphologyEx(bare, cv2.MORPH_CLOSE, _disc(reach)) & ink)
        _, labels = cv2.connectedComponents(joined, connectivity=8)
        strokes = np.unique(labels[(joined > 0) & (np.abs(off) > LINE_LEFT)])
        joined = np.isin(labels, strokes).astype(np.uint8)
        if len(strokes) == 1:
            break
    return np.asarray(joined)


def _found_line(ink: np.ndarray, off: np.ndarray) -> np.ndarray:
    """Return ``off`` moved to where the printed line lies to the pixel."""
    high, wide = off.shape
    edge = max(SHIFTS)
    middle = ink[edge : high - edge, edge : wide - edge] > 0

    def moved(dx: int, dy: int) -> np.ndarray:
        return off[edge - dy : high - edge - dy, edge - dx : wide - edge - dx]

    def on_line(shift: tuple[int, int]) -> int:
        return int(np.count_nonzero(middle & (np.abs(moved(*shift)) < DRAWN_LINE)))

    shifts = sorted(
        ((dx, dy) for dx in SHIFTS for dy in SHIFTS), key=lambda each: abs(each[0]) + abs(each[1])
    )
    best = max(shifts, key=on_line)
    return np.pad(moved(*best), edge, mode="edge")


@lru_cache(maxsize=4)
def _disc(pixels: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pixels, pixels))


def one_piece(mark: np.ndarray) -> np.ndarray | None:
    """Return the largest piece of a mark, None where more than specks lie apart from it."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mark, connectivity=8)
    if count < 2:
        return None
    areas = stats[1:, cv2.CC_STAT_AREA]
    if areas.sum() - areas.max() > SPLIT_MM2 * PER_MM2:
        return None
    return np.asarray(labels == 1 + int(areas.argmax())).astype(np.uint8)
