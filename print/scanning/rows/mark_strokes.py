"""The strokes of a mark: how much of it straight strokes of the page's own pen do not explain.

A cross, a tick or a slash is one or two strokes; a third one strikes a mark out, joins the two of a cross drawn without
lifting the pen, or is one of the many of a scribble. Strokes are found one after the other, each where most ink lies
in a straight strip as wide as the pen and the bend of a hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from print.scanning.page.flat_page import PX
from print.scanning.rows.oval_window import OvalWindow
from print.scanning.rows.row_ink import MarkStrokes

OFF_LINE = 0.35  # millimetres each side of the printed line, whose ink is no stroke's
BEND = 0.35  # millimetres that a stroke may bend to each side
TURN = 6  # degrees between the directions tried
STROKES = 3
LEVEL = 0.45  # the slope up to which a line strikes a mark out, 24 degrees
LONG = 4.0  # millimetres of such a line; the foot of a tick is shorter
WHOLE = 0.55  # share of its length that must be ink, where arms do not run over it
ALIKE = 0.26  # sine of the angle under which strokes run alike, 15 degrees
PEN = (0.45, 1.5)  # millimetres between which pens' lines lie
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
    width = (2 * np.percentile(deep, 25) - 1) / PX if len(deep) > 3 else PEN[0]
    return MarkInk(ink, window, float(np.clip(width, *PEN)))


def pen_width(marks: Sequence[MarkInk]) -> float:
    """Return the millimetres that the page's pen draws: a scribble looks like one wide stroke, other marks do not."""
    widths = [mark.width for mark in marks]
    return float(np.percentile(widths, 25)) if len(widths) > 2 else min([*widths, ALONE])


def strokes_of(mark: MarkInk, pen: float) -> MarkStrokes:
    """Return what strokes of a pen leave of a mark; ``pen`` is the width of its line in millimetres."""
    picked = (mark.ink > 0) & (np.abs(mark.window.off) > OFF_LINE)
    points = np.flatnonzero(picked[::_STEP, ::_STEP])
    across = _directions(mark.ink.shape[0])
    half = mark.ink.shape[0] // _STEP
    wide = max(1, round((pen + 2 * BEND) * PX / _STEP))
    per_point = (_STEP / PX) ** 2 / pen  # millimetres of a pen's line
    rests: list[float] = []
    ends: list[np.ndarray] = []
    level = False
    for _ in range(STROKES):
        if len(points) >= _LEAST_POINTS:
            on = _longest(across[:, points], wide)
            stroke = _line(np.array(np.divmod(points[on], half)[::-1], float) * _STEP / PX)
            ends.append(stroke)
            level |= _is_level(stroke, np.count_nonzero(on) * per_point)
            points = points[~on]
        rests.append(len(points) * per_point)
    one, two, three = rests
    return MarkStrokes(one, two, three, _gap(ends), _aside(ends), level)


def _line(points: np.ndarray) -> np.ndarray:
    """Return the two ends of the line that points lie along, shape (2, 2): x and y in the points' unit."""
    middle = points.mean(axis=1, keepdims=True)
    direction = np.linalg.eigh(np.cov(points))[1][:, 1:]
    along = (points - middle).T @ direction
    ends = np.percentile(along, [_TIP, 100 - _TIP])
    return np.asarray((middle + direction * ends).T)


def _is_level(stroke: np.ndarray, ink: float) -> bool:
    """Tell whether a stroke is a long line about level and no scraps that lie in a line.

    Args:
        stroke: its two ends in millimetres.
        ink: the millimetres of a pen's line that its ink makes.
    """
    x, y = np.abs(stroke[1] - stroke[0])
    length = np.hypot(x, y)
    return bool(y <= LEVEL * x and length >= LONG and ink >= WHOLE * length)


def _aside(ends: Sequence[np.ndarray]) -> float:
    """Return how far the third stroke passes from where the first two cross, in millimetres: 0 where they do not."""
    if len(ends) < STROKES:
        return 0.0
    crossing = _crossing(ends[0], ends[1])
    if crossing is None:
        return 0.0
    start, along = ends[2][0], ends[2][1] - ends[2][0]
    share = np.clip((crossing - start) @ along / max(along @ along, 1e-9), 0, 1)
    return float(np.linalg.norm(start + share * along - crossing))


def _longest(across: np.ndarray, wide: int) -> np.ndarray:
    """Return which points lie in the straight strip that holds most of them."""
    least = int(across.min())
    bins = int(across.max()) - least + 1 + wide
    turns = len(across)
    flat = (across - least + np.arange(turns)[:, None] * bins).ravel()
    counts = np.bincount(flat, minlength=turns * bins).reshape(turns, bins)
    sums = np.cumsum(np.pad(counts, ((0, 0), (1, 0))), axis=1)
    strips = sums[:, wide:] - sums[:, :-wide]
    turn, first = divmod(int(strips.argmax()), strips.shape[1])
    here = across[turn] - least
    return np.asarray((here >= first) & (here < first + wide))


def _crossing(one: np.ndarray, other: np.ndarray) -> np.ndarray | None:
    """Return where two strokes' lines cross, None where their directions differ by less than ``ALIKE``."""
    first, second = one[1] - one[0], other[1] - other[0]
    area = first[0] * second[1] - first[1] * second[0]
    if abs(area) < ALIKE * np.linalg.norm(first) * np.linalg.norm(second):
        return None
    between = other[0] - one[0]
    return np.asarray(one[0] + first * (between[0] * second[1] - between[1] * second[0]) / area)


def _gap(ends: Sequence[np.ndarray]) -> float:
    """Return how far the third stroke's ends lie from ends of the first two at most, in millimetres."""
    if len(ends) < STROKES:
        return float("inf")
    others = np.vstack(ends[:2])
    return float(max(np.linalg.norm(others - end, axis=1).min() for end in ends[2]))


@lru_cache(maxsize=4)
def _directions(pixels: int) -> np.ndarray:
    """Return for each direction and each point the steps across it, shape (directions, points)."""
    y, x = (np.mgrid[:pixels:_STEP, :pixels:_STEP].reshape(2, -1) + 0.5 - pixels / 2) / _STEP
    angle = np.deg2rad(np.arange(0, 180, TURN))[:, None]
    return np.asarray(np.rint(y * np.cos(angle) - x * np.sin(angle)), np.int64)
