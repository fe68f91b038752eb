"""The habit of a mark that goes to a person: a big tick, hatching, a cross drawn without lifting the pen.

What is recognised is only a candidate. A person sees it, and so many of one sheet confirmed accept the rest of that
sheet (``survey_app/scanning/own_hand.py``). A mark that may have been taken back (a ring, a scribble, a line through it)
is never one, and no mark where a second oval could be meant.

- ``habit_of(rows, at, seen, reason) -> Recognised | None``
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from print.geometry import Row
from print.scanning.habits.hatching import is_hatched
from print.scanning.habits.lone_mark import LoneMark, lone_mark, one_piece
from print.scanning.habits.stroke_path import stroke_path
from print.scanning.habits.strokes import is_big_tick, is_one_stroke_cross
from print.scanning.page.flat_page import PX
from print.scanning.rows.classify import RowCode
from print.scanning.rows.measure import PageInk

# Stored and never changed, like the reasons of rows.
Habit = Literal["big tick", "hatched", "one-stroke cross"]
# Reasons that a habit may explain. What is faint, several, on words or on a spoiled sheet is none of the hand.
EXPLAINED: Final[frozenset[RowCode]] = frozenset(
    {"struck through", "scribbled", "circled", "small mark", "ink beside"}
)
WITHIN = 0.75  # of the way from an oval's middle to its line: a mark that goes so near is in it
AWAY = 1.25  # and one that stays so far from every other oval is in no other


@dataclass(frozen=True, slots=True)
class Recognised:
    """A habit, and the code of the one oval that its mark can mean."""

    habit: Habit
    code: int


def habit_of(rows: Sequence[Row], at: int, seen: PageInk, reason: RowCode) -> Recognised | None:
    """Return the habit of a row's mark, None where it is of none or something else may be meant.

    Args:
        rows: the page's rows.
        at: which of them.
        seen: the ink of the page.
        reason: why the row goes to a person.
    """
    if reason not in EXPLAINED or seen.pieces is None:
        return None
    mark = lone_mark(rows, at, seen.rows, seen.pieces)
    if mark is None or not _in_its_oval_alone(mark):
        return None
    habit = _habit(mark)
    return None if habit is None else Recognised(habit, mark.oval.code)


def _habit(mark: LoneMark) -> Habit | None:
    ink = one_piece(mark.ink)
    if ink is not None:
        path = stroke_path(ink)
        if is_big_tick(path, ink):
            return "big tick"
        if is_one_stroke_cross(path, ink, mark.oval.box):
            return "one-stroke cross"
    return "hatched" if is_hatched(mark) else None


def _in_its_oval_alone(mark: LoneMark) -> bool:
    """Tell whether the mark goes well into its oval, lies about it, and keeps away from all others."""
    size = np.array(mark.ink.shape[::-1]) / PX
    y, x = np.nonzero(mark.ink)
    x, y = (x + 0.5) / PX - size[0] / 2, (y + 0.5) / PX - size[1] / 2
    half = mark.oval.box.w / 2, mark.oval.box.h / 2
    if (
        np.hypot(x / half[0], y / half[1]).min() > WITHIN
        or np.hypot(x.mean() / half[0], y.mean() / half[1]) > 1
    ):
        return False
    near = mark.others[(np.abs(mark.others[:, :2]) < size).all(axis=1)]
    return all(np.hypot((x - cx) / a, (y - cy) / b).min() > AWAY for cx, cy, a, b in near)
