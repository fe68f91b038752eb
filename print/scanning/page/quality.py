"""The quality of a scan: black-and-white scans, copies of filled forms, streaks, photographs.

A scanner sees a rectangle of known proportion under its own lamp. The tolerances for a photograph are wider than
what scanners do by themselves and narrower than what a hand can hold still.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from print.geometry import Box, Page
from print.scanning.page.flat_page import PX, Flat
from print.scanning.page.registration import Registration, corners, through

_EDGES_BETWEEN = 0.10  # least share of inked pixels that a grey scan has between black and white
_EDGE = 8.0  # millimetres inside the sheet's edge: nothing is printed there, and it is paper also at 105 %
_STREAK_LENGTH = 0.6  # of the sheet, along the feed; text hides the rest
_STRIPS = 96  # the sheet along the feed, in so many steps
_STREAK_DEPTH = 14  # grey levels below the paper beside it
_PATCH_INSET = 1.0  # millimetres of a grey patch that its edge may blur
_LEAST_TONE, _MOST_TONE = 0.45, 1.7  # times the printed tone that a faithful scan may show
# And the palest one, for an empty row to be certain: where it shows less, faint pencil is gone already.
_LEAST_TONE_OF_BLANKS = 0.8
# Opposite sides, and the two diagonals, of a scanned sheet differ by less: 0.6 % are 1.3 mm of A4's width. Marks
# are found to 0.2 % even where one is torn off, and a sheet that lies askew in a feeder leans by no more.
SQUARE = 0.006
# Width and height may be out of proportion by more: a feeder stretches along its way by up to 2 %, and a printer
# by half a per cent.
STRETCH = 0.025
# Between the lightest and the darkest tenth of the page, as a share of the lightest. Scanners even out their lamp to
# 2 or 3 %; a lamp beside a photographed page gives 10 to 40 %. A stain or a torn corner is less than a tenth.
UNEVEN = 0.08
_TENTH = 0.1


Streak = tuple[float, float, bool]  # from and to in pixels, and whether it runs down the image


@dataclass(frozen=True)
class Sheet:
    """The image within the sheet, upright, and where it begins in the whole image.

    What a scanner shows beside the sheet, often black, is left away: it has neither grey levels nor streaks.
    """

    grey: np.ndarray
    x: int
    y: int


def within_sheet(grey: np.ndarray, registration: Registration, page_mm: tuple[float, float]) -> Sheet:
    """Return the largest upright part of the image that keeps ``_EDGE`` millimetres from the sheet's edges."""
    wide, high = page_mm
    places = registration.pixels(Box(0, 0, wide, high), -_EDGE)
    (left, right), (top, low) = (np.sort(places[:, i])[1:3].round().astype(int) for i in (0, 1))
    left, top = max(0, left), max(0, top)
    return Sheet(grey[top : max(low, top + 1), left : max(right, left + 1)], int(left), int(top))


def is_bilevel(sheet: Sheet) -> bool:
    """Tell whether the image has lost its grey levels: its letters have no soft edges."""
    counts = cv2.calcHist([sheet.grey], [0], None, [256], [0, 256]).ravel()
    cumulative = np.cumsum(counts) / counts.sum()
    paper = int(np.searchsorted(cumulative, 0.6))
    black = int(np.searchsorted(cumulative, 0.005))
    low, high = black + (paper - black) * 0.2, black + (paper - black) * 0.8
    between = counts[int(low) + 1 : int(high) + 1].sum()
    inked = counts[: int(high) + 1].sum()
    return bool(paper - black < 40 or between < _EDGES_BETWEEN * inked)


def streaks(sheet: Sheet) -> list[Streak]:
    """Return straight dark lines from edge to edge of the sheet, as dust on the glass draws them."""
    high, wide = sheet.grey.shape
    columns = cv2.resize(sheet.grey, (wide, _STRIPS), interpolation=cv2.INTER_AREA)
    rows = cv2.resize(sheet.grey, (_STRIPS, high), interpolation=cv2.INTER_AREA).T
    return [
        *((low + sheet.x, high + sheet.x, True) for low, high in _lines(columns)),
        *((low + sheet.y, high + sheet.y, False) for low, high in _lines(np.ascontiguousarray(rows))),
    ]


