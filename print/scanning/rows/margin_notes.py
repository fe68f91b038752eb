"""Margin notes: what somebody wrote on no row's paper, as places that a person is shown to type what they say.

A piece of ink is a note's where more than half of it lies on no row's paper: a ring round words that runs over is
still the row's. What reaches the sheet's edge is a torn corner or the scanner's bed.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from print.geometry import Box

MARGIN_MM2 = 10.0  # mm² of a page's notes: more than a stray line, less than two words
LEAST_NOTE = 3.0  # mm² of one note; what is smaller is a stray stroke beside one
TOGETHER = 8.0  # millimetres of paper between strokes of one note: its words and lines
_EDGE = 3.5  # millimetres of the sheet's own edge, where the bed shows
MOST = 4  # notes of a page; more of them, as of a stained sheet, are shown in one picture


@dataclass(frozen=True, slots=True)
class Note:
    """A place with a note, in millimetres of the page, and the mm² of ink in it."""

    box: Box
    ink: float


def margin_notes(labels: np.ndarray, off: np.ndarray, per_mm: float) -> tuple[Note, ...]:
    """Return the notes of a page from top to bottom, none where there is too little ink to say anything.

    Args:
        labels: the pieces of foreign ink, numbered from 1, 0 where there is none.
        off: where such ink lies on no row's paper and in no oval.
        per_mm: pixels a millimetre of both pictures.
    """
    least = MARGIN_MM2 * per_mm**2
    if np.count_nonzero(off) <= least:
        return ()
    outside = np.bincount(labels[off], minlength=int(labels.max()) + 1)
    mostly = 2 * outside > np.bincount(labels.ravel(), minlength=len(outside))
    side = round(_EDGE * per_mm)
    for edge in (labels[:side], labels[-side:], labels[:, :side], labels[:, -side:]):
        mostly[np.unique(edge)] = False
    mostly[0] = False
    ink = mostly[labels]
    if np.count_nonzero(ink) <= least:
        return ()
    notes = [note for note in _together(ink, per_mm) if note.ink >= LEAST_NOTE]
    if 0 < len(notes) <= MOST:
        return tuple(sorted(notes, key=lambda note: (note.box.y, note.box.x)))
    return (_note(ink, per_mm),)


def _together(ink: np.ndarray, per_mm: float) -> list[Note]:
    side = round(TOGETHER * per_mm) | 1
    near = cv2.dilate(ink.view(np.uint8), np.ones((side, side), np.uint8))
    count, groups = cv2.connectedComponents(near, connectivity=8, ltype=cv2.CV_32S)
    return [_note(ink & (groups == group), per_mm) for group in range(1, count)]


def _note(ink: np.ndarray, per_mm: float) -> Note:
    x, y, wide, high = (side / per_mm for side in cv2.boundingRect(ink.view(np.uint8)))
    return Note(Box(x, y, wide, high), float(np.count_nonzero(ink) / per_mm**2))
