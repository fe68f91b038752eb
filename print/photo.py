"""Whether a page was photographed and not scanned: what glass and feeders do to a sheet, and what a phone does.

A scanner sees a rectangle of known proportion under its own lamp. The tolerances are wider than what scanners do
by themselves and narrower than what a hand can hold still.
"""

import numpy as np

from print.geometry import Box
from print.register import Registration
from print.tone import Flat

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