def _lines(strips: np.ndarray) -> list[tuple[float, float]]:
    """Return the columns that are darker than their surroundings from edge to edge; nothing printed is."""
    wide = strips.shape[1]
    reach = max(9, wide // 110) | 1
    deeper = cv2.morphologyEx(strips, cv2.MORPH_BLACKHAT, np.ones((1, reach), np.uint8)) > _STREAK_DEPTH
    ends = np.vstack([deeper[:3], deeper[-3:]]).all(0)
    hit = np.flatnonzero(ends & (deeper.mean(0) >= _STREAK_LENGTH))
    groups = np.split(hit, np.flatnonzero(np.diff(hit) > 1) + 1) if len(hit) else []
    return [(float(group[0] - 2), float(group[-1] + 3)) for group in groups]


def crosses(streak: Streak, registration: Registration, band: Box) -> bool:
    """Tell whether a streak runs through a band."""
    low, high, down = streak
    places = through(registration.matrix, corners(band))[:, 0 if down else 1]
    return bool(places.min() <= high and places.max() >= low)


def scanned_tones(flat: Flat, page: Page) -> dict[float, float]:
    """Return how dark the printed grey patches are in the scan, by how dark they were printed.

    Of patches of the same tone the one nearest to it counts: a torn or stained corner spoils only one.
    """
    seen: dict[float, float] = {}
    for tone in page.tones:
        x, y = tone.box.x + _PATCH_INSET, tone.box.y + _PATCH_INSET
        right, low = tone.box.x + tone.box.w - _PATCH_INSET, tone.box.y + tone.box.h - _PATCH_INSET
        patch = flat.dark[round(y * PX) : round(low * PX), round(x * PX) : round(right * PX)]
        dark = float(patch.mean()) / 255
        aim, other = tone.darkness, seen.get(tone.darkness, np.inf)
        seen[aim] = dark if abs(dark - aim) < abs(other - aim) else other
    return seen


def is_copied(scanned: dict[float, float]) -> bool:
    """Tell whether pale tones are wiped out or grey ones blackened, as copiers do to pencil and pen."""
    return any(not dark * _LEAST_TONE <= seen <= dark * _MOST_TONE for dark, seen in scanned.items())


def is_washed_out(scanned: dict[float, float]) -> bool:
    """Tell whether the palest tone is so weak that faint marks may be gone, and no row certainly is empty."""
    return bool(scanned) and scanned[min(scanned)] < min(scanned) * _LEAST_TONE_OF_BLANKS


def is_photo(registration: Registration, page_mm: tuple[float, float]) -> bool:
    """Tell whether the sheet was seen at an angle: it leans, tapers or is out of proportion."""
    a, b, c, d = registration.pixels(Box(0, 0, *page_mm))
    top, right, low, left = (float(np.linalg.norm(p - q)) for p, q in ((a, b), (b, c), (c, d), (d, a)))
    falling, rising = float(np.linalg.norm(a - c)), float(np.linalg.norm(b - d))
    if any(_apart(*pair) > SQUARE for pair in ((top, low), (left, right), (falling, rising))):
        return True
    return _apart((top + low) / page_mm[0], (left + right) / page_mm[1]) > STRETCH


def is_lit_unevenly(flat: Flat) -> bool:
    """Tell whether the paper darkens over the page as under a lamp, a shadow or the fold of a book."""
    dark, light = np.quantile(flat.paper[::4, ::4], (_TENTH, 1 - _TENTH))
    return bool(_apart(float(dark), float(light)) > UNEVEN)


def _apart(one: float, other: float) -> float:
    return abs(one - other) / max(one, other)
