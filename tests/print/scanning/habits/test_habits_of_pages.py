"""Pages filled in one habit: the reading carries the habit and the value meant; what may be taken back carries none."""

import json

import pytest

from print.scanning.image_files import darkest
from print.scanning.page_reader import read_image
from print.scanning.reading import from_line, to_line
from print.scanning.scan import layouts_of
from tests.print import habits
from tests.print.blank_forms import BlankForm
from tests.print.damage import CONDITIONS
from tests.print.trial import one_page

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

PLAIN = CONDITIONS["200 dpi grey"]


@pytest.fixture(scope="module")
def paper(small):
    return BlankForm(small)


def read(paper, seeds, condition=PLAIN, **hand):
    """Read pages; yield each row with what was meant."""
    layouts = layouts_of(paper.questionnaire)
    for seed in seeds:
        for number in paper.pages_with_rows:
            filled, image = one_page(paper, number, condition, seed=seed, strays=0, **hand)
            reading = read_image(darkest(image), layouts, file="a.png", image=0)
            assert from_line(to_line(reading)) == reading
            yield from ((row, filled.truth[row.item]) for row in reading.rows)


@pytest.mark.parametrize(
    ("style", "habit", "least"),
    [
        ("huge tick", "big tick", 0.3),
        ("hatched", "hatched", 0.1),
        ("cross in one go", "one-stroke cross", 0.4),
    ],
)
def test_a_row_in_review_for_its_habit_carries_it_with_the_value_meant(paper, style, habit, least):
    seen = list(read(paper, range(60, 66), only=style, pen="black"))
    review = [(row, truth) for row, truth in seen if row.state == "review"]
    found = [(row, truth) for row, truth in review if row.habit is not None]

    assert len(found) >= least * len(review) > 0
    assert {row.habit for row, _ in found} == {habit}
    assert all(row.suggest == truth.code for row, truth in found)
    assert all(row.code is None for row, _ in found)
    assert {row.habit for row, _ in seen if row.state == "accepted"} <= {None}


@pytest.mark.parametrize(
    "style", ["cancelled", "corrected", "circled", "double", "beside", *habits.CANCELLED, *habits.ON_WORDS]
)
def test_a_mark_that_may_be_taken_back_or_mean_another_oval_carries_none(paper, style):
    assert [row for row, _ in read(paper, range(70, 73), only=style) if row.habit is not None] == []


def test_a_spoiled_sheet_has_no_habits(paper):
    seen = list(read(paper, [80], CONDITIONS["photocopy"], only="cross in one go", pen="black"))

    assert {row.reason for row, _ in seen} == {"photocopied"}
    assert {row.habit for row, _ in seen} == {None}


def test_a_line_of_json_without_habits_is_still_read(paper):
    _, image = one_page(paper, 1, PLAIN, seed=82)
    reading = read_image(image, layouts_of(paper.questionnaire), file="a.png", image=0)
    raw = json.loads(to_line(reading))
    for each in raw["rows"]:
        del each["habit"]

    assert [row.habit for row in from_line(json.dumps(raw)).rows] == [None] * len(reading.rows)
