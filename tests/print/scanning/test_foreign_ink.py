"""Answers given beside the ovals: whatever is not print goes to a person, and clean rows do not."""

import cv2
import numpy as np
import pytest

from print.scanning.image_files import darkest
from print.scanning.page_reader import read_image
from print.scanning.scan import layouts_of
from tests.print import habits
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS, scan
from tests.print.filled_forms import Hand, fill, page_of
from tests.print.trial import one_page, run

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

PLAIN = CONDITIONS["200 dpi grey"]


@pytest.fixture(scope="module")
def paper(small):
    return BlankForm(small)


@pytest.mark.parametrize("habit", habits.ON_WORDS)
def test_a_row_whose_words_are_marked_is_no_blank(paper, habit):
    tally = run(paper, PLAIN, range(20, 24), only=habit, strays=0)

    assert tally.ambiguous_review >= tally.ambiguous - 1 > 20


@pytest.mark.parametrize("condition", ["200 dpi grey", "100 dpi grey", "print 93 to 105 %", "skew 5"])
def test_a_form_that_nobody_marked_has_no_foreign_ink(paper, condition):
    tally = run(paper, CONDITIONS[condition], range(30, 34), only="blank", strays=0)

    assert tally.clear_review == 0
    assert tally.accepted == 40


@pytest.mark.parametrize("dpi", ["100 dpi grey", "200 dpi grey"])
def test_the_large_letters_of_large_print_are_no_foreign_ink(small, dpi):
    large = BlankForm(small, large=True)
    layouts = layouts_of(small)

    for number in large.pages_with_rows:
        image = scan(large.page(number), CONDITIONS[dpi], seed=number)
        reading = read_image(image, layouts, file="x", image=0)
        assert {(row.item, row.reason) for row in reading.rows if row.state == "review"} == set()


def test_a_tick_on_the_words_of_an_option_suggests_it(paper):
    filled, image = one_page(paper, 1, PLAIN, seed=41, only="tick on words", strays=0, pen="black")
    reading = read_image(image, layouts_of(paper.questionnaire), file="a.png", image=0)
    lists = {row.item for row in page_of(paper.layout, 1).rows if row.band.w < 20}
    suggested = [row.suggest for row in reading.rows if row.item in lists and row.reason == "words marked"]
    meant = [
        filled.truth[row.item].code
        for row in reading.rows
        if row.item in lists and row.reason == "words marked"
    ]

    assert len(meant) >= 2
    assert suggested == meant


def test_an_empty_page_and_ink_in_a_margin_are_warned_of(paper):
    layouts = layouts_of(paper.questionnaire)
    number = paper.pages_with_rows[-1]
    blank = fill(
        paper.grey_page(number),
        page_of(paper.layout, number),
        paper.number,
        Hand("black", "cross", only="blank", strays=0),
        seed=1,
    ).image
    empty = read_image(blank, layouts, file="a.png", image=0)
    last = max(row.band.y + row.band.h for row in page_of(paper.layout, number).rows)
    noted = blank.copy()
    for k in range(4):
        y = round((last + 6 + k) * 300 / 25.4)
        cv2.line(noted, (300, y), (1500, y + 9), 40, 6)

    assert "no mark" in empty.reason_codes
    assert "margin note" not in empty.reason_codes
    reading = read_image(noted, layouts, file="a.png", image=0)
    assert "margin note" in reading.reason_codes
    assert empty.notes == ()
    (note,) = reading.notes
    assert note.place == pytest.approx((25.1, last + 5.7, 102.1, 4.4), abs=0.8)
    x, y, wide, high = note.place
    around = np.array([x - 2, y - 2, wide + 4, high + 4]) * 300 / 25.4
    assert note.crop == pytest.approx(around, abs=3)


@pytest.mark.parametrize("top", [4.0, 288.0])
@pytest.mark.parametrize("condition", ["200 dpi grey", "100 dpi grey", "skew 5"])
def test_what_is_written_above_the_head_of_a_page_and_below_its_foot_is_a_note(paper, condition, top):
    blank = fill(
        paper.grey_page(2),
        page_of(paper.layout, 2),
        paper.number,
        Hand("black", "cross", only="blank", strays=0),
        seed=1,
    ).image
    for k in range(4):
        y = round((top + k) * 300 / 25.4)
        cv2.line(blank, (500, y), (1300, y + 9), 40, 6)

    reading = read_image(
        darkest(scan(blank, CONDITIONS[condition], seed=3)),
        layouts_of(paper.questionnaire),
        file="a",
        image=0,
    )

    (note,) = reading.notes
    assert note.item == "#margin-2-1"
    assert note.place[:2] == pytest.approx((42, top), abs=1.5)


@pytest.mark.parametrize(
    ("habit", "most"),
    # A line through a tick that lies along its arm makes a cross of it.
    [("ringed", 0), ("scribbled", 0), ("struck", 3)],
)
def test_a_mark_in_a_ring_under_a_scribble_or_a_line_is_not_accepted(paper, habit, most):
    tally = run(paper, PLAIN, range(50, 56), only=habit, each=2, strays=0)

    assert len(tally.wrong) <= most
    assert tally.ambiguous > 50


def test_forms_of_which_only_the_places_are_known_are_read_with_a_warning(paper):
    filled, image = one_page(paper, 1, PLAIN, seed=61, only="cross", strays=0, pen="black")
    reading = read_image(np.ascontiguousarray(image), {paper_tag(paper): paper.layout}, file="a.png", image=0)

    assert {row.code for row in reading.rows} == {filled.truth[row.item].code for row in reading.rows}
    assert reading.reason_codes == ("print unknown",)


def paper_tag(paper):
    from print.layout.compose import tag

    return tag(paper.layout)
