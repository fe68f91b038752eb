"""Whether a scan still holds what a pen left: black-and-white scans, copies of filled forms, streaks, photos."""

import cv2
import numpy as np

from print.geometry import Box
from print.register import Registration, corners, through

_EDGES_BETWEEN = 0.10  # least share of inked pixels that a grey scan has between black and white
_STREAK_LENGTH = 0.85  # of the whole image, along the feed
_STREAK_DEPTH = 14  # grey levels below the paper beside it
_SQUARE = 0.012  # how far opposite sides of a flat scan may differ


def is_bilevel(grey: np.ndarray) -> bool:
    """Tell whether the image has lost its grey levels: its letters have no soft edges."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256]).ravel()
    cumulative = np.cumsum(counts) / counts.sum()
    paper = int(np.searchsorted(cumulative, 0.6))
    black = int(np.searchsorted(cumulative, 0.005))
    low, high = black + (paper - black) * 0.2, black + (paper - black) * 0.8
    between = counts[int(low) + 1 : int(high) + 1].sum()
    inked = counts[: int(high) + 1].sum()
    return bool(paper - black < 40 or between < _EDGES_BETWEEN * inked)


def streaks(grey: np.ndarray) -> list[tuple[float, float, bool]]:
    """Return straight lines along the whole image: from and to in pixels, and whether they run down."""
    return [(*where, down) for down in (True, False) for where in _lines(grey if down else grey.T)]


def _lines(grey: np.ndarray) -> list[tuple[float, float]]:
    wide = grey.shape[1]
    strips = cv2.resize(np.ascontiguousarray(grey), (wide, 96), interpolation=cv2.INTER_AREA)
    reach = max(9, wide // 110) | 1
    deeper = cv2.morphologyEx(strips, cv2.MORPH_BLACKHAT, np.ones((1, reach), np.uint8))
    share = (deeper > _STREAK_DEPTH).mean(0)
    hit = np.flatnonzero(np.concatenate([[False], share >= _STREAK_LENGTH, [False]]))
    groups = np.split(hit, np.flatnonzero(np.diff(hit) > 1) + 1) if len(hit) else []
    return [(float(group[0] - 2), float(group[-1])) for group in groups]


def crosses(streak: tuple[float, float, bool], registration: Registration, band: Box) -> bool:
    """Tell whether a streak runs through a band."""
    low, high, down = streak
    places = through(registration.matrix, corners(band))[:, 0 if down else 1]
    return bool(places.min() <= high and places.max() >= low)


def is_photo(registration: Registration, page_mm: tuple[float, float]) -> bool:
    """Tell whether the sheet was seen at an angle, as a phone does and a scanner does not."""
    a, b, c, d = registration.pixels(Box(0, 0, *page_mm))
    pairs = (np.linalg.norm(a - b), np.linalg.norm(d - c)), (np.linalg.norm(b - c), np.linalg.norm(a - d))
    return any(abs(p - q) > _SQUARE * max(p, q) for p, q in pairs)
