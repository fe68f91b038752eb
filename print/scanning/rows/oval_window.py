"""A square window about an oval: how far each of its pixels lies off the oval's line, and in which direction."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np


@dataclass(frozen=True)
class OvalWindow:
    """Of each pixel: the millimetres ``off`` the oval's line, negative inside, and its ``turn`` from 0 to 1.

    ``area`` is the oval's, in pixels.
    """

    off: np.ndarray
    turn: np.ndarray
    area: float

    @property
    def shape(self) -> tuple[int, int]:
        """The window's height and width in pixels."""
        return self.off.shape[0], self.off.shape[1]

    def corner(self, centre: tuple[float, float]) -> tuple[int, int]:
        """Return the upper left pixel (x, y) of the window about a point of the picture it is cut from."""
        return round(centre[0]) - self.shape[1] // 2, round(centre[1]) - self.shape[0] // 2

    def directions(self, count: int) -> np.ndarray:
        """Return the direction in which each pixel lies, of so many, from 0."""
        return (self.turn * count).astype(np.int64) % count


@lru_cache(maxsize=32)
def oval_window(w: float, h: float, scale: float, reach: float) -> OvalWindow:
    """Return the window about an oval.

    Args:
        w: the oval's width in millimetres.
        h: its height.
        scale: pixels a millimetre.
        reach: millimetres from the oval's middle to each side of the window.
    """
    half = round(reach * scale)
    y, x = (np.mgrid[-half:half, -half:half] + 0.5) / scale
    return OvalWindow(off_line(x, y, w, h), turn(x, y, w, h), float(np.pi * w * h / 4 * scale**2))


def off_line(x: np.ndarray, y: np.ndarray, w: float, h: float) -> np.ndarray:
    """Return how far points lie off an oval's line, negative inside; first order, exact near the line.

    Args:
        x: the points, from the oval's middle to the right, in millimetres.
        y: the same downwards.
        w: the oval's width in millimetres.
        h: its height.
    """
    a, b = w / 2, h / 2
    length = np.maximum(np.hypot(x / a, y / b), 1e-6)
    return np.asarray((length - 1) * length / np.maximum(np.hypot(x / a**2, y / b**2), 1e-9))


def turn(x: np.ndarray, y: np.ndarray, w: float, h: float) -> np.ndarray:
    """Return the direction in which points lie from an oval's middle, from 0 to 1; arguments as of ``off_line``."""
    return np.asarray((np.arctan2(y * w, x * h) + np.pi) / (2 * np.pi))
