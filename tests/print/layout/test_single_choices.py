"""Single choices: which way of standing is the lowest, and what stands where in each."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from print.drawing.fonts import width
from print.drawing.ink import Rule, Words
from print.geometry import Box
from print.layout import single_choices
from print.layout.blocks import Block
from print.layout.option_lists import option_cells
from print.layout.question_text import key, labelled
from print.layout.single_choices import GAP, HIGHEST_RUN, SIDE, choice, choice_run
from print.layout.sizes import BODY, FREE_ROUND_OVAL, KEY_POINTS, KEY_ROOM, LARGE, LEAST_COLUMN, ORDINARY
from questionnaires.missing import DONT_KNOW, named
from questionnaires.model import ChoiceItem, Offer, Option, Text

SHORT = ("Nam", "Nữ", "Khác")


def asked(*labels, text="Giới tính của Ông/Bà", name="A1"):
    options = tuple(Option(code, Text(label)) for code, label in enumerate(labels, start=1))
    return ChoiceItem(id=name, section="A", text=Text(text), options=options)


def is_key(thing):
    return thing.points == KEY_POINTS


def words(block):
    return {thing.text: thing for thing in block.ink if isinstance(thing, Words) and not is_key(thing)}


def keys(block):
    return [thing for thing in block.ink if isinstance(thing, Words) and is_key(thing)]


def upright_rules(block):
    return [thing for thing in block.ink if isinstance(thing, Rule) and thing.x1 == thing.x2]


def level_rules(block):
    return [thing for thing in block.ink if isinstance(thing, Rule) and thing.y1 == thing.y2]


def centres(row):
    return [(oval.box.x + oval.box.w / 2, oval.box.y + oval.box.h / 2) for oval in row.ovals]


def test_few_short_options_stand_in_cells_beside_their_question_each_with_a_band_of_its_own():
    block = choice(asked("Có", "Không"), ORDINARY)
    left, right = (row.band for row in block.rows)

    assert left.x == pytest.approx(BODY.x + BODY.w - SIDE + KEY_ROOM)
    assert right.x - left.x == pytest.approx(SIDE / 2)
    assert left.w == right.w == ORDINARY.oval[0] + 2 * FREE_ROUND_OVAL
    assert [(row.item, [oval.code for oval in row.ovals]) for row in block.rows] == [("A1", [1]), ("A1", [2])]
    assert words(block)["A1"].x == pytest.approx(BODY.x + 1.5)
    assert left.x + left.w < words(block)["Có"].x < right.x < right.x + right.w < words(block)["Không"].x
    assert [(thing.text, thing.x) for thing in keys(block)] == [
        ("1", pytest.approx(left.x - 0.3)),
        ("2", pytest.approx(right.x - 0.3)),
    ]


def test_an_oval_in_a_cell_is_free_of_what_stands_above_and_below_its_question():
    block = choice(asked("Có", "Không"), ORDINARY)

    for row in block.rows:
        assert row.ovals[0].box.y >= FREE_ROUND_OVAL - 1e-9
        assert block.height - row.ovals[0].box.y - row.ovals[0].box.h >= FREE_ROUND_OVAL - 1e-9


def test_options_of_one_line_stand_each_above_the_middle_of_its_oval():
    block = single_choices._in_line(asked(*SHORT), BODY, ORDINARY, options_beside=True)
    (row,) = block.rows
    said = words(block)

    for (x, _), mark, label in zip(centres(row), keys(block), SHORT, strict=True):
        line = said[label]
        assert (line.x, line.align) == (pytest.approx(x), "center")
        assert row.band.y - ORDINARY.leading < line.y < row.band.y
        assert (mark.x, mark.align) == (line.x, "center")
        assert mark.y < line.y - ORDINARY.leading * 0.7
    assert [mark.text for mark in keys(block)] == ["1", "2", "3"]
    assert row.ovals[0].box.y - line.y == pytest.approx(FREE_ROUND_OVAL + 0.02)
    assert block.height == pytest.approx(row.band.y + row.band.h)
    assert row.band.h == pytest.approx(ORDINARY.band)
    assert [round(b[0] - a[0], 6) for a, b in pairwise(centres(row))] == [30.0, 30.0]


def test_labels_of_unequal_length_end_on_the_line_above_their_ovals():
    item = asked("Có, đã nhận kết quả đúng hẹn hoặc sớm hơn", "Không", text="Kết quả?")
    block = single_choices._in_line(item, BODY, ORDINARY, options_beside=True)
    (row,) = block.rows
    lowest = {}
    for thing in block.ink:
        if isinstance(thing, Words) and thing.align == "center" and not is_key(thing):
            lowest[thing.x] = max(thing.y, lowest.get(thing.x, 0))

    assert len(lowest) == 2
    assert len({round(y, 6) for y in lowest.values()}) == 1
    assert max(lowest.values()) < row.band.y


def test_many_options_are_a_list_with_each_label_beside_its_oval():
    labels = [f"Phương án thứ {i} của câu hỏi" for i in range(1, 12)]
    block = single_choices._list(asked(*labels), Box(BODY.x, 0, 90, 0), ORDINARY)
    (row,) = block.rows
    said = words(block)
    left = BODY.x + KEY_ROOM

    assert [oval.code for oval in row.ovals] == list(range(1, 12))
    for (x, y), mark, label in zip(centres(row), keys(block), labels, strict=True):
        line = said[label]
        assert line.x == pytest.approx(left + ORDINARY.oval[0] + 2 * FREE_ROUND_OVAL + 0.4)
        assert x == pytest.approx(left + ORDINARY.oval[0] / 2 + FREE_ROUND_OVAL)
        assert line.y - 1.7 < y < line.y
        assert (mark.x, mark.align) == (pytest.approx(row.band.x - 0.3), "right")
        assert mark.y - 2 < y < mark.y
    assert [mark.text for mark in keys(block)] == [str(code) for code in range(1, 12)]
    assert {round(b[1] - a[1], 6) for a, b in pairwise(centres(row))} == {ORDINARY.row}
    assert row.band.y + row.band.h < block.height - 1.4
    assert row.band.w == pytest.approx(ORDINARY.oval[0] + 2 * FREE_ROUND_OVAL)


def test_a_list_leaves_its_question_free_of_the_first_oval():
    flat = replace(ORDINARY, row=6.0)
    block = choice(asked(*(f"Phương án {i}" for i in range(1, 15))), flat, Box(BODY.x, 0, 60, 0))
    (row,) = block.rows
    question = words(block)["A1"].y + 0.5

    assert row.ovals[0].box.y - question >= FREE_ROUND_OVAL - 0.5
    assert [oval.box.y for oval in row.ovals] == sorted(oval.box.y for oval in row.ovals)
    assert row.band.y <= row.ovals[0].box.y
    assert block.height - 1.4 - 0.4 == pytest.approx(row.band.y + row.band.h)


def test_the_lowest_way_of_standing_is_taken():
    item = asked(*SHORT)
    ways = [single_choices._list(item, BODY, ORDINARY), option_cells(item, BODY, ORDINARY, SIDE)] + [
        single_choices._across(item, BODY, ORDINARY, column=column, options_beside=beside)
        for column, beside in ((30.0, True), (BODY.w / 3, False))
    ]

    assert choice(item, ORDINARY).height == min(way.height for way in ways) < max(way.height for way in ways)


def test_large_print_has_no_options_beside_the_question():
    (row,) = choice(asked("Có", "Không"), LARGE).rows

    assert row.band.x == pytest.approx(BODY.x)


@pytest.mark.parametrize("measures", [ORDINARY, LARGE])
def test_two_short_questions_share_a_line_with_a_hairline_between(measures):
    (block,) = choice_run([asked("Có", "Không", name="A1"), asked("Có", "Không", name="A2")], measures)
    (line,) = upright_rules(block)
    (end,) = level_rules(block)
    left, right = block.rows

    middle = BODY.x + (BODY.w - GAP) / 2 + GAP / 2
    assert line.x1 == pytest.approx(middle)
    assert line.y1 == 1
    assert line.y2 == pytest.approx(block.height - measures.under_line - 0.5 - 1)
    assert (end.x1, end.x2, end.y1) == (
        BODY.x,
        pytest.approx(BODY.x + BODY.w),
        pytest.approx(block.height - 0.4),
    )
    assert (left.item, right.item) == ("A1", "A2")
    assert right.band.x - left.band.x == pytest.approx((BODY.w + GAP) / 2)
    assert left.band.x + left.band.w < middle < right.band.x
    assert [oval.box.x - left.ovals[i].box.x for i, oval in enumerate(right.ovals)] == pytest.approx(
        [(BODY.w + GAP) / 2] * 2
    )
    assert block.airy
    assert words(block)["A2"].x - words(block)["A1"].x == pytest.approx((BODY.w + GAP) / 2)


def test_one_question_alone_is_closed_with_a_hairline_below():
    (block,) = choice_run([asked(*SHORT)], ORDINARY)
    alone = choice(asked(*SHORT), ORDINARY)
    (end,) = level_rules(block)

    assert block.height == pytest.approx(end.y1 + 0.4)
    assert end.y1 == pytest.approx(alone.height + ORDINARY.under_line + 0.1)
    assert (end.x1, end.x2) == (BODY.x, BODY.x + BODY.w)
    assert block.airy
    assert block.rows == alone.rows


def long_lists(count, options=6):
    labels = [f"Phương án {i}" for i in range(1, options + 1)]
    return [asked(*labels, text="Chọn một", name=f"A{i}") for i in range(1, count + 1)]


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8])
def test_a_run_of_questions_is_never_higher_than_the_same_in_lines(count):
    items = long_lists(count)
    lines = single_choices._lines(items, ORDINARY)
    blocks = choice_run(items, ORDINARY)

    assert sum(block.height for block in blocks) <= sum(block.height for block in lines)
    assert [row.item for block in blocks for row in block.rows] == [item.id for item in items]
    assert all(block.height <= HIGHEST_RUN for block in blocks)


def boxes(*heights):
    return [Block(high, (), f"A{i}") for i, high in enumerate(heights)]


def test_lists_side_by_side_are_one_block_up_to_the_highest(monkeypatch):
    items = long_lists(3, options=15)
    assert [single_choices._side_by_side(items, count, ORDINARY) for count in (2, 3)] == [None, None]
    monkeypatch.setattr(single_choices, "HIGHEST_RUN", 1000.0)
    lowest = single_choices._side_by_side(items, 3, ORDINARY).height
    monkeypatch.setattr(single_choices, "_lines", lambda *_: boxes(500, 500))

    monkeypatch.setattr(single_choices, "HIGHEST_RUN", lowest)
    (block,) = choice_run(items, ORDINARY)
    assert block.height == lowest
    monkeypatch.setattr(single_choices, "HIGHEST_RUN", lowest - 0.01)
    assert len(choice_run(items, ORDINARY)) > 1


def test_the_questions_of_a_run_are_put_one_or_two_to_a_line_so_that_all_are_lowest(monkeypatch):
    alone, pairs = {"A1": 10.0, "A2": 10.0, "A3": 30.0, "A4": 30.0}, {("A2", "A3"): 5.0}
    monkeypatch.setattr(single_choices, "choice", lambda item, *_: Block(alone[item.id], (), item.id))
    monkeypatch.setattr(
        single_choices,
        "_pair",
        lambda items, _: Block(pairs.get(tuple(item.id for item in items), 35.0), (), items[0].id),
    )

    lines = single_choices._lines([asked("Có", name=name) for name in alone], ORDINARY)

    ends = ORDINARY.under_line + 0.5
    assert [(block.of, block.height) for block in lines] == [
        ("A1", pytest.approx(10.0 + ends)),
        ("A2", 5.0),
        ("A4", pytest.approx(30.0 + ends)),
    ]


def test_a_question_with_a_long_option_has_its_line_for_itself():
    wordy = asked("Có", "Không, vì " + "rất nhiều lý do khác nhau " * 4, name="A2")
    lines = single_choices._lines([asked("Có", "Không", name="A1"), wordy], ORDINARY)

    assert [block.of for block in lines] == ["A1", "A2"]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_lists_stand_in_columns_of_equal_width_filled_in_order(count):
    block = single_choices._side_by_side(long_lists(count), count, ORDINARY)
    step = (BODY.w - (count - 1) * GAP) / count + GAP

    assert [row.band.x - block.rows[0].band.x for row in block.rows] == pytest.approx(
        [i * step for i in range(count)]
    )
    assert [rule.x1 for rule in upright_rules(block)] == pytest.approx(
        [BODY.x + i * step - GAP / 2 for i in range(1, count)]
    )
    assert len({round(row.band.y, 6) for row in block.rows}) == 1


def test_lists_below_each_other_in_one_column_do_not_overlap():
    block = single_choices._side_by_side(long_lists(4, options=3), 2, ORDINARY)
    first, second, third, fourth = (row.band for row in block.rows)
    alone = single_choices._list(long_lists(1, options=3)[0], Box(BODY.x, 0, (BODY.w - GAP) / 2, 0), ORDINARY)

    assert (first.x, third.x) == (second.x, fourth.x)
    assert first.x != pytest.approx(third.x)
    assert second.y - first.y == fourth.y - third.y == pytest.approx(alone.height)
    assert block.height == pytest.approx(2 * alone.height + ORDINARY.under_line + 0.5)
    said = words(block)
    assert said["A2"].y - said["A1"].y == pytest.approx(alone.height)


def test_columns_are_as_even_as_the_lists_come(monkeypatch):
    heights = {"A1": 10.0, "A2": 10.0, "A3": 10.0, "A4": 35.0}
    monkeypatch.setattr(single_choices, "_list", lambda item, *_: Block(heights[item.id], (), item.id))

    def high(count):
        items = [asked("Có", name=name) for name in heights]
        return single_choices._side_by_side(items, count, ORDINARY).height

    assert [high(count) for count in (2, 3, 4)] == pytest.approx([35.5 + ORDINARY.under_line] * 3)


def word(room):
    """A word a little narrower than ``room`` millimetres, so that a line holds one of them."""
    return "m" * int(room / width("m", ORDINARY.points))


def beside(label="Có", text="Hỏi"):
    items = [asked(label, text=text, name=name) for name in ("A1", "A2")]
    return single_choices._side_by_side(items, 2, ORDINARY) is not None


COLUMN = (BODY.w - GAP) / 2
OVAL = KEY_ROOM + ORDINARY.oval[0] + 2 * FREE_ROUND_OVAL


def test_lists_stand_side_by_side_where_no_label_has_more_than_four_lines():
    one = word(COLUMN - OVAL - 8)

    assert beside(label=" ".join([one] * 4))
    assert not beside(label=" ".join([one] * 5))


def test_lists_stand_side_by_side_where_no_question_has_more_than_eight_lines():
    one = word(COLUMN - 20)

    assert beside(text=" ".join([one] * 8))
    assert not beside(text=" ".join([one] * 9))


def test_lists_do_not_stand_side_by_side_where_a_word_is_wider_than_its_column():
    assert not beside(label=word(COLUMN - OVAL + 4))
    assert not beside(text=word(COLUMN - 4))


@pytest.mark.parametrize(
    ("heights", "count", "edges"),
    [
        ((1, 2, 3, 4), 3, (0, 2, 3, 4)),
        ((5, 5, 5, 5), 2, (0, 2, 4)),
        ((1, 1, 1, 9), 2, (0, 3, 4)),
        ((9, 1, 1, 1), 2, (0, 1, 4)),
        ((3, 3), 2, (0, 1, 2)),
    ],
)
def test_columns_are_filled_in_order_so_that_the_highest_is_as_low_as_can_be(heights, count, edges):
    assert single_choices._even(heights, count) == edges


def test_a_run_twice_as_long_takes_twice_the_work(monkeypatch):
    laid = []
    monkeypatch.setattr(
        single_choices, "choice", lambda item, *rest: laid.append(item) or choice(item, *rest)
    )

    def work(count):
        laid.clear()
        items = [asked("Có", "Không", text=f"Câu số {i}?", name=f"A{i}") for i in range(count)]
        lines = choice_run(items, ORDINARY)
        assert [row.item for block in lines for row in block.rows] == [item.id for item in items]
        return len(laid)

    assert work(80) <= 2.1 * work(40)


@pytest.mark.parametrize("beside", [True, False])
def test_a_short_label_beside_a_long_one_ends_on_the_same_line_above_its_oval(beside):
    item = asked("Có, đã nhận kết quả đúng hẹn hoặc sớm hơn", "Không", "Có, đã nhận trễ hẹn", text="Kết quả?")
    block = single_choices._across(item, BODY, ORDINARY, column=30.0, options_beside=beside)
    (row,) = block.rows
    labels = [t for t in words_of(block) if t.align == "center"]
    lines = {x: sorted(thing.y for thing in labels if thing.x == x) for x in {thing.x for thing in labels}}

    assert sorted(lines) == pytest.approx([x for x, _ in centres(row)])
    assert len({len(ys) for ys in lines.values()}) > 1
    assert [ys[-1] for ys in lines.values()] == pytest.approx([labels[0].y + _deepest(lines)] * 3)
    assert all(row.band.y - ORDINARY.leading < ys[-1] < row.band.y for ys in lines.values())


def _deepest(lines):
    """From the first to the last line of the longest label, in millimetres."""
    return max(ys[-1] - ys[0] for ys in lines.values())


def words_of(block):
    return [thing for thing in block.ink if isinstance(thing, Words) and not is_key(thing)]


def test_every_option_is_named_by_its_short_words_and_what_a_clerk_keys_stands_apart():
    options = (Option(1, Text("Có, đã nhận kết quả"), short=Text("Có")), Option(2, Text("Không")))
    offers = tuple(Offer(named(kind), Text(words)) for kind, words in ((DONT_KNOW, "Không nhớ"),))
    item = ChoiceItem(id="A1", section="A", text=Text("Hỏi"), options=options, offers=offers)

    code = named(DONT_KNOW).code
    assert labelled(item, "vi") == [(1, "Có"), (2, "Không"), (code, "Không nhớ")]
    assert [key(each, 0, 0).text for each in (1, 2, code)] == ["1", "2", named(DONT_KNOW).mark]
    assert named(DONT_KNOW).mark != str(code)


@pytest.mark.parametrize("count", [6, 7, 12, 14, 15, 20])
@pytest.mark.parametrize("span", [BODY, Box(BODY.x, 0, 90.0, 0)], ids=["page", "half"])
def test_ovals_in_one_line_are_never_nearer_than_a_column_needs(count, span):
    rows = choice(asked(*map(str, range(1, count + 1))), ORDINARY, span).rows

    places = [place for row in rows for place in centres(row)]
    assert len(places) == count
    for (x, y), (next_x, next_y) in combinations(places, 2):
        assert abs(next_x - x) >= LEAST_COLUMN or abs(next_y - y) >= ORDINARY.row - 1e-9
