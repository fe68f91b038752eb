"""The strokes of a mark: how much of it straight strokes of the page's own pen do not explain.

A cross, a tick or a slash is one or two strokes; a third one strikes a mark out, joins the two of a cross drawn without
lifting the pen, or is one of the many of a scribble. Strokes are found one after the other, each where most ink lies
in a straight strip as wide as the pen and the bend of a hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import cv2
import numpy as np

from print.scanning.page.flat_page import PX
from print.scanning.rows.oval_window import OvalWindow
from print.scanning.rows.row_ink import MarkStrokes

OFF_LINE = 0.35  # millimetres each side of the printed line, whose ink is no stroke's
BEND = 0.35  # millimetres that a stroke may bend to each side
TURN = 6  # degrees between the directions tried
STROKES = 3
LEVEL = 24  # degrees from the level in which a line strikes a mark out
LONG = 1.5  # millimetres of ink that make a stroke
ALIKE = 0.35  # sine of the angle under which strokes run alike, 20 degrees
THIN, THICK = 0.45, 1.5  # millimetres between which pens' lines lie
ALONE = 0.8  # millimetres: a wider line is a pen's only where other marks of the page show it
_STEP = 2  # every so many pixels one is looked at
_TIP = 2  # per cent of a stroke's ink at each end that may be another's
_LEAST_POINTS = 6


@dataclass(frozen=True)
class MarkInk:
    """The mark's own ink in a window about its oval, above 0 where there is some; ``width`` of its line in millimetres."""

    ink: np.ndarray
    window: OvalWindow
    width: float


def mark_ink(ink: np.ndarray, window: OvalWindow) -> MarkInk:
    """Return the ink of a mark with the width of its line; ``ink`` is cut from the flat page by the window."""
    depth = cv2.distanceTransform(ink, cv2.DIST_L2, 5)
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8))) & (depth > 1)
    ridge &= np.abs(window.off) > OFF_LINE + 0.15
    deep = depth[ridge]
    # The lower quarter: where strokes lie over one another a ridge is higher than a line's middle.
    width = (2 * np.percentile(deep, 25) - 1) / PX if len(deep) > 3 else THIN
    return MarkInk(ink, window, float(np.clip(width, THIN, THICK)))


def pen_width(marks: Sequence[MarkInk]) -> float:
    """Return the millimetres that the page's pen draws: a scribble looks like one wide stroke, other marks do not."""
    widths = [mark.width for mark in marks]
    return float(np.percentile(widths, 25)) if len(widths) > 2 else min([*widths, ALONE])


def strokes_of(mark: MarkInk, pen: float) -> MarkStrokes:
    """Return what strokes of a pen leave of a mark; ``pen`` is the width of its line in millimetres."""
    picked = (mark.ink > 0) & (np.abs(mark.window.off) > OFF_LINE)
    points = np.flatnonzero(picked[::_STEP, ::_STEP])
    across, along = _directions(mark.ink.shape[0])
    wide = max(1, round((pen + 2 * BEND) * PX / _STEP))
    per_point = (_STEP / PX) ** 2 / pen  # millimetres of a pen's line
    rests, ends, level = [], [], False
    for _ in range(STROKES):
        if len(points) < _LEAST_POINTS:
            rests.append(len(points) * per_point)
            continue
        turn, on = _longest(across[:, points], wide)
        reach = along[turn, points[on]]
        ends.append(_ends(across[turn, points[on]], reach, turn))
        steep = min(turn * TURN, 180 - turn * TURN)
        level |= steep <= LEVEL and np.count_nonzero(on) * per_point > LONG
        points = points[~on]
        rests.append(len(points) * per_point)
    return MarkStrokes(rests[1], rests[2], _gap(ends), _spread(ends), bool(level))


def _longest(across: np.ndarray, wide: int) -> tuple[int, np.ndarray]:
    """Return the direction of the strip that holds most points, by number, and which points lie in it."""
    least = int(across.min())
    bins = int(across.max()) - least + 1 + wide
    turns = len(across)
    flat = (across - least + np.arange(turns)[:, None] * bins).ravel()
    counts = np.bincount(flat, minlength=turns * bins).reshape(turns, bins)
    sums = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
    strips = sums[:, wide:] - sums[:, :-wide]
    turn, first = divmod(int(strips.argmax()), strips.shape[1])
    here = across[turn] - least
    return turn, (here >= first) & (here < first + wide)


def _ends(across: np.ndarray, along: np.ndarray, turn: int) -> np.ndarray:
    """Return a stroke's two ends, shape (2, 2), in millimetres from the oval's middle."""
    angle = np.deg2rad(turn * TURN)
    direction = np.array([np.cos(angle), np.sin(angle)])
    aside = np.array([-np.sin(angle), np.cos(angle)]) * np.median(across)
    ends = np.percentile(along, [_TIP, 100 - _TIP])[:, None] * direction + aside
    return ends * _STEP / PX


def _spread(ends: Sequence[np.ndarray]) -> float:
    """Return how far apart three strokes cross one another, in millimetres: 0 where there are fewer or two run alike."""
    if len(ends) < STROKES:
        return 0.0
    crossings = [_crossing(one, other) for one, other in combinations(ends, 2)]
    if any(each is None for each in crossings):
        return 0.0
    return float(max(np.linalg.norm(one - other) for one, other in combinations(crossings, 2)))


def _crossing(one: np.ndarray, other: np.ndarray) -> np.ndarray | None:
    """Return where two strokes' lines cross, None where their directions differ by less than ``ALIKE``."""
    first, second = one[1] - one[0], other[1] - other[0]
    area = first[0] * second[1] - first[1] * second[0]
    if abs(area) < ALIKE * np.linalg.norm(first) * np.linalg.norm(second):
        return None
    between = other[0] - one[0]
    return one[0] + first * (between[0] * second[1] - between[1] * second[0]) / area


def _gap(ends: Sequence[np.ndarray]) -> float:
    """Return how far the third stroke's ends lie from ends of the first two at most, in millimetres."""
    if len(ends) < STROKES:
        return float("inf")
    others = np.vstack(ends[:2])
    return float(max(np.linalg.norm(others - end, axis=1).min() for end in ends[2]))


@lru_cache(maxsize=4)
def _directions(pixels: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each direction and each point the steps across and along it, shape (directions, points)."""
    y, x = (np.mgrid[:pixels:_STEP, :pixels:_STEP].reshape(2, -1) + 0.5 - pixels / 2) / _STEP
    angle = np.deg2rad(np.arange(0, 180, TURN))[:, None]
    across = np.rint(y * np.cos(angle) - x * np.sin(angle)).astype(np.int64)
    along = x * np.cos(angle) + y * np.sin(angle)
    return across, along
