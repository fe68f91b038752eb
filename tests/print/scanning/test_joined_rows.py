"""Rows of one item joined: certain only where one band is certainly marked and every other certainly clean."""

import pytest

from print.scanning.joined_rows import joined
from print.scanning.reading import RowReading


def clean(code, item="A9"):
    return RowReading(item, 0, "accepted", "clean band", {code: 0.0}, crop=(10 * code, 5, 8, 20))


def marked(code, item="A9"):
    return RowReading(item, code, "accepted", "one mark", {code: 0.3}, crop=(10 * code, 5, 8, 20))


def doubtful(code, reason="small mark", suggest=None):
    return RowReading("A9", None, "review", reason, {code: 0.06}, suggest, crop=(10 * code, 5, 8, 20))


def only(*parts):
    (one,) = joined(parts)
    return one


def test_a_row_alone_is_what_it_was():
    rows = (marked(1, "A1"), clean(1, "A2"), marked(2, "A3"))

    assert joined(rows) == rows


@pytest.mark.parametrize("chosen", [1, 2, 3])
def test_one_mark_in_any_of_the_columns_is_the_answer(chosen):
    one = only(*(marked(code) if code == chosen else clean(code) for code in (1, 2, 3)))

    assert (one.item, one.code, one.state, one.reason) == ("A9", chosen, "accepted", "one mark")
    assert one.ink == {code: 0.3 if code == chosen else 0.0 for code in (1, 2, 3)}


def test_clean_columns_are_a_blank():
    one = only(clean(1), clean(2))

    assert (one.code, one.state, one.reason) == (0, "accepted", "clean band")


def test_marks_in_two_columns_are_for_a_person():
    one = only(marked(1), clean(2), marked(3))

    assert (one.code, one.state, one.reason, one.suggest) == (None, "review", "several marks", None)


def test_a_doubt_in_any_column_is_a_doubt_of_the_item():
    assert only(clean(1), doubtful(2, suggest=2)).suggest == 2
    assert only(clean(1), doubtful(2, suggest=2)).reason == "small mark"
    assert only(marked(1), doubtful(2, "ink beside")).code is None
    assert only(marked(1), doubtful(2, "ink beside")).reason == "ink beside"
    assert only(marked(1), doubtful(2, "ink beside")).suggest == 1


def test_a_mark_beside_a_doubtful_one_is_suggested_by_neither():
    one = only(marked(1), doubtful(2, suggest=2))

    assert (one.reason, one.suggest) == ("several marks", None)


def test_a_spoiled_sheet_suggests_what_its_columns_say_together():
    assert only(doubtful(1, "bilevel", suggest=0), doubtful(2, "bilevel", suggest=2)).suggest == 2
    blank = only(doubtful(1, "bilevel", suggest=0), doubtful(2, "bilevel", suggest=0))
    assert (blank.reason, blank.suggest) == ("bilevel", 0)


def test_the_crop_shows_all_columns():
    assert only(clean(1), clean(2), clean(4)).crop == (10, 5, 38, 20)
