"""Grids: the head with its words and codes, the rows below it, and the two halves side by side."""

from dataclasses import replace
from itertools import pairwise

import pytest

from print.drawing.fonts import width
from print.drawing.ink import MM_PER_POINT, Rule, Tint, Words
from print.errors import PaperError
from print.geometry import Box
from print.layout.pagination import paginate
from print.layout.scale_rows import (
    HEAD_HINT,
    answer_side,
    grid_head,
    grid_measures,
    grid_row,
    head_choices,
    oval_line,
    sub_heading,
)
from print.layout.sections import section_blocks
from print.layout.sizes import BAND_GAP, BODY, HEAD_GAP, KEY_GREY, KEY_LINE, KEY_POINTS, LARGE, ORDINARY
from print.layout.two_columns import GAP, two_columns
from questionnaires.missing import DONT_KNOW, named
from questionnaires.model import Grid, Offer, Option, PaperHints, Scale, ScaleItem, Section, Text
from tests.print.conftest import SATISFACTION

RIGHT = BODY.x + BODY.w


def scale(columns, **more):
    return Scale("diem", tuple(Option(code, Text(str(code))) for code in range(1, columns + 1)), **more)


def item(name="X1", text="Việc", on=SATISFACTION, **more):
    return ScaleItem(id=name, section="X", text=Text(text), scale=on, **more)


def words(block):
    return [thing for thing in block.ink if isinstance(thing, Words) and thing.points != KEY_POINTS]


def keys(block):
    return [thing for thing in block.ink if isinstance(thing, Words) and thing.points == KEY_POINTS]


def test_headings_are_short_where_they_can_be_and_the_missing_kinds_come_last():
    asked = Scale(
        "s",
        (Option(1, Text("Rất không hài lòng"), Text("Kém")), Option(2, Text("Tốt"))),
        offers=(Offer(named(DONT_KNOW), Text("Không biết/Không trả lời")),),
    )

    assert head_choices(asked, "vi") == [(1, "Kém"), (2, "Tốt"), (201, "Không biết")]


@pytest.mark.parametrize(
    ("columns", "wide"), [(2, 45.0), (3, 67.5), (4, 90.0), (5, 90.0), (6, 90.0), (7, 105.0), (8, 120.0)]
)
def test_grids_of_few_options_start_their_answers_at_one_line(columns, wide):
    side = answer_side(scale(columns), ORDINARY)

    assert (side.w, side.x + side.w) == (wide, RIGHT)


def test_a_grid_wider_than_120_mm_stands_below_its_text():
    assert not grid_measures(scale(8), ORDINARY).stacked
    assert grid_measures(scale(9), ORDINARY).stacked
    assert grid_measures(scale(2), LARGE).stacked
    assert answer_side(scale(9), replace(ORDINARY, stacked=True)) == Box(BODY.x, 0, BODY.w, 0)


def test_a_scale_has_as_many_columns_as_13_mm_go_into_the_page():
    wide = replace(ORDINARY, stacked=True)

    assert answer_side(scale(14), wide).w == BODY.w
    with pytest.raises(PaperError) as error:
        answer_side(scale(15), wide)
    assert error.value.vi.startswith("Thang đo «diem» có 15 cột, trang giấy không đủ chỗ;")
    assert "Scale “diem” has 15 columns" in error.value.en


def test_each_heading_stands_in_the_middle_of_its_column_at_the_foot_its_key_in_the_upper_right_corner():
    block = grid_head(SATISFACTION, ORDINARY)
    columns = [RIGHT - 90 + (i + 0.5) * 15 for i in range(6)]

    assert [(key.text, key.x, key.align, key.grey) for key in keys(block)] == [
        (text, pytest.approx(x + 7.5 - 0.7), "right", KEY_GREY)
        for text, x in zip(["1", "2", "3", "4", "5", "KB"], columns, strict=True)
    ]
    headings = [thing for thing in words(block) if thing.align == "center"]
    assert {thing.x for thing in headings} == set(columns)
    assert len({max(thing.y for thing in headings if thing.x == x) for x in columns}) == 1
    (line,) = {key.y for key in keys(block)}
    assert line <= min(thing.y for thing in headings)


def test_keys_stand_in_a_line_of_their_own_where_a_heading_fills_its_column():
    wide = Scale("s", (Option(1, Text("nghiêng")), Option(2, Text("Tốt"))))
    narrow = replace(ORDINARY, column=15.0)
    span = Box(BODY.x, 0, 92.0, 0)
    crowded, short = (grid_head(each, narrow, "", span=span) for each in (wide, scale(2)))

    assert crowded.height == pytest.approx(short.height + KEY_LINE)
    assert keys(crowded)[0].y < words(crowded)[0].y - 2.6


