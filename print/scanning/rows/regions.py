"""Regions of a row: inside an oval, on its line, round it, and free between ovals."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from print.geometry import Row
from print.scanning.page.flat_page import PX
from print.scanning.rows.oval_window import off_line, turn

LINE = 0.45  # millimetres each side of the printed line that are never judged
GUARD = 0.75  # and those not judged in the smoothed picture, where the line bleeds further
HALO = 1.7  # millimetres round an oval that a cross may reach
SECTORS = 16
REGIONS_PER_OVAL = 3 + SECTORS
SEARCH = 1.25  # millimetres a row may lie off, after registration
ALIGN_PX = PX / 2


@dataclass(frozen=True)
class Stencil:
    """Regions of a row's band at ``PX``, and its outlines at half of that to be found in the scan.

    ``regions`` is 0 where the band is free; oval ``k`` has ``1 + k·REGIONS_PER_OVAL`` for its core, then its
    rim, its line, and the sectors of its halo. ``areas`` are the pixels of each region.
    """

    regions: np.ndarray
    areas: np.ndarray
    outline: np.ndarray
    ovals: int

    def first(self, oval: int) -> int:
        """Return the number of the oval's first region."""
        return 1 + oval * REGIONS_PER_OVAL


def stencil(row: Row) -> Stencil:
    """Return the row's stencil; rows of the same measures share one."""
    ovals = tuple(
        (
            round(oval.box.x - row.band.x, 2),
            round(oval.box.y - row.band.y, 2),
            round(oval.box.w, 2),
            round(oval.box.h, 2),
        )
        for oval in row.ovals
    )
    return _stencil(round(row.band.w, 2), round(row.band.h, 2), ovals)


@lru_cache(maxsize=256)
def _stencil(w: float, h: float, ovals: tuple[tuple[float, float, float, float], ...]) -> Stencil:
    high, wide = round(h * PX), round(w * PX)
    y, x = np.mgrid[0:high, 0:wide]
    x, y = (x + 0.5) / PX, (y + 0.5) / PX
    regions = np.zeros((high, wide), np.int16)
    for k, (left, top, oval_w, oval_h) in enumerate(ovals):
        dx, dy = x - left - oval_w / 2, y - top - oval_h / 2
        off = off_line(dx, dy, oval_w, oval_h)
        first = 1 + k * REGIONS_PER_OVAL
        sector = (turn(dx, dy, oval_w, oval_h) * SECTORS).astype(int) % SECTORS
        regions[off < HALO] = (first + 3 + sector)[off < HALO]
        regions[off < LINE] = first + 2
        regions[off < -LINE] = first + 1
        regions[off < -GUARD] = first
    areas = np.bincount(regions.ravel(), minlength=1 + len(ovals) * REGIONS_PER_OVAL)
    return Stencil(regions, areas, _outline(w, h, ovals), len(ovals))


def _outline(w: float, h: float, ovals: tuple[tuple[float, float, float, float], ...]) -> np.ndarray:
    size = (round(h * ALIGN_PX), round(w * ALIGN_PX))
    picture = np.zeros(size, np.uint8)
    for left, top, oval_w, oval_h in ovals:
        middle = ((left + oval_w / 2) * ALIGN_PX - 0.5, (top + oval_h / 2) * ALIGN_PX - 0.5)
        axes = (oval_w / 2 * ALIGN_PX, oval_h / 2 * ALIGN_PX)
        cv2.ellipse(
            picture,
            [round(c * 16) for c in middle],
            [round(c * 16) for c in axes],
            0, 0, 360, 255, 1, cv2.LINE_AA, 4,
        )  # fmt: skip
    return picture
