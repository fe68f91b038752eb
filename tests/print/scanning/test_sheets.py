"""Two forms on one image are read each for itself; an image that is turned over is told so."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from print.number import write
from print.scanning.page.registration import find_all_fiducials
from print.scanning.page.turned_over import turned_over
from print.scanning.reading import PageReading
from print.scanning.scan import layouts_of
from print.scanning.sheets import read_sheets
from print.scanning.worker_pool import _Job, _WorkerPool
from tests.print.blank_forms import printed
from tests.print.damage import Condition, scan
from tests.print.filled_forms import Hand, fill, page_of

# Pages are drawn, printed or read here.
pytestmark = pytest.mark.slow

ONE, OTHER = 41, 52
HAND = Hand("black", "cross", ambiguous={}, strays=0)
FLAT = Condition("flat", dpi=150, skew=0.6, noise=1.0)
PAPER = 238


@pytest.fixture(scope="module")
def layouts(small):
    return layouts_of(small)


@pytest.fixture(scope="module")
def sheets(small, layouts):
    """Scans of filled sheets by number and page, and what was meant."""
    layout = next(iter(layouts.values()))
    made = {}
    pages = [(serial, page.number) for serial in (ONE, OTHER) for page in layout.pages]
    for seed, ((serial, number), blank) in enumerate(zip(pages, printed(small, [ONE, OTHER]), strict=True)):
        filled = fill(
            cv2.cvtColor(blank, cv2.COLOR_RGB2GRAY), page_of(layout, number), write(serial), HAND, seed=seed
        )
        made[serial, number] = scan(filled.image, FLAT, seed=seed), filled.truth
    return made


def beside(first, second):
    return np.hstack([first, second])


def above(first, second):
    return np.vstack([first, second])


def read(image, layouts, **how):
    return read_sheets(np.ascontiguousarray(image), layouts, file="a3.jpg", image=4, **how)


def about(readings):
    return [(each.half, each.number, each.page) for each in readings]


def codes(reading):
    return {row.item: row.code for row in reading.rows}


def accepts_what_was_meant(reading, truth):
    read = {item: code for item, code in codes(reading).items() if code is not None}
    return len(read) > 0.7 * len(truth) and read == {item: truth[item].code for item in read}


@pytest.mark.parametrize(
    ("laid", "named"), [(beside, ("left", "right")), (above, ("upper", "lower"))], ids=["beside", "above"]
)
def test_of_two_forms_on_one_image_each_is_read_with_its_half_named(sheets, layouts, laid, named):
    (one, meant), (other, also_meant) = sheets[ONE, 2], sheets[OTHER, 2]

    readings = read(laid(one, other), layouts)

    assert about(readings) == [(named[0], write(ONE), 2), (named[1], write(OTHER), 2)]
    assert {each.image for each in readings} == {4}
    assert accepts_what_was_meant(readings[0], meant)
    assert accepts_what_was_meant(readings[1], also_meant)


def test_rows_of_the_second_half_are_where_they_are_in_the_whole_image(sheets, layouts):
    one, other = sheets[ONE, 2][0], sheets[OTHER, 2][0]
    (alone,) = read(other, layouts)

    _, right = read(beside(one, other), layouts)
    _, lower = read(above(one, other), layouts)

    for reading, moved in ((right, (one.shape[1], 0)), (lower, (0, one.shape[0]))):
        apart = [
            np.subtract(row.crop[:2], moved) - lone.crop[:2]
            for row, lone in zip(reading.rows, alone.rows, strict=True)
        ]
        assert np.abs(apart).max() <= 2


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_both_are_read_however_the_image_is_turned_and_each_sheet_by_itself(sheets, layouts, turns):
    one, other = sheets[ONE, 1][0], sheets[OTHER, 2][0]

    readings = read(np.rot90(beside(one, other[::-1, ::-1]), turns), layouts)

    assert {(each.number, each.page) for each in readings} == {(write(ONE), 1), (write(OTHER), 2)}
    assert {each.half for each in readings} == ({"left", "right"} if turns == 2 else {"upper", "lower"})


def test_two_pages_of_one_form_side_by_side_are_both_read(sheets, layouts):
    readings = read(beside(sheets[ONE, 1][0], sheets[ONE, 2][0]), layouts)

    assert about(readings) == [("left", write(ONE), 1), ("right", write(ONE), 2)]


def test_each_half_has_its_picture_where_it_is_asked_for(sheets, layouts):
    readings = read(beside(sheets[ONE, 2][0], sheets[OTHER, 2][0]), layouts, pictures=True)

    assert all(each.upright is not None for each in readings)


def laid_over(one, other, millimetres):
    """The second sheet laid over the first by so much."""
    px = one.shape[1] / 210
    wide = one.shape[1] - round(millimetres * px)
    image = np.full((one.shape[0], wide + other.shape[1]), PAPER, np.uint8)
    image[:, : one.shape[1]] = one
    image[:, wide:] = other
    return image


@pytest.mark.parametrize("millimetres", [14, 20, 60, 150])
def test_a_sheet_that_lies_over_another_is_refused_as_it_was(sheets, layouts, millimetres):
    (reading,) = read(laid_over(sheets[ONE, 2][0], sheets[OTHER, 2][0], millimetres), layouts)

    assert (reading.half, reading.number, reading.rows) == ("", None, ())
    assert reading.reason_codes == ("codes disagree",)


def test_a_sheet_across_the_corner_of_another_is_refused_though_all_marks_are_seen(sheets, layouts):
    one, other = sheets[ONE, 2][0], sheets[OTHER, 2][0]
    high, wide = one.shape
    size = (round(2.7 * wide), round(1.35 * high))
    image = np.full(size[::-1], PAPER, np.uint8)
    image[:high, :wide] = one
    # The corner of the second sheet lies over what the first one asks, between two of its marks.
    turn = cv2.getRotationMatrix2D((0, 0), 30, 1)
    turn[:, 2] = (0.9 * wide, 0.5 * high)
    over = cv2.warpAffine(np.maximum(other, 1), turn, size, borderValue=0)
    image[over > 0] = over[over > 0]

    assert len(find_all_fiducials(image)) == 8
    assert not any(reading.half for reading in read(image, layouts))


def test_a_half_without_all_its_marks_is_refused_with_the_other(sheets, layouts):
    torn = sheets[ONE, 2][0].copy()
    torn[-200:, :200] = PAPER

    (reading,) = read(beside(torn, sheets[OTHER, 2][0]), layouts)

    assert (reading.half, reading.number) == ("", None)


def test_a_form_of_another_questionnaire_in_one_half_is_named_there(sheets, layouts):
    one, other = sheets[ONE, 2][0], sheets[OTHER, 2][0]
    spoiled = one.copy()
    spoiled[:220, -330:-150] = PAPER  # its code
    spoiled[-220:, 150:330] = PAPER

    left, right = read(beside(spoiled, other), layouts)

    assert (left.half, left.number, left.reason_codes) == ("left", None, ("no code",))
    assert (right.half, right.number) == ("right", write(OTHER))


WAYS = {
    ("negative",): lambda image: 255 - image,
    ("mirrored",): lambda image: image[:, ::-1],
    ("negative", "mirrored"): lambda image: 255 - image[::-1],
}


@pytest.mark.parametrize("ways", WAYS)
@pytest.mark.parametrize("page", [1, 2])
def test_a_negative_and_a_mirrored_image_say_so_and_are_not_read(sheets, layouts, page, ways):
    (reading,) = read(WAYS[ways](sheets[ONE, page][0]), layouts)

    assert (reading.state, reading.rows) == ("unreadable", ())
    assert reading.reason_codes[: len(ways)] == ways


def test_a_page_without_a_form_is_no_negative():
    words = np.full((1754, 1240), 240, np.uint8)
    for y in range(100, 1700, 40):
        cv2.putText(words, "Kinh gui Ong Ba", (80, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, 20, 3)

    assert turned_over(words) == ()
    assert turned_over(255 - words) == ()


def test_a_reader_that_dies_between_two_halves_costs_the_image_and_leaves_none_out():
    job = _Job((0, 0), "a.pdf", 3)
    told = []
    pool = _WorkerPool([], {}, False, 1, lambda *counts: told.append(counts[0]))
    left = PageReading("a.pdf", 0, write(ONE), 1, "read", half="left")

    pool._add_reading(job, left)
    assert job.at == 0
    pool._add_reading(job, replace(left, half="right"))
    assert job.at == 1
    assert told == [0, 1]
