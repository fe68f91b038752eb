"""The paper of a row: its words and the room round its band, no other row's."""

import pytest

from print.geometry import Box, Oval, Row
from print.scanning.page.surroundings import surroundings


def grid(item: str, y: float, x: float = 107.5) -> Row:
    return Row(
        item,
        Box(x, y, 90, 8.2),
        tuple(Oval(k, Box(x + 4.5 + 15 * (k - 1), y + 2, 6, 4.2)) for k in range(1, 7)),
    )


def listed(item: str, x: float, y: float, options: int) -> Row:
    ovals = tuple(Oval(k + 1, Box(x + 4, y + 2 + 9 * k, 6, 4.2)) for k in range(options))
    return Row(item, Box(x, y, 14, 9 * options), ovals)


def test_a_row_of_a_grid_owns_its_line_from_edge_to_edge_of_the_paper():
    upper, lower = surroundings((grid("C1", 50), grid("C2", 59)))

    assert (upper.paper.x, upper.paper.w) == (0.0, 210.0)
    assert upper.paper.y + upper.paper.h == pytest.approx(lower.paper.y)
    assert upper.words == ()


def test_a_list_owns_its_words_up_to_the_next_list_and_each_option_its_own():
    left, right = surroundings((listed("A1", 12.5, 100, 3), listed("A3", 59.75, 100, 2)))

    assert left.paper.x == 0.0
    # A digit written before the second list lies on the paper of both: better two rows looked at than one overlooked.
    assert left.paper.x + left.paper.w == pytest.approx(right.paper.x)
    assert [code for code, _ in left.words] == [1, 2, 3]
    first, second = left.words[0][1], left.words[1][1]
    assert first.x == pytest.approx(26.5)
    assert first.y + first.h == pytest.approx(second.y)


def test_options_in_one_line_own_the_labels_above_them_and_their_question():
    band = Box(107.5, 60, 90, 12.2)
    row = Row("D00", band, tuple(Oval(k, Box(119.5 + 30 * (k - 1), 64, 6, 4.2)) for k in (1, 2, 3)))
    (found,) = surroundings((row,))

    assert [code for code, _ in found.words] == [1, 2, 3]
    assert found.words[1][1] == Box(137.5, 48.0, 30.0, 12.0)
    assert found.paper.y == 35.0


def test_a_row_of_a_grid_owns_no_labels_however_high_it_is():
    rows = tuple(
        Row(
            name,
            Box(107.5, y, 90, 13.0),
            tuple(Oval(k, Box(112 + 15 * k, y + 4.4, 6, 4.2)) for k in range(6)),
        )
        for name, y in (("C1", 50), ("C2", 63.8))
    )

    assert [each.words for each in surroundings(rows)] == [(), ()]
    assert [each.paper.y for each in surroundings(rows)] == pytest.approx([49.6, 63.4])


def test_options_in_one_line_own_their_labels_in_a_low_band_too():
    row = Row("A3", Box(12.5, 60, 185, 9.3), tuple(Oval(k, Box(55 + 92 * k, 62.4, 6, 4.5)) for k in (0, 1)))
    (found,) = surroundings((row,))

    assert [code for code, _ in found.words] == [0, 1]
    assert found.paper.y == 35.0
