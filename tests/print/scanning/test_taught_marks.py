"""What a form teaches by its drawings is read as it teaches: both right marks are taken, the repair goes to a person."""

import numpy as np
import pytest

from print.drawing.ink import Ring, Rule
from print.layout.first_page.how_to_mark import how_to
from print.layout.sizes import ORDINARY
from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from tests.print import pens
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import _draw, ink, page_of

pytestmark = pytest.mark.slow

DRAWN = ("cross", "tick", "repair")


@pytest.fixture(scope="module")
def paper(small):
    return BlankForm(small)


def taught(questionnaire):
    """Return the strokes of each drawing, in millimetres from the top-left corner of the oval they are in."""
    block = how_to(questionnaire, ORDINARY)
    ovals = [thing.box for thing in block.ink if isinstance(thing, Ring) and thing.box.w == ORDINARY.oval[0]]
    return dict(zip(DRAWN, (_strokes(block, ovals[i]) for i in (0, 1, 5)), strict=True))


def _strokes(block, box):
    return [
        np.array([(one.x1 - box.x, one.y1 - box.y), (one.x2 - box.x, one.y2 - box.y)])
        for one in block.ink
        if isinstance(one, Rule)
        and box.x < (one.x1 + one.x2) / 2 < box.x + box.w
        and box.y < (one.y1 + one.y2) / 2 < box.y + box.h
    ]


def read_marked(paper, number, marks_of, *, seed):
    """Return a page as read after strokes were laid into it: ``marks_of`` gives a row's drawings and their ovals."""
    rng = np.random.default_rng(seed)
    drawings, pen = taught(paper.questionnaire), pens.a_pen("blue", rng)
    image = paper.grey_page(number).copy()
    mask = np.zeros(image.shape[:2], np.uint8)
    for row in page_of(paper.layout, number).rows:
        for drawing, oval in marks_of(row):
            corner = np.array([oval.box.x, oval.box.y]) + rng.normal(0, 0.2, 2)
            _draw(mask, [stroke + corner for stroke in drawings[drawing]], pen)
    ink(image, mask, pen, rng)
    scanned = scan(image, CONDITIONS["200 dpi grey"], seed=seed)
    return read_image(scanned, layouts_of(paper.questionnaire), file="a.png", image=0)


@pytest.mark.parametrize("drawing", ["cross", "tick"])
def test_both_marks_shown_as_right_are_accepted(paper, drawing):
    for number in paper.pages_with_rows:
        rows = {row.item: row for row in page_of(paper.layout, number).rows}
        read = read_marked(paper, number, lambda row: [(drawing, row.ovals[-1])], seed=number)

        assert {row.item: row.code for row in read.rows} == {
            name: row.ovals[-1].code for name, row in rows.items()
        }


def test_a_repair_as_taught_always_goes_to_a_person_whichever_oval_it_cancels(paper):
    for seed, number in enumerate(paper.pages_with_rows * 2):
        read = read_marked(
            paper,
            number,
            lambda row, back=seed % 2: [
                ("repair", row.ovals[-1 if back else 0]),
                ("cross", row.ovals[0 if back else -1]),
            ],
            seed=seed,
        )
        several = [row for row in read.rows if len(row.ink) > 1]

        assert len(several) > 2
        assert {row.state for row in several} == {"review"}


def test_a_mark_crossed_out_as_taught_with_no_other_in_its_row_is_no_answer(paper):
    for seed, number in enumerate(paper.pages_with_rows * 2):
        read = read_marked(
            paper, number, lambda row, at=seed: [("repair", row.ovals[at % len(row.ovals)])], seed=seed
        )

        assert {row.state for row in read.rows} == {"review"}