def test_each_heading_lies_on_a_tint_of_its_own_as_high_as_the_deepest():
    block = grid_head(SATISFACTION, ORDINARY)
    left, *tints = (thing.box for thing in block.ink if isinstance(thing, Tint))
    lines = max(len([t for t in words(block) if t.x == x]) for x in {t.x for t in words(block)})

    high = pytest.approx(lines * ORDINARY.leading + 1.2)
    assert left == Box(BODY.x, 0, pytest.approx(BODY.w - 90 - 0.4), high)
    assert [(box.x, box.w, box.h) for box in tints] == [
        (pytest.approx(RIGHT - 90 + i * 15 + 0.2), pytest.approx(14.6), high) for i in range(6)
    ]
    assert block.height == pytest.approx(left.h + 0.4)
    assert block.keep
    assert block.of == "scale hai-long"
    assert 0 < min(t.y for t in words(block)) < max(t.y for t in words(block)) < left.h


@pytest.mark.parametrize(
    ("intro", "said"), [(None, HEAD_HINT.vi), ("Xin cho biết:", "Xin cho biết:"), ("", "")]
)
def test_the_head_says_on_its_left_what_is_asked(intro, said):
    left = [thing for thing in words(grid_head(SATISFACTION, ORDINARY, intro)) if thing.align == "left"]

    assert " ".join(thing.text for thing in left) == said
    assert {(thing.x, thing.face) for thing in left} <= {(BODY.x + 1.5, "italic")}


def test_a_lead_stands_bold_below_the_introduction_at_the_foot_of_the_head():
    block = grid_head(SATISFACTION, ORDINARY, "Xin cho biết:", lead="Việc dưới đây")
    intro, lead = (thing for thing in words(block) if thing.align == "left")

    assert (intro.face, lead.face, lead.text) == ("italic", "bold", "Việc dưới đây")
    assert lead.y - intro.y == pytest.approx(ORDINARY.leading)
    assert lead.y == pytest.approx(max(t.y for t in words(block) if t.align == "center"))


def test_a_long_introduction_makes_the_head_higher():
    text = "Xin cho biết mức độ hài lòng của Ông/Bà trong 12 tháng qua về các việc dưới đây. " * 3
    block = grid_head(SATISFACTION, ORDINARY, text, lead="Việc")
    left = sorted((t for t in words(block) if t.align == "left"), key=lambda line: line.y)

    assert left[-1].text == "Việc"
    assert block.height == pytest.approx(len(left) * ORDINARY.leading + 1.6)
    assert [round(b.y - a.y, 6) for a, b in pairwise(left)] == [round(ORDINARY.leading, 6)] * (len(left) - 1)
    assert left[0].y > 0


def test_a_missing_kind_with_two_names_is_explained_in_the_head():
    both = replace(SATISFACTION, offers=(Offer(named(DONT_KNOW), Text("Không biết/Không ý kiến")),))
    said = " ".join(thing.text for thing in words(grid_head(both, ORDINARY)) if thing.align == "left")

    assert said.endswith("KB: Không biết/Không ý kiến")
    assert "KB" not in " ".join(t.text for t in words(grid_head(SATISFACTION, ORDINARY)) if t.align == "left")


def test_a_scale_of_numbers_has_its_codes_as_its_only_words():
    head = grid_head(scale(5), ORDINARY, "")

    assert [t.text for t in words(head) if t.align == "center"] == list("12345")
    assert not keys(head)


def test_a_head_above_its_rows_says_what_to_do_over_its_options():
    block = grid_head(SATISFACTION, LARGE)
    left = [thing for thing in words(block) if thing.align == "left"]
    headings = [thing for thing in words(block) if thing.align == "center"]

    assert " ".join(thing.text for thing in left) == HEAD_HINT.vi
    assert max(thing.y for thing in left) < min(thing.y for thing in headings)


def test_columns_are_as_wide_as_the_longest_word_of_a_heading():
    wordy = Scale("s", (Option(1, Text("Dissatisfied")), Option(2, Text("Satisfied"))))

    assert grid_measures(wordy, ORDINARY).column == pytest.approx(width("Dissatisfied", 10.0) + HEAD_GAP)
    assert not grid_measures(wordy, ORDINARY).stacked
    six = Scale("s", tuple(Option(i, Text("Dissatisfied")) for i in range(1, 7)))
    assert grid_measures(six, ORDINARY).stacked


