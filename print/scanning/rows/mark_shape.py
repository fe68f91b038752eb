"""The shape of a whole mark, wherever it runs: how dense, how ragged its edge, how far round the oval it goes.

A filled oval is dense with an even edge; a cross scribbled over is as dense, but arms and ends of lines stick out of
it. A ring lies in most directions from the oval whatever its size and wherever its middle; arms of crosses and
ticks lie in few.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from print.scanning.page.flat_page import PX
from print.scanning.rows.row_ink import MarkShape, cut

REACH = 9.5  # millimetres from the oval's middle in which a ring is looked for
DIRECTIONS = 32  # in which ink is looked for round an oval
EDGE_DIRECTIONS = 16  # in which the edge of a mark is measured
NEAR, FAR = (
    0.45,
    0.9,
)  # millimetres off the printed line from where ink is round the oval, of a light mark, of a filled one
HUG = (0.3, 0.6)  # millimetres each side of the printed line where a ring drawn on it is seen
THICK = 9  # pixels of the half picture, 2.2 mm: strokes are thinner than this, and so are crossings of thin strokes
LOOK_FAR = 0.6  # share of an oval's inside that is ink: a filled one spills over its line


@dataclass(frozen=True)
class _Window:
    """Of each pixel of a window: millimetres off the oval's line, and its directions, coarse and fine."""

    off: np.ndarray
    directions: np.ndarray
    edges: np.ndarray
    inside: np.ndarray
    area: float


def mark_shape(
    labels: np.ndarray,
    strong: np.ndarray,
    centre: tuple[float, float],
    size: tuple[float, float],
    inside: float,
) -> MarkShape:
    """Return the shape of the mark in an oval.

    Args:
        labels: the pieces of foreign ink, at half the pixels of the flat page (``foreign_ink.py``).
        strong: the flat page, above 0 where there is ink.
        centre: the oval's middle, x and y in pixels of the flat page.
        size: the oval's width and height in millimetres.
        inside: the share of the oval's inside that is ink.
    """
    window = _window(*size, PX / 2)
    half = window.off.shape[0] // 2
    pieces = cut(labels, round(centre[0] / 2) - half, round(centre[1] / 2) - half, window.off.shape)
    own = np.unique(pieces[window.inside])
    mark = np.isin(pieces, own[own > 0]).view(np.uint8)
    closed = cv2.morphologyEx(mark, cv2.MORPH_CLOSE, _disc(3))
    patch = cv2.countNonZero(cv2.morphologyEx(closed, cv2.MORPH_OPEN, _disc(THICK)))
    around, widest = _around(pieces, window, FAR if inside > LOOK_FAR else NEAR)
    return MarkShape(
        dense=patch / window.area,
        ragged=_ragged(mark > 0, window),
        around=around,
        widest=widest,
        hugged=_hugged(strong, centre, size),
    )


def _around(pieces: np.ndarray, window: _Window, beyond: float) -> tuple[float, int]:
    out = (pieces > 0) & (window.off > beyond)
    seen = np.unique(pieces[out].astype(np.int64) * DIRECTIONS + window.directions[out])
    if not len(seen):
        return 0.0, 0
    numbers, directions = np.unique(seen // DIRECTIONS, return_counts=True)
    return float(directions.max() / DIRECTIONS), int(numbers[directions.argmax()])


def _ragged(mark: np.ndarray, window: _Window) -> float:
    """Return how unlike its two neighbours the edge is in each direction: a mark that lies askew bends it little."""
    ends = np.zeros(EDGE_DIRECTIONS)
    np.maximum.at(ends, window.edges[mark], window.off[mark])
    return float(np.abs(np.roll(ends, 1) - 2 * ends + np.roll(ends, -1)).mean())


def _hugged(strong: np.ndarray, centre: tuple[float, float], size: tuple[float, float]) -> float:
    window = _window(*size, PX, max(size) / 2 + 2 * HUG[1])
    half = window.off.shape[0] // 2
    ink = cut(strong, round(centre[0]) - half, round(centre[1]) - half, window.off.shape) > 0
    off = np.abs(window.off)
    seen = np.unique(window.directions[ink & (off > HUG[0]) & (off < HUG[1])])
    return len(seen) / DIRECTIONS


@lru_cache(maxsize=16)
def _window(w: float, h: float, scale: float, reach: float = REACH) -> _Window:
    half = round(reach * scale)
    y, x = np.mgrid[-half:half, -half:half] + 0.5
    a, b = w / 2 * scale, h / 2 * scale
    length = np.maximum(np.hypot(x / a, y / b), 1e-6)
    off = (length - 1) * length / np.maximum(np.hypot(x / a**2, y / b**2), 1e-9) / scale
    turn = (np.arctan2(y * a, x * b) + np.pi) / (2 * np.pi)
    directions, edges = ((turn * n).astype(np.int64) % n for n in (DIRECTIONS, EDGE_DIRECTIONS))
    return _Window(off, directions, edges, off < -HUG[1], float(np.pi * a * b))


@lru_cache(maxsize=4)
def _disc(pixels: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pixels, pixels))
