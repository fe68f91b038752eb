"""Whose ink it is, what is handwriting and what a rule, and how often strokes cut, with ink painted by hand."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from print.geometry import Box, Oval, Row
from print.scanning.page.flat_page import PX, Flat
from print.scanning.rows.handwriting import WRITTEN, ink_in
from print.scanning.rows.ink_origin import with_origins
from print.scanning.rows.regions import stencil
from print.scanning.rows.row_ink import OvalInk, RowInk, cut
from print.scanning.rows.stroke_cuts import _curves, cuts

WIDE, HIGH = 45, 10


def a_row(name="A"):
    ovals = (Oval(k + 1, Box(4.5 + 15 * k, 3, 6, 4)) for k in range(3))
    return Row(name, Box(0, 0, WIDE, HIGH), tuple(ovals))


STENCIL = stencil(a_row())
CLEAN = OvalInk(0.0, 0.0, 0.0, 0.0, 0.0, 0.9, struck=False)


def origins(strong, *, rows=2, darkest=1, free=5.0):
    """Tell linked, spilt and across of rows that stand below each other; the darkest oval is one of the first row's."""
    measured = [
        RowInk(tuple(replace(CLEAN, inside=0.3 * (k == darkest)) for k in range(3)), free, 0.0, 0.0, 0.0, 0.9)
        for _ in range(rows)
    ]
    places = [(0, round(i * 12 * PX)) for i in range(rows)]
    found = with_origins(measured, strong, [STENCIL] * rows, places)
    return [(ink.linked, ink.spilt, ink.across) for ink in found]


def sheet(rows=2):
    return np.zeros((round(12 * rows * PX), round(WIDE * PX)), np.uint8)


def level(strong, x1, x2, y, thick=4):
    strong[round(y * PX) : round(y * PX) + thick, round(x1 * PX) : round(x2 * PX)] = 255


def free_between(x1, x2, y, thick=4):
    top, left = round(y * PX), round(x1 * PX)
    return (STENCIL.regions[top : top + thick, left : round(x2 * PX)] == 0).sum() / PX**2


def test_free_ink_that_hangs_together_with_the_darkest_oval_is_its_own():
    strong = sheet()
    level(strong, 20, 30, 5)

    assert origins(strong)[0] == (pytest.approx(free_between(20, 30, 5)), 0, False)
    assert origins(strong, darkest=0)[0] == (0, 0, False)


def test_free_ink_that_touches_no_oval_is_nobodys():
    strong = sheet()
    level(strong, 0, 2, 0)

    assert origins(strong) == [(0, 0, False)] * 2


def test_free_ink_of_a_neighbours_mark_is_spilt():
    strong = sheet()
    strong[round(5 * PX) : round(20 * PX), round(30 * PX) : round(30 * PX) + 4] = 255
    level(strong, 20, 30.5, 17)
    first, second = origins(strong)

    assert first[0] == 0
    assert first[1] > 1
    assert second[0] > 1
    assert second[1] == 0
    assert first[2] is False


def test_a_line_down_through_the_darkest_oval_runs_across_and_one_beside_it_does_not():
    through, beside, short = sheet(1), sheet(1), sheet(1)
    middle, gap = round(22.5 * PX), round(30 * PX)
    through[: round(HIGH * PX), middle : middle + 3] = 255
    beside[: round(HIGH * PX), gap : gap + 3] = 255
    short[: round((HIGH - 1) * PX), middle : middle + 3] = 255

    assert origins(through, rows=1, free=0.0) == [(pytest.approx(0, abs=1.5), 0, True)]
    assert origins(beside, rows=1)[0][2] is False
    assert origins(short, rows=1)[0][2] is False


def down(top, low, rows=1, x=22.5):
    """A stroke of three pixels' width from one height to another, in pixels."""
    strong = sheet(rows)
    strong[top:low, round(x * PX) : round(x * PX) + 3] = 255
    return strong


BAND = round(HIGH * PX)


