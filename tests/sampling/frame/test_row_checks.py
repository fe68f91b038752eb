"""Rows of a list that are no units: totals, and the row that numbers the columns."""

import pytest

from sampling.drawing.draw import draw, plan_from
from sampling.errors import SamplingError
from sampling.frame import frame_from
from sampling.frame.row_checks import row_notes

COMMUNES = plan_from('[[stage]]\nunit = "xã"\nsize = "người"\nmethod = "pps_systematic"\ntake = 2\n')
UNITS = [("Cộng Hòa", 310), ("Tổng Cọt", 420), ("Trấn Biên", 280)]


def frame_with(*rows):
    return frame_from([{"xã": name, "người": people} for name, people in rows])


@pytest.mark.parametrize(
    "name", ["Tổng cộng", "TỔNG SỐ:", "Cộng", "Toàn tỉnh", "Tổng cộng 3 xã", "Cộng xã Trấn Biên", "Total"]
)
def test_a_total_is_never_drawn_as_the_largest_unit(name):
    with pytest.raises(SamplingError, match="dòng 5: là dòng cộng"):
        draw(frame_with(*UNITS, (name, 1010)), COMMUNES, seed="một dòng chữ")


def test_a_place_whose_name_begins_like_a_total_is_a_unit():
    frame = frame_with(*UNITS)

    assert row_notes(frame) == []
    assert draw(frame, COMMUNES, seed="một dòng chữ").main["weight"].gt(0).all()


@pytest.mark.parametrize("marks", [("1", "2", "3"), ("(1)", "(2)", "(3)"), ("A", "B", "1"), ("A", "1", "2")])
def test_the_row_that_numbers_the_columns_is_no_unit(marks):
    rows = [marks, ("Trấn Biên", "Ấp 1", "310")]
    frame = frame_from([dict(zip(("xã", "thôn", "người"), row, strict=True)) for row in rows])

    assert [vi for vi, _ in row_notes(frame)] == [
        "Dòng 2 chỉ đánh số các cột, không phải đơn vị; hãy xóa dòng này rồi lưu tệp."
    ]


def test_a_first_row_of_other_numbers_is_a_unit():
    rows = [("1", "2", "310"), ("1", "3", "420")]

    assert row_notes(frame_from([dict(zip(("xã", "thôn", "người"), row, strict=True)) for row in rows])) == []
