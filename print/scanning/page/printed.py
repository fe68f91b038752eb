"""The printed form as the reader's own picture: what of a page's ink is print, so that the rest is foreign.

- ``prints(form) -> tuple[bytes, ...]``: every page as PNG, drawn by what draws the forms
- ``free_of_print(png) -> ndarray``: where ink on a flat page is not the form's own
"""

import io
from functools import lru_cache

import cv2
import numpy as np
import pypdfium2

from print.drawing.document import Document
from print.geometry import Box, Page
from print.layout.compose import Composition
from print.layout.sizes import BODY, FIDUCIAL_EDGE, FIDUCIAL_RING
from print.scanning.page.flat_page import PX

GROWN = 2  # pixels, 0.25 mm: by so much toner and blur widen an edge; what lies off is moved row by row
PRINTED = 0.10  # of the way to black: tints are lighter
_CHANGING = 2.0  # millimetres round what changes from copy to copy
_SHEET_EDGE = 3.0  # millimetres of the sheet's own edge that a scan may show


def prints(form: Composition) -> tuple[bytes, ...]:
    """Return the print of each page as PNG, at ``PX`` pixels a millimetre: 255 where nothing is printed.

    The ovals are left out, for their line is part of every mark; so is all that differs from copy to copy (number,
    codes, web invitation, the wave's words, boxes to write in) and the head and foot of the page, where it stands, but
    for the bare paper above and below these.
    """
    file = io.BytesIO()
    pdf = Document(file, "print")
    for ink in form.ink:
        pdf.page(pdf.drawn(ink))
    pdf.finish()
    document = pypdfium2.PdfDocument(file.getvalue())
    try:
        pictures = [
            document[i].render(scale=PX * 25.4 / 72, grayscale=True).to_numpy() for i in range(len(document))
        ]
    finally:
        document.close()
    return tuple(
        _png(_free(np.ascontiguousarray(picture.reshape(picture.shape[:2])), page, form.changing))
        for picture, page in zip(pictures, form.layout.pages, strict=True)
    )


@lru_cache(maxsize=64)
def free_of_print(png: bytes) -> np.ndarray:
    """Return a page that ``prints`` made: 255 where ink on the flat page is foreign, 0 where it is printed."""
    return np.asarray(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE))


def _free(picture: np.ndarray, page: Page, changing: tuple[Box, ...]) -> np.ndarray:
    ink = cv2.threshold(picture, round(255 * (1 - PRINTED)), 255, cv2.THRESH_BINARY_INV)[1]
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * GROWN + 1, 2 * GROWN + 1))
    free = cv2.bitwise_not(cv2.dilate(ink, around))
    high, wide = free.shape
    # Above the head's print and below that of the foot the paper is bare.
    bare, edge = _px(FIDUCIAL_EDGE - FIDUCIAL_RING), _px(_SHEET_EDGE)
    free[bare : _px(BODY.y - 1)] = free[_px(BODY.y + BODY.h) : high - bare] = 0
    free[:edge] = free[high - edge :] = free[:, :edge] = free[:, wide - edge :] = 0
    for box in (*(place.box for place in page.writing), *(changing if page.number == 1 else ())):
        left, top = _px(box.x - _CHANGING), _px(box.y - _CHANGING)
        free[top : _px(box.y + box.h + _CHANGING), left : _px(box.x + box.w + _CHANGING)] = 0
    return free


def _px(millimetres: float) -> int:
    return max(0, round(millimetres * PX))


def _png(image: np.ndarray) -> bytes:
    return cv2.imencode(".png", image)[1].tobytes()