@pytest.mark.parametrize(
    ("top", "low", "across"), [(0, BAND, True), (1, BAND, False), (0, BAND - 1, False), (0, BAND + 9, True)]
)
def test_a_stroke_one_pixel_short_of_an_edge_of_the_band_does_not_run_across(top, low, across):
    assert origins(down(top, low), rows=1)[0][2] is across


@pytest.mark.parametrize(("top", "low"), [(0, BAND - 1), (1, BAND)])
def test_ink_on_one_edge_alone_is_not_traced(top, low):
    assert origins(down(top, low), rows=1, free=0.0) == [(0, 0, False)]


def test_a_stroke_across_is_linked_with_all_that_lies_free_of_it():
    x = round(22.5 * PX)
    free = (STENCIL.regions[:, x : x + 3] == 0).sum() / PX**2

    assert free > 0
    assert origins(down(0, BAND), rows=1, free=0.0) == [(free, 0, True)]


@pytest.mark.parametrize("owner", range(3))
def test_what_a_mark_spills_into_another_row_is_counted_in_square_millimetres(owner):
    first, last = min(owner, 1), max(owner, 1)
    if owner == 1:
        first, last = 1, 2
    strong = sheet(3)
    pitch, x = round(12 * PX), round(28.5 * PX)
    level(strong, 22, 29, 12 * owner + 5)
    strong[first * pitch + 5 * 8 : last * pitch + 5 * 8, x : x + 4] = 255
    rows = origins(strong, rows=3)
    other = last if owner == first else first
    here = strong[other * pitch : other * pitch + BAND] > 0

    assert rows[other][:2] == (0, (here & (STENCIL.regions == 0)).sum() / PX**2)
    assert rows[owner][0] > 0
    assert rows[owner][1] == 0


def test_rows_with_hardly_any_free_ink_are_not_traced():
    strong = sheet()
    level(strong, 20, 30, 5)

    assert origins(strong, free=0.3) == [(0, 0, False)] * 2
    assert origins(strong, free=0.31)[0][0] > 0


@pytest.mark.parametrize(
    ("x", "y", "seen"),
    [
        (1, 1, [[5, 6], [8, 9]]),
        (-1, 0, [[0, 1], [0, 4]]),
        (2, 0, [[3, 0], [6, 0]]),
        (0, -1, [[0, 0], [1, 2]]),
        (1, 2, [[8, 9], [0, 0]]),
        (-5, 0, [[0, 0], [0, 0]]),
        (0, 9, [[0, 0], [0, 0]]),
    ],
)
def test_a_part_that_leaves_the_image_is_clean_there(x, y, seen):
    image = np.arange(1, 10, dtype=np.uint8).reshape(3, 3)

    assert cut(image, x, y, (2, 2)).tolist() == seen


BOX = Box(10, 5, 60, 22.2)


def box_of(*marks):
    dark = np.zeros((round(40 * PX), round(80 * PX)), np.uint8)
    for x, y, wide, high, tone in marks:
        dark[round(y * PX) : round((y + high) * PX), round(x * PX) : round((x + wide) * PX)] = tone
    return ink_in(Flat(dark, 1.0, np.full((5, 10), 240, np.uint8), PX), BOX)


FRAME = [(10, 5, 60, 0.5, 255), (10, 26.7, 60, 0.5, 255), (10, 5, 0.5, 22.2, 255), (69.5, 5, 0.5, 22.2, 255)]
RULES = [(13, 12.4, 54, 0.25, 255), (13, 19.8, 54, 0.25, 255)]


def test_the_frame_and_the_rules_of_a_box_are_no_handwriting():
    assert box_of(*FRAME, *RULES) == 0
    assert box_of((13, 12.4, 54, 0.25, 60)) == 0


@pytest.mark.parametrize("tone", [255, 120])
def test_ink_in_a_box_is_counted_in_square_millimetres(tone):
    assert box_of(*FRAME, *RULES, (20, 8, 2, 2, tone)) == pytest.approx(4, rel=0.35)
    assert box_of((20, 8, 2, 2, 255), (40, 15, 1, 2, 255)) == pytest.approx(6, rel=0.35)


