"""Hatching: an oval filled with parallel lines, told from a mark that was scribbled over.

Along the lines' own direction every stroke is long, and between the lines lies clean paper. A stroke that runs another
way, as an arm of a cross below a scribble does, is short in that direction or lies in the paper between. Lines so close
that no paper is left between them are no hatching that can be told from a scribble.
"""

from functools import lru_cache
from itertools import pairwise

import cv2
import numpy as np

from print.scanning.habits.lone_mark import LoneMark
from print.scanning.page.flat_page import PX

LINE_MM = 1.7  # a hatching line is at least so long; a stroke across the lines is shorter along them
END = 5  # pixels: round ends of lines that are theirs
STRAY_MM2 = 0.15  # mm² of ink that may be in no line
BEYOND = 2.2  # millimetres a line may reach beyond the oval
INSET = 0.3  # millimetres: the oval's own line
LEAST_ROOM = 10  # pixels of the oval that a line across the page of hatching must have to be judged
INKED, BARE = 0.7, 0.3  # share of it that is ink: a line; paper between two
LEAST_GAPS = 2
_STEP = 5  # degrees in which the lines' direction is looked for
_LEANS = (-8, -4, 0, 4, 8)  # degrees beside it in which they may part more clearly


def is_hatched(mark: LoneMark) -> bool:
    """Tell whether a mark is nothing but parallel lines in its oval with paper between them."""
    if (mark.ink.astype(bool) & (mark.off > BEYOND)).any():
        return False
    angle, lines = _lines(mark.ink)
    theirs = cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (END, END)))
    if np.count_nonzero(mark.ink > theirs) > STRAY_MM2 * PX**2:
        return False
    return max(_gaps(mark, angle + lean) for lean in _LEANS) >= LEAST_GAPS


def _lines(ink: np.ndarray) -> tuple[int, np.ndarray]:
    """Return the direction in degrees along which most ink is in long lines, and that ink."""
    opened = ((angle, cv2.morphologyEx(ink, cv2.MORPH_OPEN, _line(angle))) for angle in range(0, 180, _STEP))
    return max(opened, key=lambda each: int(np.count_nonzero(each[1])))


def _gaps(mark: LoneMark, angle: int) -> int:
    """Return how often clean paper lies between two lines of ink of this direction, all through the oval."""
    inside = mark.off < -INSET
    place = _across(mark.off.shape[0], angle)
    place = place - place[inside].min()
    room = np.bincount(place[inside])
    inked = np.bincount(place[inside & (mark.ink > 0)], minlength=len(room))
    share = (inked / np.maximum(room, 1))[room >= LEAST_ROOM]
    seen = [bool(each > INKED) for each in share if each > INKED or each < BARE]
    turns = sum(one != other for one, other in pairwise(seen))
    ends = sum(not each for each in (seen[:1] + seen[-1:]))
    return (turns - ends) // 2 if seen else 0


@lru_cache(maxsize=64)
def _across(size: int, angle: int) -> np.ndarray:
    """Return each pixel's distance, in whole pixels, from a line of this direction through the middle."""
    y, x = np.mgrid[0:size, 0:size] - size / 2
    turn = np.deg2rad(angle)
    return np.asarray(np.floor(x * np.sin(turn) + y * np.cos(turn)), int)


@lru_cache(maxsize=64)
def _line(angle: int) -> np.ndarray:
    half = round(LINE_MM * PX / 2)
    picture = np.zeros((2 * half + 1, 2 * half + 1), np.uint8)
    turn = np.deg2rad(angle)
    dx, dy = half * np.cos(turn), half * np.sin(turn)
    cv2.line(picture, (round(half - dx), round(half + dy)), (round(half + dx), round(half - dy)), 1)
    return picture
