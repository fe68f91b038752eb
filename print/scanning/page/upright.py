"""A scanned page for people to look at: upright, flat, with the place of every row."""

import cv2
import numpy as np

from print.geometry import Box, Page
from print.scanning.page.flat_page import PX
from print.scanning.page.registration import Registration
from print.scanning.reading import Crop, Upright

_MARGIN = 3.0  # millimetres of paper shown round a band
_QUESTION, _OPTIONS = 70.0, 45.0  # millimetres of words shown left of a band, and right of one oval or a list
_SINGLE = 20.0  # millimetres: a band of one oval, or of a list from top to bottom
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
    boxes = {row.item: row.band for row in page.rows} | {place.item: place.box for place in page.writing}
    return Upright(_jpeg(flat), {item: _pixels(box, size) for item, box in boxes.items()})


def cut(jpeg: bytes, crop: Crop) -> bytes:
    """Return one row of an upright page as PNG."""
    page = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if page is None:
        raise ValueError("not a JPEG")
    x, y, wide, high = crop
    return cv2.imencode(".png", page[y : y + high, x : x + wide])[1].tobytes()


def _jpeg(image: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()


def _pixels(band: Box, size: tuple[int, int]) -> Crop:
    """Return the band with a margin and the words beside it: the question at its left, short options at its right."""
    single = band.w < _SINGLE
    left = band.x - (_MARGIN if single else _QUESTION)
    right = band.x + band.w + (_OPTIONS if single else _MARGIN)
    low = np.maximum(np.array([left, band.y - _MARGIN]) * PX, 0)
    high = np.minimum(np.array([right, band.y + band.h + _MARGIN]) * PX, size)
    x, y = (int(value) for value in low)
    return x, y, int(high[0]) - x, int(high[1]) - y
