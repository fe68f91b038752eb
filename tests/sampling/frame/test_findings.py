"""What a file holds besides its texts, said in whole sentences with the numbers of its rows."""

import numpy as np
import pytest

from sampling.frame.findings import Findings, listed, sentences

NINE = np.arange(9)


def test_everything_that_was_found_is_said_in_one_order_in_both_languages():
    found = Findings(
        header_row=2,
        hidden=np.array([0, 3]),
        dates={"village": np.array([1]), "hamlet": np.array([], dtype=np.int64)},
        labels=(("Mã «a» đã gộp.", "Code «a» is merged."),),
    )

    assert sentences(found) == [
        ("Mã «a» đã gộp.", "Code «a» is merged."),
        (
            "Tên cột nằm ở dòng 2; bỏ qua 1 dòng ở trên.",
            "The names of the columns stand in row 2; 1 rows above are left out.",
        ),
        ("Bảng tính có 2 dòng bị ẩn: 3, 6.", "The workbook has 2 hidden rows: 3, 6."),
        (
            "Cột «village» có 1 ô là ngày tháng: dòng 4.",
            "Column «village» has 1 cells that are dates: rows 4.",
        ),
    ]
    assert sentences(Findings()) == []


@pytest.mark.parametrize(
    ("rows", "said"), [(NINE[:8], "2, 3, 4, 5, 6, 7, 8, 9"), (NINE, "2, 3, 4, 5, 6, 7, 8, 9 …")]
)
def test_of_more_than_eight_rows_the_first_are_listed(rows, said):
    assert listed(Findings(), rows) == said


def test_rows_that_are_left_out_take_what_was_found_in_them_along():
    found = Findings(
        header_row=3,
        numbers=np.array([4, 6, 7, 9]),
        hidden=np.array([1, 2]),
        dates={"village": np.array([1, 3])},
        labels=(("a", "b"),),
    )

    left = found.without(np.array([1, 2]), 4)

    assert left.header_row == 3
    assert left.lines([0, 1]) == [4, 9]
    assert left.hidden.tolist() == []
    assert {name: rows.tolist() for name, rows in left.dates.items()} == {"village": [1]}
    assert left.labels == (("a", "b"),)
