"""What a mark's line says: a big tick, a cross in one stroke, hatching; and what looks like them and is none."""

import cv2
import numpy as np
import pytest

from print.geometry import Box, Oval
from print.scanning.habits.hatching import is_hatched
from print.scanning.habits.lone_mark import REACH, LoneMark, window_of
from print.scanning.habits.stroke_path import branches, stroke_path
from print.scanning.habits.strokes import is_big_tick, is_one_stroke_cross
from print.scanning.page.flat_page import PX
from tests.print import habits, pens

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow

OVAL = Box(-3.0, -2.1, 6.0, 4.2)
SEEDS = range(30)


def drawn(*strokes, width=0.5):
    """The strokes in millimetres from the oval's middle, 1 where there is ink."""
    half = 2 * round(REACH * PX / 2)
    paper = np.zeros((2 * half, 2 * half), np.uint8)
    for stroke in strokes:
        points = np.round((np.asarray(stroke, float) * PX + half) * 16).astype(np.int32)
        cv2.polylines(paper, [points[:, None]], False, 1, max(1, round(width * PX)), cv2.LINE_8, 4)
    return paper


def looked_at(ink):
    path = stroke_path(ink)
    mark = LoneMark(Oval(1, OVAL), ink, window_of(Oval(1, OVAL)).off, np.zeros((0, 4)))
    seen = {
        "big tick": is_big_tick(path, ink),
        "one-stroke cross": is_one_stroke_cross(path, ink, OVAL),
        "hatched": is_hatched(mark),
    }
    return {name for name, so in seen.items() if so}


TICK = [(-3.0, -1.0), (-1.5, 1.5), (3.0, -4.0)]
CROSS = [(-2.4, -1.9), (2.4, 1.9)], [(2.4, -1.9), (-2.4, 1.9)]
JOINED = [(-2.4, -1.9), (2.4, 1.9), (2.4, -1.9), (-2.4, 1.9)]
LINES = [[(x - 0.7, 1.6), (x + 0.7, -1.6)] for x in (-1.8, -0.6, 0.6, 1.8)]


def test_each_habit_is_told_by_its_shape():
    assert looked_at(drawn(TICK)) == {"big tick"}
    assert looked_at(drawn(JOINED)) == {"one-stroke cross"}
    assert looked_at(drawn(*LINES, width=0.4)) == {"hatched"}


RING = pens._ring(np.zeros(2), 4.0, 3.2, np.random.default_rng(1), turns=1.1)
NONE = {
    "a cross of two strokes": CROSS,
    "a cross with a line through its middle": (*CROSS, [(-4.5, 0.1), (4.5, -0.1)]),
    "a joined cross with a line through it": (JOINED, [(-4.5, 0.2), (4.5, 0.2)]),
    "a joined cross with a line above its middle": (JOINED, [(-4.5, -1.0), (4.5, -1.0)]),
    "a joined cross with a line down beside its middle": (JOINED, [(-1.2, -4.0), (-1.2, 4.0)]),
    "a cross joined on both sides": ([*JOINED, JOINED[0]],),
    "a tick with a line through it": (TICK, [(-4.0, 0.3), (4.0, 0.3)]),
    "a tick with a second tick": (TICK, [(-2.0, -1.0), (-0.5, 1.5), (4.0, -3.0)]),
    "a tick with a line from the end of its short arm": (TICK, [(-3.2, -1.0), (3.0, 0.2)]),
    "a tick with a short line through its foot": (TICK, [(-2.6, 1.2), (-0.4, 1.2)]),
    "a tick in a ring": (TICK, RING),
    "a tick upside down": ([(-3.0, 1.0), (-1.5, -1.5), (3.0, 4.0)],),
    "a tick whose long arm comes first": ([(-3.0, -4.0), (1.5, 1.5), (3.0, -1.0)],),
    "a hook that goes back to the left": ([(1.0, -0.5), (3.0, 1.5), (1.5, -4.0)],),
    "a single stroke": ([(-3.0, 3.0), (3.0, -3.0)],),
    "a small tick": ([(-1.0, -0.5), (0.0, 1.2), (1.2, -1.2)],),
    "a ring whose ends cross": (RING,),
    "hatching over a cross": (*LINES, *CROSS),
    "hatching with a line through it": (*LINES, [(-3.5, 0.0), (3.5, 0.0)]),
    "hatching without paper between": ([(x - 0.7, y) for x in np.arange(-2, 2.3, 0.3) for y in (1.6, -1.6)],),
    "three lines and half of the oval bare of the fourth": (LINES[0], LINES[1]),
}


@pytest.mark.parametrize("strokes", NONE.values(), ids=NONE)
def test_what_may_be_taken_back_or_means_something_else_is_no_habit(strokes):
    assert looked_at(drawn(*strokes, width=0.4)) == set()


def moved(strokes):
    return [np.asarray(stroke) for stroke in strokes]


@pytest.mark.parametrize("width", [0.35, 0.5, 0.7])
@pytest.mark.parametrize("cancelled", [pens.struck_out, *habits.CANCELLED.values()])
def test_no_cancelled_mark_of_any_pen_shows_a_habit(cancelled, width):
    seen = [
        looked_at(drawn(*moved(cancelled(OVAL, np.random.default_rng(seed))), width=width)) for seed in SEEDS
    ]

    assert seen == [set()] * len(SEEDS)


@pytest.mark.parametrize(
    ("made", "name", "least"),
    [(habits.huge_tick, "big tick", 27), (pens.cross_in_one_go, "one-stroke cross", 24)],
)
def test_a_hand_that_trembles_still_shows_its_habit(made, name, least):
    seen = [looked_at(drawn(*moved(made(OVAL, np.random.default_rng(seed))))) for seed in SEEDS]

    assert seen.count({name}) >= least
    assert all(each <= {name} for each in seen)


def test_a_line_has_its_tips_its_crossing_and_its_loop():
    plain, crossed, joined = (stroke_path(drawn(*each)) for each in ((TICK,), CROSS, (JOINED,)))

    assert [len(path.tips) for path in (plain, crossed, joined)] == [2, 4, 2]
    assert [len(path.crossings) > 0 for path in (plain, crossed, joined)] == [False, True, True]
    assert [path.holes for path in (plain, crossed, joined)] == [0, 0, 1]
    assert plain.width == pytest.approx(0.5, abs=0.2)
    assert plain.length == pytest.approx(10.0, rel=0.1)
    assert [len(branches(path)) for path in (plain, crossed)] == [1, 4]
