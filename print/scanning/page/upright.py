"""A scanned page for people to look at: upright, flat, with the place of every row."""

import cv2
import numpy as np

from print.geometry import Box, Page
from print.scanning.joined_rows import around
from print.scanning.page.flat_page import PX
from print.scanning.page.registration import Registration
from print.scanning.page.surroundings import surroundings
from print.scanning.reading import Crop, Upright

_MARGIN = 3.0  # millimetres of paper shown round a row's words and ovals
_QUESTION = 70.0  # millimetres of words shown left of a box to write in
_QUALITY = 75


def upright(
    grey: np.ndarray, page: Page, registration: Registration, page_mm: tuple[float, float]
) -> Upright:
    """Return the page laid straight.

    Args:
        grey: the scanned image, 8-bit grey.
        page: the layout's page that is on it.
        registration: where it lies in the image.
        page_mm: width and height of the paper in millimetres.
    """
    size = (round(page_mm[0] * PX), round(page_mm[1] * PX))
    to_flat = np.diag([PX, PX, 1.0]) @ np.linalg.inv(registration.matrix)
    flat = cv2.warpPerspective(grey, to_flat, size, flags=cv2.INTER_LINEAR, borderValue=255.0)
    crops: dict[str, Crop] = {}
    for row, each in zip(page.rows, surroundings(page.rows), strict=True):
        crop = _pixels(each.paper, size)
        # An item in columns is shown with all of them.
        crops[row.item] = around([crop, crops[row.item]]) if row.item in crops else crop
    boxes = {place.item: _pixels(place.box, size, left=_QUESTION) for place in page.writing}
    return Upright(_jpeg(flat), crops | boxes)


def cut(jpeg: bytes, crop: Crop) -> bytes:
    """Return one row of an upright page as PNG."""
    page = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if page is None:
        raise ValueError("not a JPEG")
    x, y, wide, high = crop
    return cv2.imencode(".png", page[y : y + high, x : x + wide])[1].tobytes()


def _jpeg(image: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _pixels(box: Box, size: tuple[int, int], *, left: float = _MARGIN) -> Crop:
    """Return a box with a margin and what stands ``left`` millimetres before it, within the page."""
    low = np.maximum(np.array([box.x - left, box.y - _MARGIN]) * PX, 0)
    high = np.minimum(np.array([box.x + box.w + _MARGIN, box.y + box.h + _MARGIN]) * PX, size)
    x, y = (int(value) for value in low)
    return x, y, int(high[0]) - x, int(high[1]) - y
