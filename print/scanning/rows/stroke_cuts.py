"""Counts of ink cutting closed curves round an oval: a line through a cross adds cuts to the cross's own.

A straight stroke cuts a convex curve at most twice, so a cross cuts it at most four times, a tick no more often.
Five cuts need a third stroke.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from print.scanning.page.flat_page import PX

# Millimetres from the printed line, which is never looked at: curves inside the oval, then round it.
CURVES = (-1.4, -1.2, -1.0, -0.8, -0.6, 0.6, 0.9, 1.2, 1.5)
_LEAST = 0.3  # millimetres: half an axis of the smallest curve
_FINE = 2000  # steps in which an ellipse's length is measured


@dataclass(frozen=True)
class _Curves:
    """Points of all curves one pixel apart: offsets from the centre, and the indices of both neighbours."""

    x: np.ndarray
    y: np.ndarray
    before: np.ndarray
    behind: np.ndarray
    starts: np.ndarray


def cuts(strong: np.ndarray, centre: tuple[float, float], size: tuple[float, float]) -> int:
    """Return the largest number of times that ink cuts one of the curves.

    Gaps of two pixels are pencil's grain and are closed; a cut of one pixel is a stroke's tip and not counted.

    Args:
        strong: the flat page, above 0 where there is ink.
        centre: the oval's middle, x and y in pixels.
        size: the oval's width and height in millimetres.
    """
    curves = _curves(*size)
    x = np.clip(np.rint(centre[0] + curves.x - 0.5).astype(int), 0, strong.shape[1] - 1)
    y = np.clip(np.rint(centre[1] + curves.y - 0.5).astype(int), 0, strong.shape[0] - 1)
    before, behind = curves.before, curves.behind
    ink = strong[y, x] > 0
    ahead = ink[behind] | ink[behind][behind]
    ink = ink | (ink[before] & ahead) | (ink[before][before] & ink[behind])
    ink = ink & (ink[before] | ink[behind])
    return int(np.add.reduceat(ink & ~ink[before], curves.starts, dtype=int).max())


@lru_cache(maxsize=64)
def _curves(w: float, h: float) -> _Curves:
    rings = [_ellipse(max(w / 2 + off, _LEAST), max(h / 2 + off, _LEAST)) for off in CURVES]
    lengths = [len(ring) for ring in rings]
    starts = np.cumsum([0, *lengths[:-1]])
    numbers = [np.arange(length) + start for length, start in zip(lengths, starts, strict=True)]
    points = np.vstack(rings) * PX
    return _Curves(
        x=points[:, 0],
        y=points[:, 1],
        before=np.concatenate([np.roll(each, 1) for each in numbers]),
        behind=np.concatenate([np.roll(each, -1) for each in numbers]),
        starts=starts,
    )


def _ellipse(a: float, b: float) -> np.ndarray:
    """Return points on an ellipse, a pixel apart along it, shape (n, 2), in millimetres."""
    angle = np.linspace(0, 2 * np.pi, _FINE)
    x, y = a * np.cos(angle), b * np.sin(angle)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    steps = np.linspace(0, along[-1], max(8, int(along[-1] * PX)), endpoint=False)
    even = np.interp(steps, along, angle)
    return np.column_stack([a * np.cos(even), b * np.sin(even)])
