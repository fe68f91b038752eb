"""Detection of handwriting in a box for open text; what it says is for people to read."""

import cv2
import numpy as np

from print.geometry import Box
from print.scanning.page.flat_page import PX, Flat
from print.scanning.rows.row_ink import cut

WRITTEN = 2.0  # mm² of ink: more than specks, less than one word
_INSET = 1.5  # millimetres: the box's own frame
# Shares of a level line of pixels that no hand inks: printed rules, sure ones and pale ones that break up.
_RULE, _PALE_RULE = 0.35, 0.10


def ink_in(flat: Flat, box: Box) -> float:
    """Return the mm² of ink in a box without its frame and its printed writing lines."""
    x, y = round((box.x + _INSET) * PX), round((box.y + _INSET) * PX)
    size = (round((box.h - 2 * _INSET) * PX), round((box.w - 2 * _INSET) * PX))
    sure, pale = (cut(each, x, y, size) for each in (flat.strong(), flat.pale()))
    off_rules = cv2.bitwise_and(sure, _off_rules(sure, _RULE))
    seen = cv2.bitwise_or(off_rules, cv2.bitwise_and(pale, _off_rules(pale, _PALE_RULE)))
    return float(cv2.countNonZero(seen) / PX**2)


def _off_rules(dark: np.ndarray, share: float) -> np.ndarray:
    """Return 255 outside printed rules, which on a flat page keep to one line of pixels, give or take one."""
    level = cv2.dilate(dark, np.ones((3, 1), np.uint8)).mean(1) / 255 > share
    ruled = np.convolve(level, np.ones(5), "same") > 0
    return np.asarray(np.where(ruled, 0, 255)[:, None] * np.ones(dark.shape[1]), np.uint8)
