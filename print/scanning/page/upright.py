"""A scanned page for people to look at: upright, flat, with the place of every row."""

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from print.geometry import Box, Page
from print.scanning.joined_rows import around
from print.scanning.page.flat_page import PX
from print.scanning.page.registration import Registration, through
from print.scanning.page.surroundings import surroundings
from print.scanning.reading import Crop, Upright

_BESIDE = 3.0  # millimetres of paper shown left and right of a row's words and ovals
AROUND = 5.0  # millimetres above and below them, shown pale: whose stroke it is that crosses over
_PALE = 0.45  # share of their darkness that is left to these
_QUESTION = 70.0  # millimetres of words shown left of a box to write in
_QUALITY = 75


def upright(
    straight: np.ndarray,
    page: Page,
    registration: Registration,
    shape: tuple[int, ...],
    notes: Mapping[str, Box] = MappingProxyType({}),
) -> Upright:
    """Return the page as a picture with the place of every row.

    Args:
        straight: the scan laid straight (``flat_page.py``), 8-bit grey.
        page: the layout's page that is on it.
        registration: where it lies in the scanned image.
        shape: that image's height and width; what it does not show of the page is white.
        notes: where on the paper something is written outside rows and boxes, by item.
    """
    size = straight.shape[::-1]
    crops: dict[str, Crop] = {}
    for row, each in zip(page.rows, surroundings(page.rows), strict=True):
        crop = _pixels(each.paper, size)
        # An item in columns is shown with all of them.
        crops[row.item] = around([crop, crops[row.item]]) if row.item in crops else crop
    boxes = {place.item: _pixels(place.box, size, left=_QUESTION) for place in page.writing}
    written = {item: _pixels(box, size) for item, box in notes.items()}
    return Upright(_jpeg(_white_outside(straight, registration, shape)), crops | boxes | written)


def _white_outside(straight: np.ndarray, registration: Registration, shape: tuple[int, ...]) -> np.ndarray:
    """Return the picture with white where the scanned image did not reach."""
    high, wide = shape
    ends = np.array([(0, 0), (wide - 1, 0), (wide - 1, high - 1), (0, high - 1)], float)
    reached = through(np.diag([PX, PX, 1.0]) @ np.linalg.inv(registration.matrix), ends)
    seen = np.zeros_like(straight)
    cv2.fillConvexPoly(seen, np.round(reached).astype(np.int32), 255)
    return cv2.bitwise_or(straight, cv2.bitwise_not(seen))


def cut(jpeg: bytes, crop: Crop) -> bytes:
    """Return one row of an upright page as PNG, with what lies above and below it pale."""
    page = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if page is None:
        raise ValueError("not a JPEG")
    x, y, wide, high = crop
    row, edge = page[y : y + high, x : x + wide], min(round(AROUND * PX), high // 2)
    for outside in (row[:edge], row[high - edge :]):
        outside[:] = 255 - _PALE * (255.0 - outside)
    return cv2.imencode(".png", row)[1].tobytes()


def _jpeg(image: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _pixels(box: Box, size: tuple[int, ...], *, left: float = _BESIDE) -> Crop:
    """Return a box with a margin and what stands ``left`` millimetres before it, within the page."""
    low = np.maximum(np.array([box.x - left, box.y - AROUND]) * PX, 0)
    high = np.minimum(np.array([box.x + box.w + _BESIDE, box.y + box.h + AROUND]) * PX, size)
    x, y = (int(value) for value in low)
    return x, y, int(high[0]) - x, int(high[1]) - y