def test_a_shared_sentence_that_reaches_over_the_ovals_keeps_off_them():
    short = sub_heading("Việc", SATISFACTION, ORDINARY, "X1")
    long = sub_heading("Việc làm của cơ quan hành chính nhà nước " * 2, SATISFACTION, ORDINARY, "X1")
    alone = sub_heading("Việc làm của cơ quan hành chính nhà nước " * 2, None, ORDINARY, "X1")

    assert short.height == pytest.approx(0.5 + ORDINARY.leading + 0.5)
    assert long.height == pytest.approx(2.0 + ORDINARY.leading + 1.6)
    assert alone.height == short.height
    for block, above in ((short, 0.5), (long, 2.0)):
        (tint,) = (thing for thing in block.ink if isinstance(thing, Tint))
        assert tint.box == Box(BODY.x, above - 0.5, BODY.w, pytest.approx(ORDINARY.leading + 1.0))
        assert {(thing.x, thing.face) for thing in words(block)} == {(BODY.x + 1.5, "bold")}
        assert tint.box.y < words(block)[0].y < tint.box.y + tint.box.h
        assert block.keep
        assert block.airy


def test_a_row_has_its_text_in_the_middle_of_its_height_and_a_tint_short_of_the_band():
    block = grid_row(item(), ORDINARY)
    (row,) = block.rows
    (tint,) = (thing for thing in block.ink if isinstance(thing, Tint))

    assert block.height == ORDINARY.row
    assert row.band == Box(RIGHT - 90, BAND_GAP, 90, pytest.approx(ORDINARY.row - 2 * BAND_GAP))
    assert tint.box == Box(BODY.x, 0, pytest.approx(BODY.w - 90 - 0.4), ORDINARY.row)
    middle = ORDINARY.row / 2 + 0.29 * 10 * MM_PER_POINT
    assert [thing.y for thing in words(block)] == pytest.approx([middle] * 2)
    assert [thing.text for thing in words(block)] == ["X1", "Việc"]


def test_a_row_is_as_high_as_its_text():
    block = grid_row(item(text="Công chức làm việc thành thạo, đúng quy định. " * 5), ORDINARY)
    lines = len(words(block)) - 1

    assert lines > 2
    assert block.height == pytest.approx(lines * ORDINARY.leading + ORDINARY.gap)
    assert block.rows[0].band.h == pytest.approx(block.height - 2 * BAND_GAP)


def test_every_second_row_of_a_grid_has_a_tint():
    asked = tuple(item(f"X{n}") for n in range(4))
    blocks = [b for b in section_blocks(Section("X", Text("X"), None, asked), ORDINARY) if b.rows]

    assert [any(isinstance(thing, Tint) for thing in block.ink) for block in blocks] == [True, False] * 2


def test_a_grid_stands_below_its_text_where_a_word_has_no_room_beside_it():
    room = BODY.w - 90
    asked = (item("X1", text="m" * int(room / width("m", 10.0) + 2)), item("X2"))
    blocks = [b for b in section_blocks(Section("X", Text("X"), None, asked), ORDINARY) if b.rows]

    assert [block.rows[0].band.w for block in blocks] == [BODY.w, BODY.w]


def test_a_stacked_row_has_its_band_below_its_text():
    block = grid_row(item(), LARGE)
    (row,) = block.rows
    (tint,) = (thing for thing in block.ink if isinstance(thing, Tint))

    assert tint.box == Box(BODY.x, 0, BODY.w, pytest.approx(LARGE.leading + 0.5))
    assert row.band.y == pytest.approx(tint.box.h + BAND_GAP)
    assert row.band.h == pytest.approx(LARGE.band)
    assert row.band.y + row.band.h + BAND_GAP == pytest.approx(block.height)
    assert (row.band.x, row.band.w) == (BODY.x, BODY.w)


def test_ovals_stand_evenly_across_a_band_in_the_middle_of_its_height():
    ovals = oval_line(Box(10, 20, 60, 12), [1, 2, 201], ORDINARY)

    assert [oval.code for oval in ovals] == [1, 2, 201]
    assert [(oval.box.x + 3, oval.box.y) for oval in ovals] == [
        (20, pytest.approx(23.9)),
        (40, pytest.approx(23.9)),
        (60, pytest.approx(23.9)),
    ]
    assert {(oval.box.w, oval.box.h) for oval in ovals} == {(6.0, 4.2)}


