from itertools import product

import numpy as np
import pytest

from scoring.columns.levels import cross, factorize
from scoring.design.design import Design
from scoring.estimation.estimate import estimate

# Every pattern of blanks in three columns, but not every combination of levels.
ROWS = [row for row in product(("10", "9", ""), repeat=3) if row != ("9", "10", "9")] * 2


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_crossed_columns_number_the_combinations_that_occur_and_no_row_with_a_blank(columns):
    rows = [row[:columns] for row in ROWS]
    in_order = sorted({row for row in rows if all(row)}, key=lambda row: [int(level) for level in row])

    of_row, levels = cross([factorize(np.array(column)) for column in zip(*rows, strict=True)])

    assert levels == in_order
    assert of_row.tolist() == [in_order.index(row) if all(row) else -1 for row in rows]


def test_a_text_of_nothing_anybody_sees_is_blank_and_spellings_of_one_label_are_one_level():
    codes, levels = factorize(np.array(["a", "\u200b", " ", "b ", "b", "1.0", "1"]))

    assert (codes.tolist(), levels) == ([1, -1, -1, 2, 2, 0, 0], ["1", "a", "b"])


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        (np.array(["10", "9", "", "9"]), ["9", "10"]),
        (np.array(["10", "9", "x", ""]), ["10", "9", "x"]),
        (np.array([10.0, 9.5, np.nan, 9.0]), ["9", "9.5", "10"]),
        (np.array([10, 9, -1]), ["-1", "9", "10"]),
        (np.array([0, 2**40, 7]), ["0", "7", str(2**40)]),
        (np.array([True, False]), ["0", "1"]),
        (np.array(["b", None, 2.0, 10], dtype=object), ["10", "2", "b"]),
        (np.array([2.0, None, 10, "9"], dtype=object), ["2", "9", "10"]),
        (np.array([], dtype=str), []),
        (np.array([], dtype=np.int64), []),
    ],
)
def test_numbers_stand_in_the_order_of_their_values_and_blanks_in_no_level(values, levels):
    codes, found = factorize(values)

    assert found == levels
    blank = [value is None or value == "" or value != value for value in values.tolist()]
    assert (codes < 0).tolist() == blank
    texts = [
        str(value).removesuffix(".0")
        for value in values.astype(int if values.dtype == bool else values.dtype)
    ]
    assert [levels[code] for code in codes[codes >= 0]] == [
        t for t, b in zip(texts, blank, strict=True) if not b
    ]


def test_a_row_with_a_blank_in_either_column_is_in_no_domain():
    data = {
        "q": [1.0, 2, 3, 4, 5, 6],
        "sex": ["1", "", "1", "2", "", "2"],
        "age": ["a", "a", "", "b", "", "b"],
    }

    rows = estimate(Design(data=data), "q", ["sex", "age"], statistic="total").rows

    assert [(row.by["sex"], row.by["age"], row.estimate, row.n) for row in rows] == [
        ("1", "a", 1, 1),
        ("2", "b", 10, 2),
    ]