def test_ink_beside_a_box_is_not_in_it():
    assert box_of((5, 8, 4, 4, 255), (72, 8, 4, 4, 255), (20, 1, 4, 3, 255), (20, 29, 4, 4, 255)) == 0


def test_a_short_line_is_handwriting_and_one_over_a_third_of_the_box_a_rule():
    assert box_of((20, 10, 0.30 * 57, 0.5, 255)) > 4
    assert box_of((20, 10, 0.45 * 57, 0.5, 255)) == 0


def strokes(*ends, thick=4):
    paper = np.zeros((112, 112), np.uint8)
    for (x1, y1), (x2, y2) in ends:
        cv2.line(paper, (56 + x1, 56 + y1), (56 + x2, 56 + y2), 255, thick)
    return cuts(paper, (56.0, 56.0), (6.0, 4.2))


FALLING, RISING = ((-20, -18), (20, 18)), ((-20, 18), (20, -18))


@pytest.mark.parametrize(
    ("ends", "count"),
    [
        ((), 0),
        ((((0, 0), (40, 0)),), 1),
        ((((-40, 0), (40, 0)),), 2),
        ((FALLING, RISING), 4),
        ((FALLING, RISING, ((-40, 0), (40, 0))), 6),
        ((FALLING, RISING, ((0, 0), (40, 0))), 5),
    ],
)
def test_strokes_cut_the_curves_of_an_oval_as_often_as_they_cross_it(ends, count):
    assert strokes(*ends) == count


def test_grains_of_pencil_are_one_stroke():
    dots = [((x, 0), (x, 0)) for x in range(-40, 41, 3)]

    assert strokes(*dots, thick=1) <= 2


def test_an_oval_at_the_edge_of_the_page_has_cuts_too():
    paper = np.zeros((60, 60), np.uint8)
    paper[8:12] = 255

    assert cuts(paper, (5.0, 10.0), (6.0, 4.2)) >= 1


def inked(*points, ring=3):
    """How often ink on one curve alone cuts it, painted at some of the curve's points, a pixel apart."""
    curves = _curves(6.0, 4.0)
    strong = np.zeros((120, 120), np.uint8)
    for point in points:
        at = curves.starts[ring] + point
        strong[int(np.rint(60 + curves.y[at] - 0.5)), int(np.rint(60 + curves.x[at] - 0.5))] = 255
    return cuts(strong, (60, 60), (6.0, 4.0))


@pytest.mark.parametrize(
    ("points", "count"),
    [
        ((), 0),
        ((10,), 0),
        ((10, 11), 1),
        ((10, 11, 13, 14), 1),
        ((10, 11, 14, 15), 1),
        ((10, 11, 16, 17), 2),
        ((10, 11, 12, 40, 41, 60, 61), 3),
        ((10, 11, 12, 30), 1),
        ((0, 1, 30, 31), 2),
    ],
)
def test_a_gap_of_two_pixels_is_closed_and_a_tip_of_one_is_no_stroke(points, count):
    assert inked(*points) == count


def test_a_stroke_through_marks_of_two_rows_is_each_rows_own_and_spilt_into_neither():
    strong = sheet()
    strong[round(4 * PX) : round(18 * PX), round(22 * PX) : round(23 * PX)] = 255

    (above, spilt_above, _), (below, spilt_below, _) = origins(strong)

    assert above > 0
    assert below > 0
    assert (spilt_above, spilt_below) == (0, 0)


@pytest.mark.parametrize("falls", range(0, 9, 2))
def test_a_printed_rule_that_falls_by_a_millimetre_is_no_handwriting(falls):
    dark = np.zeros((30 * 8, 190 * 8), np.uint8)
    cv2.line(dark, (0, 120), (190 * 8, 120 + falls), 255, 1)

    assert ink_in(Flat(dark, 1.0, np.full((30, 190), 240, np.uint8), PX), Box(2, 2, 185, 26)) < WRITTEN / 4
