"""Two strokes are a cross; a third one strikes it through."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from print.geometry import Box
from print.scanning.page.flat_page import PX
from print.scanning.page_reader import read_image
from print.scanning.rows.classify import TWO_STROKES_CUTS, classify
from print.scanning.rows.row_ink import MarkShape, MarkStrokes, OvalInk, RowInk
from print.scanning.rows.stroke_cuts import cuts
from print.scanning.scan import layouts_of
from tests.print import pens
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import page_of
from tests.print.trial import one_page, run

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

SIZE = (6.0, 4.2)
SIDE = 14.0  # millimetres of paper round the oval
OVAL = Box(SIDE / 2 - SIZE[0] / 2, SIDE / 2 - SIZE[1] / 2, *SIZE)


def drawn(strokes, width=0.5):
    paper = np.zeros((round(SIDE * PX),) * 2, np.uint8)
    for stroke in strokes:
        points = np.round(np.asarray(stroke) * PX * 16).astype(np.int32)
        cv2.polylines(paper, [points[:, None]], False, 255, round(width * PX), cv2.LINE_AA, 4)
    return cv2.threshold(paper, 71, 255, cv2.THRESH_BINARY)[1]


def cuts_of(strokes, width=0.5):
    return cuts(drawn(strokes, width), (SIDE / 2 * PX, SIDE / 2 * PX), SIZE)


point = st.tuples(st.floats(3, SIDE - 3), st.floats(3, SIDE - 3))


@settings(derandomize=True)
@given(first=st.tuples(point, point), second=st.tuples(point, point), width=st.floats(0.3, 1.2))
def test_two_straight_strokes_never_look_like_three(first, second, width):
    assert cuts_of([first, second], width) <= TWO_STROKES_CUTS


@pytest.mark.parametrize("seed", range(20))
def test_a_line_through_a_cross_is_counted_however_short(seed):
    rng = np.random.default_rng(seed)
    middle = SIDE / 2
    line = [(middle - 3.0, middle + rng.uniform(-0.2, 0.2)), (middle + 3.0, middle + rng.uniform(-0.2, 0.2))]
    cross = [
        [(middle - 2.3, middle - 2.0), (middle + 2.3, middle + 2.0)],
        [(middle + 2.3, middle - 2.0), (middle - 2.3, middle + 2.0)],
    ]

    assert cuts_of(cross) == TWO_STROKES_CUTS
    assert cuts_of([*cross, line]) > TWO_STROKES_CUTS


@pytest.mark.parametrize("habit", ["cross", "tick", "slash", "big tick"])
def test_a_plain_mark_is_never_counted_as_struck_through(habit):
    rng = np.random.default_rng(3)

    most = max(cuts_of(pens.CLEAR[habit](OVAL, rng), 0.5) for _ in range(200))

    assert most <= TWO_STROKES_CUTS


def test_a_filled_oval_may_have_as_many_strokes_as_it_takes():
    clean = OvalInk(0.0, 0.0, 0.0, 0.0, 0.0, 0.9, struck=False)
    full = OvalInk(
        0.95,
        0.0,
        0.8,
        0.3,
        1.0,
        0.9,
        struck=False,
        cuts=7,
        shape=MarkShape(dense=1.2, ragged=0.1, strokes=MarkStrokes(9.0, 5.0, 2.0)),
    )

    assert classify([1, 2], RowInk((clean, full), 0.0, 0.0, 0.0, 0.0, 0.9)).code == 2


def test_crosses_that_were_struck_through_are_left_to_a_person(small):
    tally = run(BlankForm(small), CONDITIONS["200 dpi grey"], range(712, 720), only="cancelled", strays=0)

    assert tally.accepted <= 1
    assert tally.ambiguous >= 60


@pytest.mark.parametrize("habit", pens.ODD)
def test_an_honest_mark_that_looks_struck_through_is_read_right_or_left_to_a_person(small, habit):
    tally = run(BlankForm(small), CONDITIONS["200 dpi grey"], range(720, 724), only=habit, strays=0)

    assert tally.identified == tally.pages
    assert tally.accepted > 0
    assert tally.wrong == []


@pytest.mark.parametrize("slope", [0.2, 0.5, -0.4])
def test_a_line_over_the_form_answers_no_row_that_it_crosses(small, slope):
    paper = BlankForm(small)
    number = paper.layout.pages[-1].number
    row = page_of(paper.layout, number).rows[4]
    box = row.ovals[2].box
    filled, _ = one_page(paper, number, CONDITIONS["200 dpi grey"], seed=9, only="blank", strays=0)
    px = filled.image.shape[1] / paper.layout.page_mm[0]
    ends = [
        (round((box.x + box.w / 2 + slope * down) * px), round((box.y + box.h / 2 + down) * px))
        for down in (-9.0, 9.0)
    ]
    cv2.line(filled.image, *ends, 40, 6, cv2.LINE_AA)

    reading = read_image(
        scan(filled.image, CONDITIONS["200 dpi grey"], seed=9), layouts_of(small), file="x", image=0
    )

    seen = next(each for each in reading.rows if each.item == row.item)
    assert (seen.code, seen.reason) == (None, "ink beside")
    assert all(each.code in {None, 0} for each in reading.rows)
