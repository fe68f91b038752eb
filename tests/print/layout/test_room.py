"""The largest text and the roomiest rows on the sheets that the least measures need."""

from dataclasses import replace

import pytest

from print.errors import PaperError
from print.layout.room import LARGER, LARGER_PRINT, ROOMIER, roomiest, sides_of
from print.layout.sizes import LARGE, ORDINARY


def pages_by(high):
    """Return a way to paginate that takes one page for each 100 mm of what the measures make of ``high``."""

    def paginate(measures):
        return [[] for _ in range(int(high(measures) // 100) + 1)]

    return paginate


def text_and_rows(measures):
    return 10 * measures.points + 5 * measures.row + 5 * measures.gap


def test_a_form_with_room_has_the_largest_text_and_the_roomiest_rows():
    found = roomiest(ORDINARY, lambda _: [[]])

    assert found.measures.points == ORDINARY.points + LARGER[0]
    assert found.measures.row == ORDINARY.row + ROOMIER[0][0]
    assert found.measures.head_points == ORDINARY.head_points


def test_headings_grow_with_the_text_of_large_print():
    found = roomiest(LARGE, lambda _: [[]])

    assert found.measures.points == found.measures.head_points == LARGE.points + LARGER_PRINT[0]


@pytest.mark.parametrize("start", range(0, 200, 5))
def test_no_roomier_measures_would_do_on_as_many_sheets(start):
    def high(measures):
        return start + text_and_rows(measures)

    found = roomiest(ORDINARY, pages_by(high))
    sides = sides_of(pages_by(high)(ORDINARY))

    assert sides_of(found.pages) == sides
    for more in LARGER:
        if ORDINARY.points + more > found.measures.points:
            least = replace(ORDINARY, points=ORDINARY.points + more)
            assert sides_of(pages_by(high)(least)) > sides or high(least) > 200 * (sides // 2) - 20


def test_text_is_larger_before_rows_are_roomier():
    found = roomiest(ORDINARY, lambda m: [[]] * (1 if m.points < 11 else 1 if m.row == 9.0 else 3))

    assert (found.measures.points, found.measures.row) == (11.0, 9.0)


def test_what_does_not_fit_by_more_room_is_printed_by_less():
    def paginate(measures):
        if measures.row > ORDINARY.row or measures.points > ORDINARY.points:
            raise PaperError("cao hơn một trang giấy", "higher than a page")
        return [[]]

    found = roomiest(ORDINARY, paginate)

    assert (found.measures.points, found.measures.row) == (ORDINARY.points, ORDINARY.row)


def test_what_does_not_fit_by_the_least_is_refused():
    def paginate(measures):
        raise PaperError(f"cỡ chữ {measures.points:g}", f"{measures.points:g} points")

    with pytest.raises(PaperError, match="cỡ chữ 10"):
        roomiest(ORDINARY, paginate)


def test_a_form_is_laid_out_few_times():
    tried = []

    def paginate(measures):
        tried.append(measures)
        return [[]] * (3 if measures.points > 10 else 1)

    roomiest(ORDINARY, paginate)

    assert len(tried) < 9
