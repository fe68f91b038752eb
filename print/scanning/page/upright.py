"""A scanned page for people to look at: upright, flat, with the place of every row."""

from collections.abc import Mapping
from types import MappingProxyType

import cv2
import numpy as np

from print.geometry import Box, Page
from print.scanning.page.flat_page import PX
from print.scanning.page.registration import Registration
from print.scanning.page.surroundings import surroundings
from print.scanning.reading import Crop, Upright

_BESIDE = 3.0  # millimetres of paper shown left and right of a row's words and ovals
AROUND = 5.0  # millimetres above and below them, shown pale: whose stroke it is that crosses over
_PALE = 0.45  # share of their darkness that is left to these
_QUESTION = 70.0  # millimetres of words shown left of a box to write in
_QUALITY = 75


def upright(
    grey: np.ndarray,
    page: Page,
    registration: Registration,
    page_mm: tuple[float, float],
    notes: Mapping[str, Box] = MappingProxyType({}),
) -> Upright:
    """Return the page laid straight.

    Args:
        grey: the scanned image, 8-bit grey.
        page: the layout's page that is on it.
        registration: where it lies in the image.
        page_mm: width and height of the paper in millimetres.
        notes: where on the paper something is written outside rows and boxes, by item.
    """
    size = (round(page_mm[0] * PX), round(page_mm[1] * PX))
    to_flat = np.diag([PX, PX, 1.0]) @ np.linalg.inv(registration.matrix)
    flat = cv2.warpPerspective(grey, to_flat, size, flags=cv2.INTER_LINEAR, borderValue=255.0)
    crops = {
        row.item: _pixels(each.paper, size)
        for row, each in zip(page.rows, surroundings(page.rows), strict=True)
    }
    boxes = {place.item: _pixels(place.box, size, left=_QUESTION) for place in page.writing}
    written = {item: _pixels(box, size) for item, box in notes.items()}
    return Upright(_jpeg(flat), crops | boxes | written)


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


def _pixels(box: Box, size: tuple[int, int], *, left: float = _BESIDE) -> Crop:
    """Return a box with a margin and what stands ``left`` millimetres before it, within the page."""
    low = np.maximum(np.array([box.x - left, box.y - AROUND]) * PX, 0)
    high = np.minimum(np.array([box.x + box.w + _BESIDE, box.y + box.h + AROUND]) * PX, size)
    x, y = (int(value) for value in low)
    return x, y, int(high[0]) - x, int(high[1]) - y
