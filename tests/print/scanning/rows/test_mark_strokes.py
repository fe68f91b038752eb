"""Strokes of drawn marks: what two and three of them leave, which are level, and how wide the page's pen is."""

import cv2
import numpy as np
import pytest

from print.scanning.page.flat_page import PX
from print.scanning.rows.mark_strokes import mark_ink, pen_width, strokes_of
from print.scanning.rows.oval_window import oval_window

WINDOW = oval_window(4.6, 3.2, PX, 4.8)
PEN = 0.5  # millimetres

DOWN, UP = ((-2.2, -1.9), (2.2, 1.9)), ((-2.2, 1.9), (2.2, -1.9))
CROSS = (DOWN, UP)
TICK = (((-1.4, -0.4), (-0.3, 1.4)), ((-0.3, 1.4), (2.2, -2.0)))
SIDE = ((2.2, -1.9), (2.2, 1.9))
THROUGH = ((-3.2, 0.2), (3.2, -0.1))


def drawn(*lines, wide=PEN):
    """Return the ink of lines, given by their ends in millimetres from the oval's middle."""
    image = np.zeros(WINDOW.shape, np.uint8)
    for line in lines:
        ends = [tuple(round((at + WINDOW.shape[0] / 2 / PX) * PX) for at in end) for end in line]
        cv2.line(image, *ends, 255, round(wide * PX))
    return mark_ink(image, WINDOW)


@pytest.mark.parametrize("lines", [CROSS, TICK, (DOWN,)], ids=["cross", "tick", "slash"])
def test_two_strokes_leave_nothing_of_a_plain_mark(lines):
    strokes = strokes_of(drawn(*lines), PEN)

    assert strokes.two < 0.3
    assert not strokes.level


def test_one_stroke_leaves_nothing_of_a_slash_and_an_arm_of_a_cross():
    assert strokes_of(drawn(DOWN), PEN).one < 0.2
    assert strokes_of(drawn(*CROSS), PEN).one > 2.0


def test_a_line_through_a_cross_is_a_third_stroke_about_level_that_passes_where_the_arms_cross():
    strokes = strokes_of(drawn(*CROSS, THROUGH), PEN)

    assert strokes.two > 1.1
    assert strokes.three < 0.3
    assert strokes.level
    assert strokes.aside < 0.6


def test_the_side_of_a_cross_in_one_go_ends_at_its_arms_and_passes_by_their_crossing():
    strokes = strokes_of(drawn(*CROSS, SIDE), PEN)

    assert strokes.two > 0.5
    assert strokes.three < 0.3
    assert strokes.gap < 1.6
    assert strokes.aside > 1.6
    assert not strokes.level


@pytest.mark.parametrize("slope", [0.42, -0.42, 0.48, -0.48])
def test_a_line_is_level_up_to_a_slope(slope):
    line = ((-3.0, -3.0 * slope), (3.0, 3.0 * slope))

    assert strokes_of(drawn(line), PEN).level == (abs(slope) < 0.45)


@pytest.mark.parametrize(("half", "level"), [(1.8, False), (2.2, True)])
def test_a_short_level_line_is_none_through_a_mark(half, level):
    assert strokes_of(drawn(((-half, 2.4), (half, 2.4))), PEN).level == level


def test_a_scribble_leaves_more_after_three_strokes_than_a_cross_after_two():
    lines = [((-2.3, high), (2.3, high + 0.6)) for high in np.linspace(-2.4, 1.8, 8)]
    strokes = strokes_of(drawn(*CROSS, *lines), PEN)

    assert strokes.two > 3.0
    assert strokes.three > 1.1


def test_an_empty_window_has_no_strokes():
    strokes = strokes_of(drawn(), PEN)

    assert (strokes.one, strokes.two, strokes.three, strokes.gap) == (0.0, 0.0, 0.0, float("inf"))


@pytest.mark.parametrize("wide", [0.5, 0.8, 1.2])
def test_a_cross_tells_how_wide_its_pen_draws(wide):
    assert drawn(*CROSS, wide=wide).width == pytest.approx(wide, abs=0.2)


def test_a_page_has_the_pen_of_most_of_its_marks_and_a_lone_wide_mark_none():
    thin, wide = drawn(*CROSS), drawn(*CROSS, wide=1.2)

    assert pen_width([thin, thin, wide, wide]) == pytest.approx(thin.width, abs=0.01)
    assert pen_width([wide] * 3) == pytest.approx(wide.width)
    assert pen_width([wide]) == 0.8
    assert pen_width([thin]) == thin.width
    assert pen_width([]) == 0.8


def test_a_thick_pen_s_cross_is_two_strokes_to_its_own_pen_and_a_scribble_to_a_thin_one():
    mark = drawn(*CROSS, wide=1.3)

    assert strokes_of(mark, 1.3).two < 0.2
    assert strokes_of(mark, PEN).two > strokes_of(mark, 1.3).two
