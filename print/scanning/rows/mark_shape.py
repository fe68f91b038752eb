"""The shape of a whole mark, wherever it runs: how dense, how ragged its edge, how far round the oval it goes.

A filled oval is dense with an even edge; a cross scribbled over is as dense, but arms and ends of lines stick out of
it. A ring lies in most directions from the oval whatever its size and wherever its middle; arms of crosses and
ticks lie in few.
"""

from functools import lru_cache

import cv2
import numpy as np

from print.scanning.page.flat_page import PX
from print.scanning.rows.mark_strokes import MarkInk, mark_ink
from print.scanning.rows.oval_window import OvalWindow, oval_window
from print.scanning.rows.row_ink import MarkShape, cut

REACH = 9.5  # millimetres from the oval's middle in which a ring is looked for
DIRECTIONS = 32  # in which ink is looked for round an oval
EDGES = (16, 24)  # directions in which the edge of a mark is measured, coarse and fine
# Millimetres off the printed line from where ink is round the oval, of a light mark and of a filled one.
NEAR, FAR = 0.45, 0.9
HUG = (0.3, 0.6)  # millimetres each side of the printed line where a ring drawn on it is seen
THICK = 9  # pixels of the half picture, 2.2 mm: strokes are thinner than this, and so are crossings of thin strokes
LOOK_FAR = 0.6  # share of an oval's inside that is ink: a filled one spills over its line
STROKES_REACH = 2.5  # millimetres beyond the oval's line in which strokes are looked for


def mark_shape(
    labels: np.ndarray,
    strong: np.ndarray,
    centre: tuple[float, float],
    size: tuple[float, float],
    inside: float,
) -> tuple[MarkShape, MarkInk]:
    """Return the shape of the mark in an oval, and its ink, whose strokes the page's pen tells.

    Args:
        labels: the pieces of foreign ink, at half the pixels of the flat page (``foreign_ink.py``).
        strong: the flat page, above 0 where there is ink.
        centre: the oval's middle, x and y in pixels of the flat page.
        size: the oval's width and height in millimetres.
        inside: the share of the oval's inside that is ink.
    """
    window = oval_window(*size, PX / 2, REACH)
    pieces = cut(labels, *window.corner((centre[0] / 2, centre[1] / 2)), window.shape)
    own = np.unique(pieces[window.off < -HUG[1]])
    own = own[own > 0]
    mark = np.isin(pieces, own).view(np.uint8)
    closed = cv2.morphologyEx(mark, cv2.MORPH_CLOSE, _disc(3))
    patch = cv2.countNonZero(cv2.morphologyEx(closed, cv2.MORPH_OPEN, _disc(THICK)))
    around, widest = _around(pieces, window, FAR if inside > LOOK_FAR else NEAR)
    near = _ink(strong, mark, centre, size)
    shape = MarkShape(
        dense=patch / window.area,
        ragged=_ragged(near.ink > 0, near.window),
        around=around,
        widest=widest,
        apart=widest not in own,
        extent=_extent(mark),
        hugged=_hugged(strong, centre, size),
    )
    return shape, near


def _extent(mark: np.ndarray) -> tuple[float, float]:
    """Return the millimetres that a mark is wide and high, as far as the window shows it."""
    wide, high = (np.flatnonzero(mark.any(axis=axis)) for axis in (0, 1))
    if not len(wide):
        return 0.0, 0.0
    return float(wide[-1] - wide[0] + 1) * 2 / PX, float(high[-1] - high[0] + 1) * 2 / PX


def _around(pieces: np.ndarray, window: OvalWindow, beyond: float) -> tuple[float, int]:
    out = (pieces > 0) & (window.off > beyond)
    seen = np.unique(pieces[out].astype(np.int64) * DIRECTIONS + window.directions(DIRECTIONS)[out])
    if not len(seen):
        return 0.0, 0
    numbers, directions = np.unique(seen // DIRECTIONS, return_counts=True)
    return float(directions.max() / DIRECTIONS), int(numbers[directions.argmax()])


def _ragged(mark: np.ndarray, window: OvalWindow) -> float:
    """Return how unlike its two neighbours the edge is in each direction: a mark that lies askew bends it little.

    Seen coarsely and finely, and added up: lines that lie close together are told by one, arms by the other.
    """
    bends = 0.0
    for count in EDGES:
        ends = np.zeros(count)
        np.maximum.at(ends, window.directions(count)[mark], window.off[mark])
        bends += float(np.abs(np.roll(ends, 1) - 2 * ends + np.roll(ends, -1)).mean())
    return bends


def _hugged(strong: np.ndarray, centre: tuple[float, float], size: tuple[float, float]) -> float:
    window = oval_window(*size, PX, max(size) / 2 + 2 * HUG[1])
    ink = cut(strong, *window.corner(centre), window.shape) > 0
    off = np.abs(window.off)
    seen = np.unique(window.directions(DIRECTIONS)[ink & (off > HUG[0]) & (off < HUG[1])])
    return len(seen) / DIRECTIONS


def _ink(
    strong: np.ndarray, mark: np.ndarray, centre: tuple[float, float], size: tuple[float, float]
) -> MarkInk:
    """Return the mark's ink near its oval, in all the flat page's pixels."""
    window = oval_window(*size, PX, max(size) / 2 + STROKES_REACH)
    skip = (mark.shape[0] * 2 - window.shape[0]) // 2
    near = mark.repeat(2, axis=0).repeat(2, axis=1)[
        skip : skip + window.shape[0], skip : skip + window.shape[1]
    ]
    ink = cut(strong, *window.corner(centre), window.shape)
    ink = cv2.morphologyEx(cv2.bitwise_and(ink, ink, mask=near), cv2.MORPH_CLOSE, _disc(3))
    return mark_ink(ink, window)


@lru_cache(maxsize=4)
def _disc(pixels: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (pixels, pixels))
