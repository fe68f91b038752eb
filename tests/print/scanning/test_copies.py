"""Copies of a page agree when their ink does, whether or not a machine decided the rows."""

import pytest

from print.scanning.copies import Marks, marks_differ
from print.scanning.reading import PageReading, RowReading


def page(*rows: tuple[int | None, dict[int, float]]) -> PageReading:
    """Return a page whose rows have these codes and shares of ink."""
    read = tuple(
        RowReading(f"C{i}", code, "review" if code is None else "accepted", "one mark", ink)
        for i, (code, ink) in enumerate(rows)
    )
    return PageReading("a.png", 0, "000011-2", 1, "needs review", rows=read)


def test_two_peoples_sheets_in_black_and_white_differ_though_no_row_is_decided():
    mine = page((None, {1: 0.30, 2: 0.0, 3: 0.0}), (None, {1: 0.0, 2: 0.28, 3: 0.0}))
    yours = page((None, {1: 0.0, 2: 0.29, 3: 0.0}), (None, {1: 0.0, 2: 0.28, 3: 0.0}))
    assert Marks(mine).differ(Marks(yours))
    assert not Marks(mine).differ(Marks(mine))


def test_a_second_scan_of_one_sheet_is_the_same_though_the_reader_was_less_certain():
    first = page((2, {1: 0.0, 2: 0.30}), (None, {1: 0.05, 2: 0.2}))
    second = page((None, {1: 0.015, 2: 0.38}), (1, {1: 0.03, 2: 0.25}))
    assert not Marks(first).differ(Marks(second))


def test_a_page_with_other_rows_or_other_certain_codes_differs():
    assert Marks(page((1, {1: 0.3}))).differ(Marks(page((1, {1: 0.3}), (0, {1: 0.0}))))
    assert Marks(page((1, {1: 0.3}))).differ(Marks(page((2, {1: 0.3}))))


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [(0.20, 0.34, False), (0.20, 0.36, True), (0.01, 0.05, False), (0.01, 0.07, True), (0.03, 0.07, False)],
)
def test_ink_differs_from_a_seventh_of_an_oval_or_where_there_was_none(one, other, differs):
    assert marks_differ(None, {1: one}, None, {1: other}) is differs
