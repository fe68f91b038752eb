"""Choose-many items in cells, and boxes for open texts."""

from itertools import pairwise

import pytest

from print.drawing.ink import Frame, Rule, Words
from print.geometry import Box, Writing
from print.layout.multiple_choices import choices, writing
from print.layout.sizes import BAND_GAP, BODY, FREE_ROUND_OVAL, KEY_POINTS, KEY_ROOM, ORDINARY
from questionnaires.model import ChoicesItem, Option, PaperHints, Text, TextItem


def asked(*labels, text="Kênh thông tin", at_most=None):
    options = tuple(Option(code, Text(label)) for code, label in enumerate(labels, start=1))
    return ChoicesItem(id="B2", section="B", text=Text(text), options=options, at_most=at_most or len(labels))


def words(block):
    return [thing for thing in block.ink if isinstance(thing, Words) and thing.points != KEY_POINTS]


def italics(block):
    return [thing.text for thing in words(block) if thing.face == "italic"]


def test_short_options_stand_in_as_few_lines_as_they_can_each_a_row_of_its_own():
    block = choices(asked(*(f"Kênh {i}" for i in range(1, 7))), ORDINARY)
    bands = [row.band for row in block.rows]

    assert [(row.item, [oval.code for oval in row.ovals]) for row in block.rows] == [
        (f"B2_{i}", [i]) for i in range(1, 7)
    ]
    assert [band.x for band in bands] == pytest.approx(
        [BODY.x + KEY_ROOM + i % 3 * BODY.w / 3 for i in range(6)]
    )
    assert {round(band.w, 6) for band in bands} == {ORDINARY.oval[0] + 2 * FREE_ROUND_OVAL}
    assert {round(band.h, 6) for band in bands} == {round(ORDINARY.row - 2 * BAND_GAP, 6)}
    lines = sorted({band.y for band in bands})
    assert [round(b - a, 6) for a, b in pairwise(lines)] == [ORDINARY.row]


def test_each_label_stands_right_of_its_oval_at_its_height():
    block = choices(asked("Loa", "Báo", "Khác"), ORDINARY)
    said = {thing.text: thing for thing in words(block)}

    for row, label in zip(block.rows, ("Loa", "Báo", "Khác"), strict=True):
        line = said[label]
        assert line.x == pytest.approx(row.band.x + row.band.w + 0.4)
        box = row.ovals[0].box
        assert box.y < line.y < box.y + box.h


def test_long_labels_take_fewer_to_a_line():
    def across(label):
        return len({row.band.x for row in choices(asked(*[label] * 8), ORDINARY).rows})

    found = [across("Phương án " * times) for times in (1, 4, 8, 14)]
    assert found[0] == 4
    assert found == sorted(found, reverse=True)
    assert found[-1] == 1


@pytest.mark.parametrize(
    ("text", "at_most", "hint"),
    [
        ("Kênh nào?", 3, ["Có thể đánh dấu nhiều ô."]),
        ("Kênh nào?", 2, ["Xin đánh dấu nhiều nhất 2 ô."]),
        ("Kênh nào (chọn tối đa 2)?", 2, []),
    ],
)
def test_how_many_to_mark_is_said_once(text, at_most, hint):
    assert italics(choices(asked("Loa", "Báo", "Khác", text=text, at_most=at_most), ORDINARY)) == hint


def test_question_hint_and_ovals_stand_below_each_other_and_a_hairline_ends_them():
    block = choices(asked("Loa", "Báo", "Khác", at_most=2), ORDINARY)
    question, hint = words(block)[1], next(t for t in words(block) if t.face == "italic")
    (end,) = (thing for thing in block.ink if isinstance(thing, Rule))
    box = block.rows[0].ovals[0].box

    assert hint.y - question.y == pytest.approx(ORDINARY.leading + 0.25)
    assert hint.x == question.x == BODY.x + 1.5 + ORDINARY.label
    assert box.y - 4.0 > hint.y
    assert end.y1 - (box.y + box.h) >= FREE_ROUND_OVAL
    assert block.height == pytest.approx(end.y1 + 0.25)
    assert block.airy


@pytest.mark.parametrize(("asked_for", "lines"), [(0, 1), (1, 1), (3, 3)])
def test_a_box_for_writing_has_a_rule_between_its_lines(asked_for, lines):
    block = writing(
        TextItem(id="F2", section="F", text=Text("Ý kiến"), paper=PaperHints(lines=asked_for)), ORDINARY
    )
    top = ORDINARY.leading + 0.5 + 0.5
    box = Box(BODY.x, pytest.approx(top), BODY.w, pytest.approx(lines * 7.4))
    rules = [thing for thing in block.ink if isinstance(thing, Rule)]

    assert block.writing == (Writing("F2", box),)
    assert [thing.box for thing in block.ink if isinstance(thing, Frame)] == [box]
    assert [(rule.x1, rule.x2) for rule in rules] == [(BODY.x + 3, BODY.x + BODY.w - 3)] * (lines - 1)
    assert [rule.y1 for rule in rules] == pytest.approx([top + i * 7.4 for i in range(1, lines)])
    assert all(rule.y1 == rule.y2 for rule in rules)
    assert block.height == pytest.approx(top + lines * 7.4 + 0.3)
    assert block.airy
