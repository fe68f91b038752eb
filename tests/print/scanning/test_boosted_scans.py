"""A scan whose contrast a program has raised: what is read depends on which printed tones are left."""

import cv2
import numpy as np
import pytest

from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from tests.print.blank_forms import BlankForm
from tests.print.damage import Condition, scan
from tests.print.filled_forms import Hand, fill, page_of

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow

CLEAN = Condition("clean", skew=0.5, jpeg=100, noise=1.5)
# Every other row is marked, in pencil so faint that a person only just sees it, or in black; the rest are empty.
FAINT = Hand("black", "cross", only="faint", each=2, ambiguous={}, strays=0)
BLACK = Hand("black", "cross", only="cross", each=2, ambiguous={}, strays=0)


@pytest.fixture(scope="module")
def paper(small):
    return BlankForm(small)


def boosted(grey, white):
    """Levels drawn apart, as phone programs do: what is lighter than this share of the paper becomes white."""
    low, high = 40.0, float(np.percentile(grey, 60)) * white
    return np.clip((grey - low) / (high - low) * 255, 0, 255).astype(np.uint8)


def read(paper, hand, white):
    filled = fill(paper.grey_page(2), page_of(paper.layout, 2), paper.number, hand, seed=5)
    grey = scan(filled.image, CLEAN, seed=5)
    image = grey if white is None else boosted(grey.astype(np.float32), white)
    image = cv2.imdecode(cv2.imencode(".jpg", image)[1], cv2.IMREAD_GRAYSCALE)
    return filled.truth, read_image(image, layouts_of(paper.questionnaire), file="a.jpg", image=0)


@pytest.mark.parametrize("white", [None, 0.97, 0.93, 0.9, 0.85, 0.75])
def test_a_faint_mark_is_never_an_empty_row_however_much_the_contrast_was_raised(paper, white):
    truth, reading = read(paper, FAINT, white)

    marked = [row for row in reading.rows if truth[row.item].style == "faint"]
    assert len(marked) > 4
    assert not [row.item for row in marked if row.code == 0]


def test_where_the_pale_tone_is_half_gone_dark_marks_are_accepted_and_empty_rows_are_not(paper):
    truth, reading = read(paper, BLACK, 0.9)

    marks = [row for row in reading.rows if truth[row.item].code]
    assert sum(row.code == truth[row.item].code for row in marks) > 0.7 * len(marks)
    assert {row.reason for row in reading.rows if row not in marks} == {"washed out"}


def test_where_the_pale_tone_is_gone_nothing_is_accepted(paper):
    _, reading = read(paper, BLACK, 0.85)

    assert (reading.state, {row.code for row in reading.rows}) == ("photocopied", {None})