def rows(count, on=None, **more):
    return [item(f"X{i}", on=on or scale(3), **more) for i in range(1, count + 1)]


def test_short_rows_stand_in_two_halves_with_a_hairline_between():
    block = two_columns(rows(5), ORDINARY)
    half = (BODY.w - GAP) / 2
    bands = [row.band for row in block.rows]
    (line,) = (thing for thing in block.ink if isinstance(thing, Rule))

    assert [row.item for row in block.rows] == ["X1", "X2", "X3", "X4", "X5"]
    assert [band.x - bands[0].x for band in bands] == pytest.approx([0, 0, 0, half + GAP, half + GAP])
    assert bands[0].x + bands[0].w == pytest.approx(BODY.x + half)
    assert [band.y for band in bands[3:]] == [band.y for band in bands[:2]]
    assert [round(b.y - a.y, 6) for a, b in pairwise(bands[:3])] == [ORDINARY.row] * 2
    assert (line.x1, line.x2) == pytest.approx([BODY.x + half + GAP / 2] * 2)
    assert (line.y1, line.y2) == (0, pytest.approx(block.height - 0.5))
    assert line.y2 == pytest.approx(bands[2].y + bands[2].h + BAND_GAP)
    assert len([t for t in words(block) if t.align == "center"]) == 6
    assert block.of == "X1"


@pytest.mark.parametrize(("count", "fit"), [(3, False), (4, True), (24, True), (25, False)])
def test_four_to_twenty_four_rows_stand_in_two_halves(count, fit):
    assert (two_columns(rows(count), ORDINARY) is not None) is fit


def test_rows_that_read_better_in_one_column_stand_in_one():
    assert two_columns(rows(6), LARGE) is None
    assert two_columns(rows(6, on=scale(5)), ORDINARY) is None
    assert two_columns(rows(6, text="Một câu hỏi dài hơn hai dòng của nửa trang giấy này"), ORDINARY) is None
    noted = PaperHints(skip_note=Text("Xin chuyển sang câu F1."))
    assert two_columns([*rows(5), item("X6", on=scale(3), paper=noted)], ORDINARY) is None


@pytest.mark.parametrize(("columns", "wide"), [(2, 18.0), (3, 17.0)])
def test_the_columns_of_two_halves_are_as_wide_as_leaves_the_text_24_mm(columns, wide):
    assert two_columns(rows(6, on=scale(columns)), ORDINARY).rows[0].band.w == columns * wide


@pytest.mark.parametrize(("lines", "fit"), [(1, True), (2, True), (3, False), (4, False)])
def test_rows_of_two_halves_have_no_more_than_two_lines(lines, fit):
    room = (BODY.w - GAP) / 2 - 2 * 15.0 - ORDINARY.label - 2 * 1.5
    long = "m" * int(room / width("m", ORDINARY.points))

    found = two_columns(rows(6, on=scale(2), text=" ".join([long] * lines)), ORDINARY)

    assert (found is not None) is fit


@pytest.mark.parametrize("count", [3, 6])
@pytest.mark.parametrize("measures", [ORDINARY, LARGE], ids=["ordinary", "large"])
def test_the_sentence_that_rows_share_stands_above_them_however_they_are_laid_out(count, measures):
    shared = Grid("G", Text("Ông/Bà đánh giá thế nào về các việc sau?"))
    asked = tuple(item(f"X{n}", on=scale(3), grid=shared) for n in range(count))
    halves = two_columns(list(asked), measures) is not None
    assert halves is (count == 6 and measures is ORDINARY)

    page = paginate(section_blocks(Section("X", Text("X"), None, asked), measures))[0]

    (sentence,) = [one for block in page for one in words(block) if one.text.startswith("Ông/Bà đánh giá")]
    assert sentence.y < min(row.band.y for block in page for row in block.rows)


def test_two_grids_of_one_scale_say_each_their_own_sentence():
    asked = tuple(
        item(f"{name}{n}", grid=Grid(name, Text(f"Về việc {name}"))) for name in ("B", "C") for n in range(2)
    )

    page = paginate(section_blocks(Section("X", Text("X"), None, asked), ORDINARY))[0]

    said = [one.text for block in page for one in words(block)]
    order = [said.index(text) for text in ("Về việc B", "B0", "B1", "Về việc C", "C0", "C1")]
    assert order == sorted(order)
    assert said.count("Về việc B") == said.count("Về việc C") == 1
