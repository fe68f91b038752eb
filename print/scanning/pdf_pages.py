"""Pages of a PDF as pictures: the scan itself where a page is nothing but one picture, else the page as it is drawn.

A picture is taken out only where it is all that people see of the page, whole and at its own proportion, with nothing
over it. All else (several pictures, masks, drawings, notes, a crop) is drawn, at 200 dpi of the paper it is taken for.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pypdfium2
from pypdfium2 import raw

A4_SIDE = 2339  # pixels on the long side of a page that is drawn: A4 at 200 dpi
A3_SIDE = 3307  # and of one that may hold two sheets of A4
A3_POINTS = 1020.0  # a page with a longer side is taken for A3; A4 has 842 points, Legal 1008
LEAST_SIDE, MOST_SIDE = 800, 5000  # pixels of a picture that is taken out: up to A3 at 300 dpi
_OFF = 1.5  # points by which a picture's edge may lie off the page's: programs round to whole points
_STRETCH = 0.02  # by so much may a picture's pixels be no squares
_BLOCK = 1 << 20  # bytes
# Where none of these stands in a file, no picture in it has a mask or is a layer that may be off: the dictionary of a
# picture is never compressed. (A name spelt in another way on purpose hides nothing but from its own writer.)
_VEILS = (b"Mask", b"/OC ", b"/OC\n", b"/OC\r", b"/OC<")

Corner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Turn:
    """How a page shows a picture: its axes exchanged or not, then flipped left to right, then top to bottom."""

    transposed: bool
    mirrored: bool
    upended: bool

    def of(self, picture: np.ndarray) -> np.ndarray:
        """Return the picture, grey (h, w) or colour (h, w, 3), as the page shows it."""
        seen = picture.swapaxes(0, 1) if self.transposed else picture
        return np.ascontiguousarray(seen[:: -1 if self.upended else 1, :: -1 if self.mirrored else 1])


def drawn_size(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """Return the pixels, width and height, of a page that is drawn."""
    wide, high = page.get_size()
    scale = _scale(page)
    return wide * scale, high * scale


def picture_of(page: pypdfium2.PdfPage, path: Path) -> np.ndarray:
    """Return what a page shows, 8-bit grey (h, w) or colour (h, w, 3).

    Args:
        page: a page of the file.
        path: the file, to see whether its pictures may have masks.
    """
    scan = _only_picture(page)
    turn = _turn(page, scan) if scan is not None else None
    if scan is None or turn is None or _has_veils(path):
        return np.asarray(page.render(scale=_scale(page), may_draw_forms=False).to_numpy())
    return turn.of(scan.get_bitmap(render=False).to_numpy())


def _scale(page: pypdfium2.PdfPage) -> float:
    long: float = max(*page.get_size(), 1.0)
    return (A3_SIDE if long > A3_POINTS else A4_SIDE) / long


def _only_picture(page: pypdfium2.PdfPage) -> pypdfium2.PdfImage | None:
    """Return the page's picture; None where it has none, several, or anything else that can be seen."""
    if raw.FPDFPage_GetAnnotCount(page) != 0:
        return None
    scan = None
    for each in page.get_objects(max_depth=1):
        if isinstance(each, pypdfium2.PdfTextObj) and _is_invisible(each):
            continue  # words that a program recognised in the scan, to be searched
        if scan is not None or not isinstance(each, pypdfium2.PdfImage) or not _is_plain(each):
            return None
        scan = each
    sides = (0, 0) if scan is None else scan.get_px_size()
    return scan if min(sides) >= LEAST_SIDE and max(sides) <= MOST_SIDE else None


def _is_invisible(text: pypdfium2.PdfTextObj) -> bool:
    return bool(raw.FPDFTextObj_GetTextRenderMode(text) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _is_plain(scan: pypdfium2.PdfImage) -> bool:
    """Tell whether a picture is drawn as it is: opaque, not cut, no part of a layer."""
    cut = raw.FPDFClipPath_CountPaths(raw.FPDFPageObj_GetClipPath(scan)) > 0
    return not (cut or raw.FPDFPageObj_HasTransparency(scan) or raw.FPDFPageObj_CountMarks(scan) > 0)


def _turn(page: pypdfium2.PdfPage, scan: pypdfium2.PdfImage) -> _Turn | None:
    """Return how the page shows a picture; None where it does not fill it, lies askew, or has no square pixels."""
    left, low, right, top = page.get_bbox()
    across, up = right - left, top - low
    if min(across, up) <= 0:
        return None
    a, b, c, d, e, f = scan.get_matrix().get()
    corners: list[Corner] = []
    # The picture's lower left corner, its lower right and its upper left one: each in a corner of the page.
    for x, y in ((e - left, f - low), (e + a - left, f + b - low), (e + c - left, f + d - low)):
        corner = round(x / across), round(y / up)
        if not {*corner} <= {0, 1} or max(abs(x - corner[0] * across), abs(y - corner[1] * up)) > _OFF:
            return None
        corners.append(_rotated(corner, page.get_rotation()))
    (x, y), (along_x, along_y), (up_x, up_y) = corners
    wide, high = scan.get_px_size()
    if abs(math.hypot(a, b) / wide / (math.hypot(c, d) / high) - 1) > _STRETCH:
        return None
    if along_y == y and up_x == x and along_x != x and up_y != y:
        return _Turn(transposed=False, mirrored=along_x < x, upended=up_y < y)
    if along_x == x and up_y == y and along_y != y and up_x != x:
        return _Turn(transposed=True, mirrored=up_x > x, upended=along_y > y)
    return None


def _rotated(corner: Corner, degrees: int) -> Corner:
    """Return where a corner of the page stands, x to the right and y upward, when the page is turned clockwise."""
    x, y = corner
    for _ in range(degrees // 90):
        x, y = y, 1 - x
    return x, y


def _has_veils(path: Path) -> bool:
    """Tell whether a picture in the file may have a mask or be a layer; a file is looked through once."""
    stat = path.stat()
    return _veils_in(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _veils_in(path: Path, _size: int, _changed: int) -> bool:
    overlap = max(map(len, _VEILS)) - 1
    end = b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            part = end + block
            if any(veil in part for veil in _VEILS):
                return True
            end = part[-overlap:]
    return False
