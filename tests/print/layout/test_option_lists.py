"""Options below each other: lists, columns of many options, cells in one line."""

from itertools import combinations, pairwise

import pytest

from print.drawing.ink import Words
from print.layout.option_lists import column_counts, option_cells, option_columns
from print.layout.single_choices import choice
from print.layout.sizes import BODY, FREE_ROUND_OVAL, KEY_POINTS, LARGE, LEAST_COLUMN, LEAST_ROW, ORDINARY
from questionnaires.missing import DONT_KNOW, named
from questionnaires.model import ChoiceItem, Offer, Option, Text

KNOWN = Offer(named(DONT_KNOW), Text("Không biết"))


def asked(count, label="Xã số {}", **more):
    options = tuple(Option(code, Text(label.format(code))) for code in range(1, count + 1))
    return ChoiceItem(id="A9", section="A", text=Text("Ông/Bà ở xã nào?"), options=options, **more)


def centres(block):
    return [(o.box.x + o.box.w / 2, o.box.y + o.box.h / 2, o.code) for row in block.rows for o in row.ovals]


@pytest.mark.parametrize("count", [34, 54, 95, 99])
def test_many_options_stand_in_columns_each_with_a_band_of_its_own(count):
    block = choice(asked(count), ORDINARY)

    assert block.height < BODY.h
    assert [code for _, _, code in centres(block)] == list(range(1, count + 1))
    assert {row.item for row in block.rows} == {"A9"}
    assert len(block.rows) > 1
    for row in block.rows:
        assert len({round(oval.box.x, 6) for oval in row.ovals}) == 1
        assert row.band.x + FREE_ROUND_OVAL == pytest.approx(row.ovals[0].box.x)
    for one, other in combinations((row.band for row in block.rows), 2):
        assert one.x + one.w <= other.x or other.x + other.w <= one.x
    for (x, y, _), (next_x, next_y, _) in combinations(centres(block), 2):
        assert abs(x - next_x) >= LEAST_COLUMN or abs(y - next_y) >= LEAST_ROW - 1e-9


def test_options_run_down_one_column_and_on_to_the_next():
    block = option_columns(asked(11), BODY, ORDINARY, 3)

    assert [[oval.code for oval in row.ovals] for row in block.rows] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10, 11],
    ]
    assert all(b.band.x > a.band.x for a, b in pairwise(block.rows))
    assert len({row.band.y for row in block.rows}) == 1


def test_what_is_offered_beside_the_options_comes_last():
    block = option_columns(asked(9, offers=(KNOWN,)), BODY, ORDINARY, 2)

    assert [code for _, _, code in centres(block)] == [*range(1, 10), named(DONT_KNOW).code]


@pytest.mark.parametrize(
    ("count", "counts"), [(4, []), (5, [2]), (8, [2]), (9, [2, 3]), (95, [2, 3, 4, 5, 6])]
)
def test_a_column_holds_at_least_a_few_options(count, counts):
    assert list(column_counts(asked(count), ORDINARY)) == counts


def test_words_that_have_no_room_in_narrow_columns_are_not_squeezed_in():
    assert option_columns(asked(20, label="Nghiêngnghiêngnghiêng {}"), BODY, ORDINARY, 6) is None
    assert option_columns(asked(20, label="Một xã có tên rất dài và nhiều chữ {}"), BODY, ORDINARY, 5) is None


@pytest.mark.parametrize("measures", [ORDINARY, LARGE], ids=["ordinary", "large"])
def test_the_key_of_an_option_stands_left_of_its_oval_and_the_words_right_of_it(measures):
    block = option_columns(asked(12), BODY, measures, 2)
    keys = {t.text: t for t in block.ink if isinstance(t, Words) and t.points == KEY_POINTS}
    said = {t.text: t for t in block.ink if isinstance(t, Words) and t.points != KEY_POINTS}

    for row in block.rows:
        for oval in row.ovals:
            assert (
                keys[str(oval.code)].x < row.band.x < row.band.x + row.band.w < said[f"Xã số {oval.code}"].x
            )
            assert abs(keys[str(oval.code)].y - oval.box.y - oval.box.h / 2) < 2


def test_cells_stand_in_one_line_at_the_right_of_the_question():
    block = option_cells(asked(3, label="Có {}"), BODY, ORDINARY, 100.0)

    assert len(block.rows) == 3
    assert len({row.band.y for row in block.rows}) == 1
    assert min(row.band.x for row in block.rows) > BODY.x + BODY.w - 100
    assert option_cells(asked(6, label="Có {}"), BODY, ORDINARY, 100.0) is None
