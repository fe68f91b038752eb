"""Two forms on one image: side by side or one above the other, as an A3 glass or a 2-up PDF gives them.

The image is cut where a straight line keeps all marks of one sheet from all marks of the other, and never where one
sheet lies over what the other asks.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from print.geometry import Box, Layout, Layouts, Page
from print.scanning.page.registration import Found, Registration, find_all_fiducials, page_of, register
from print.scanning.reading import Half

_MARKS = 4  # of a sheet; with fewer it is not known where it ends
_LOOSE = 1.0  # millimetres by which a sheet's marks may miss: those of two sheets never fit one


@dataclass(frozen=True)
class _Sheet:
    """The corners in pixels of a sheet, and of what is printed on it: its marks, rows and boxes."""

    paper: np.ndarray
    print: np.ndarray


@dataclass(frozen=True)
class Part:
    """A half of an image, and where it begins in it, in pixels."""

    half: Half
    x: int
    y: int
    grey: np.ndarray


def halves(grey: np.ndarray, layouts: Layouts) -> tuple[Part, ...]:
    """Return the two halves of an image, none where it does not show two whole sheets apart.

    Args:
        grey: 8-bit grey, each sheet in any orientation.
        layouts: the layouts that may be on it, by the tag in their QR codes.
    """
    marks = find_all_fiducials(grey)
    if len(marks) != 2 * _MARKS:
        return ()
    for axis in (0, 1):
        ordered = sorted(marks, key=lambda mark: float(mark[1][:, axis].mean()))
        sheets = [_sheet(dict(group), layouts) for group in (ordered[:_MARKS], ordered[_MARKS:])]
        first, second = sheets
        if first is None or second is None or _covers(first, second) or _covers(second, first):
            continue
        ends, begins = float(first.print[:, axis].max()), float(second.print[:, axis].min())
        if ends < begins:
            return _cut(grey, axis, round((ends + begins) / 2))
    return ()


def _cut(grey: np.ndarray, axis: int, at: int) -> tuple[Part, Part]:
    if axis == 0:
        left, right = (np.ascontiguousarray(part) for part in (grey[:, :at], grey[:, at:]))
        return Part("left", 0, 0, left), Part("right", at, 0, right)
    return Part("upper", 0, 0, grey[:at]), Part("lower", 0, at, grey[at:])


def _sheet(found: Found, layouts: Layouts) -> _Sheet | None:
    """Return the sheet whose marks these are; None where they are not the four of one page of any layout."""
    number = page_of(found)
    if number is None or len(found) < _MARKS:
        return None
    for layout in layouts.values():
        page = next((page for page in layout.pages if page.number == number), None)
        place = register(page, found) if page is not None else None
        if page is not None and place is not None and place.error < _LOOSE:
            return _placed_sheet(layout, page, place)
    return None


def _placed_sheet(layout: Layout, page: Page, place: Registration) -> _Sheet:
    boxes = [
        *(Box(mark.x, mark.y, mark.size, mark.size) for mark in page.fiducials),
        *(row.band for row in page.rows),
        *(each.box for each in page.writing),
    ]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, low = max(box.x + box.w for box in boxes), max(box.y + box.h for box in boxes)
    return _Sheet(
        place.pixels(Box(0, 0, *layout.page_mm)), place.pixels(Box(left, top, right - left, low - top))
    )


def _covers(upper: _Sheet, lower: _Sheet) -> bool:
    """Tell whether one sheet may lie over what is printed on the other."""
    shared, _ = cv2.intersectConvexConvex(upper.paper.astype(np.float32), lower.print.astype(np.float32))
    return bool(shared > 0)
