"""The rules of paper, each on the long form in ordinary and in large print, and on every published form."""

import json
from dataclasses import replace
from itertools import combinations, groupby, pairwise

import pytest

from print.drawing.fonts import width
from print.drawing.ink import MM_PER_POINT, Frame, Ring, Rule, Tint, Words
from print.errors import PaperError
from print.geometry import Box
from print.layout.compose import compose, from_json, lay_out, tag, to_json
from print.layout.page_frame import NOTHING_HERE, TURN_OVER
from print.layout.sizes import BODY, KEY_GREY, KEY_POINTS, LEAST_GAP
from questionnaires.load import published
from questionnaires.model import (
    ChoiceItem,
    Grid,
    Option,
    PaperHints,
    Scale,
    ScaleItem,
    Section,
    Text,
    TextItem,
    offers_of,
)
from questionnaires.routes.told import with_paths_told
from tests.print.conftest import SATISFACTION, options

PUBLISHED = ("sipas-2025", "sipas-2025-long")
EXACT = 1e-6


@pytest.fixture(scope="module", params=[*PUBLISHED, "every-kind", "routed"])
def asked(request, long):
    forms = {"every-kind": lambda: long, "routed": lambda: without_notes(published("sipas-2025"))}
    return forms[request.param]() if request.param in forms else published(request.param)


def without_notes(questionnaire):
    """Return a questionnaire of which no note tells the path, so that the form says it from the rules."""
    sections = tuple(
        replace(section, items=tuple(replace(item, paper=PaperHints()) for item in section.items))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections, version=f"{questionnaire.version[::-1]}")


@pytest.fixture(scope="module", params=["ordinary", "large"])
def composed(request, asked):
    return compose(asked, large=request.param == "large")


def rows_of(composed):
    return [row for page in composed.layout.pages for row in page.rows]


def ovals_of(composed):
    """Return the codes of each item's ovals; an item whose options stand in columns or cells has several rows."""
    items = groupby(rows_of(composed), key=lambda row: row.item)
    return {item: [oval.code for row in rows for oval in row.ovals] for item, rows in items}


def is_key(thing):
    return isinstance(thing, Words) and thing.points == KEY_POINTS and thing.grey == KEY_GREY


def dark_boxes(ink):
    """Return what is printed dark on a page as boxes; light tints guide the eye and are no ink."""
    for thing in ink:
        match thing:
            case Words():
                size = thing.points * MM_PER_POINT
                wide = width(thing.text, thing.points, thing.face)
                left = thing.x - wide * {"left": 0, "center": 0.5, "right": 1}[thing.align]
                yield Box(left, thing.y - 0.74 * size, wide, 0.74 * size)
            case Rule():
                yield Box(
                    min(thing.x1, thing.x2),
                    min(thing.y1, thing.y2),
                    abs(thing.x2 - thing.x1),
                    abs(thing.y2 - thing.y1),
                )
            case Tint(box, grey) if grey < 0.9:
                yield box
            case Ring(box=box):
                yield box
            case Frame(box=box):
                yield from (
                    Box(box.x, box.y, box.w, 0),
                    Box(box.x, box.y + box.h, box.w, 0),
                    Box(box.x, box.y, 0, box.h),
                    Box(box.x + box.w, box.y, 0, box.h),
                )


def meet(one, other, room=0.0):
    return (
        one.x < other.x + other.w + room - EXACT
        and other.x < one.x + one.w + room - EXACT
        and one.y < other.y + other.h + room - EXACT
        and other.y < one.y + one.h + room - EXACT
    )


def inside(box, outer):
    return (
        box.x >= outer.x - EXACT
        and box.y >= outer.y - EXACT
        and box.x + box.w <= outer.x + outer.w + EXACT
        and box.y + box.h <= outer.y + outer.h + EXACT
    )


def test_every_column_of_the_questionnaire_has_its_rows_one_after_the_other(composed, asked):
    items = [item for item, _ in groupby(rows_of(composed), key=lambda row: row.item)]

    assert items == [column.name for column in asked.columns]


def test_only_a_single_choice_has_more_than_one_row(composed, asked):
    for item, rows in groupby(rows_of(composed), key=lambda row: row.item):
        assert len(list(rows)) == 1 or isinstance(asked.items[item], ChoiceItem)


def test_every_option_has_an_oval_and_dont_know_where_it_is_offered(composed, asked):
    for name, ovals in ovals_of(composed).items():
        item = asked.items.get(name)
        if item is None:
            assert [f"{name.rsplit('_', 1)[0]}_{code}" for code in ovals] == [name]
        else:
            codes = [option.code for option in item.options]
            assert ovals == codes + [offer.kind.code for offer in offers_of(item)]


def test_every_open_text_has_a_box_to_write_in(composed, asked):
    boxes = [place.item for page in composed.layout.pages for place in page.writing]

    assert boxes == [item.id for item in asked.items.values() if isinstance(item, TextItem)]


def test_fiducials_are_10_mm_and_at_least_12_mm_from_the_edge(composed):
    for page in composed.layout.pages:
        for mark in page.fiducials:
            assert mark.size == 10
            assert min(mark.x, mark.y, 210 - mark.x - mark.size, 297 - mark.y - mark.size) >= 12


def test_every_corner_of_every_page_has_an_id_of_its_own(composed):
    ids = [mark.id for page in composed.layout.pages for mark in page.fiducials]

    assert ids == list(range(4 * len(composed.layout.pages)))


def test_nothing_is_printed_within_the_white_ring_of_a_fiducial(composed):
    for page, ink in zip(composed.layout.pages, composed.ink, strict=True):
        rings = [Box(m.x - 2.5, m.y - 2.5, m.size + 5, m.size + 5) for m in page.fiducials]
        printed = [*dark_boxes(ink), *(code.box for code in page.codes), *(row.band for row in page.rows)]
        assert not [(box, ring) for box in printed for ring in rings if meet(box, ring)]


def test_both_qr_codes_are_at_least_14_mm_with_a_quiet_zone_of_4_modules(composed):
    for page, ink in zip(composed.layout.pages, composed.ink, strict=True):
        assert [code.role for code in page.codes] == ["main", "repeat"]
        for code in page.codes:
            assert code.box.w == code.box.h >= 14
            quiet = 4 * code.box.w / 21
            marks = [Box(m.x, m.y, m.size, m.size) for m in page.fiducials]
            assert not [box for box in (*dark_boxes(ink), *marks) if meet(box, code.box, quiet)]


def test_the_second_code_is_bottom_left_and_the_first_top_right(composed):
    for page in composed.layout.pages:
        main, repeat = (code.box for code in page.codes)
        assert main.x > 105
        assert main.y < 30
        assert repeat.x < 60
        assert repeat.y > 260


def test_ovals_have_the_size_that_machines_read_best(composed):
    for row in rows_of(composed):
        for oval in row.ovals:
            assert 5 <= oval.box.w <= 6
            assert 4 <= oval.box.h <= 4.5


def test_ovals_are_13_mm_apart_across_and_9_mm_down(composed):
    for page in composed.layout.pages:
        centres = [(o.box.x + o.box.w / 2, o.box.y + o.box.h / 2) for row in page.rows for o in row.ovals]
        for (x1, y1), (x2, y2) in combinations(centres, 2):
            assert abs(x1 - x2) >= 13 - EXACT or abs(y1 - y2) >= 9 - EXACT, (x1, y1, x2, y2)


def test_nothing_is_printed_in_an_answer_band(composed):
    for page, ink in zip(composed.layout.pages, composed.ink, strict=True):
        tints = [thing.box for thing in ink if isinstance(thing, Tint)]
        printed = [*dark_boxes(ink), *tints, *(tone.box for tone in page.tones)]
        for row in page.rows:
            assert not [box for box in printed if meet(box, row.band)], row.item


def test_round_every_oval_4_mm_are_free_of_print(composed):
    for page, ink in zip(composed.layout.pages, composed.ink, strict=True):
        printed = list(dark_boxes(ink))
        for row in page.rows:
            for oval in row.ovals:
                assert not [box for box in printed if meet(box, oval.box, 4)], (row.item, oval)


def test_bands_hold_their_ovals_and_do_not_overlap(composed):
    for page in composed.layout.pages:
        for row in page.rows:
            assert all(inside(oval.box, row.band) for oval in row.ovals)
        for one, other in combinations(page.rows, 2):
            assert not meet(one.band, other.band), (one.item, other.item)


def test_everything_stays_in_the_body_of_the_page(composed):
    for page in composed.layout.pages:
        assert all(inside(row.band, BODY) for row in page.rows)
        assert all(inside(place.box, BODY) for place in page.writing)


def test_no_two_lines_of_text_overlap(composed):
    for ink in composed.ink:
        lines = [(thing.text, next(iter(dark_boxes([thing])))) for thing in ink if isinstance(thing, Words)]
        for (one, a), (other, b) in combinations(lines, 2):
            assert not meet(a, b), (one, other)


def test_text_is_10_points_or_14_in_large_print(composed):
    least = 14 if composed.layout.version.endswith("-large") else 10
    for ink in composed.ink:
        assert min(thing.points for thing in ink if isinstance(thing, Words) and not is_key(thing)) >= least


def test_no_question_is_split_between_pages(composed, asked):
    page_of_text = {}
    for number, ink in enumerate(composed.ink, start=1):
        for thing in ink:
            if isinstance(thing, Words) and thing.text in asked.items:
                page_of_text[thing.text] = number
    for page in composed.layout.pages:
        for row in page.rows:
            item = row.item if row.item in asked.items else row.item.rsplit("_", 1)[0]
            assert page_of_text[item] == page.number


def test_every_page_with_rows_of_a_scale_tells_its_options_in_words_and_their_keys(composed, asked):
    for page, ink in zip(composed.layout.pages, composed.ink, strict=True):
        keys = {thing.text for thing in ink if is_key(thing)}
        said = " ".join(thing.text for thing in ink if isinstance(thing, Words))
        for row in page.rows:
            if isinstance(asked.items.get(row.item), ScaleItem):
                assert {"KB" if oval.code == 201 else str(oval.code) for oval in row.ovals} <= keys
                options = asked.items[row.item].options
                assert all(
                    word in said for option in options for word in (option.short or option.text).vi.split()
                )


def test_no_key_stands_between_an_oval_and_its_words(composed):
    for page, ink in zip(composed.layout.pages, composed.ink, strict=True):
        keys = [box for thing in ink if is_key(thing) for box in dark_boxes([thing])]
        for row in page.rows:
            for oval in row.ovals:
                right = Box(oval.box.x + oval.box.w, oval.box.y, 12, oval.box.h)
                assert row.band.w > 20 or not [key for key in keys if meet(key, right)], (row.item, oval.code)


def test_the_words_of_two_headings_never_touch(composed):
    for ink in composed.ink:
        heads = [t for t in ink if isinstance(t, Words) and t.align == "center" and not is_key(t)]
        boxes = [box for thing in heads for box in dark_boxes([thing])]
        for one, other in combinations(boxes, 2):
            assert not meet(one, other, 1.1), (one, other)


def test_the_texts_of_two_rows_are_further_apart_than_the_lines_of_one(composed, asked):
    """Rows of one grid never run together: between two there is more room than within one."""
    measures = composed.measures
    for ink in composed.ink:
        lines = [t for t in ink if isinstance(t, Words) and t.align == "left" and not is_key(t)]
        labels = [t for t in lines if t.text in asked.items and isinstance(asked.items[t.text], ScaleItem)]
        for label in labels:
            column = [t.y for t in lines if label.x < t.x < label.x + 20 and t.face == "regular"]
            above = max((y for y in column if y < label.y - 0.1), default=0.0)
            assert label.y - above >= measures.leading + LEAST_GAP - 0.06, label.text


def test_text_ends_before_the_edge_of_its_tint(composed):
    for ink in composed.ink:
        tints = [thing.box for thing in ink if isinstance(thing, Tint) and thing.grey > 0.9]
        for thing in ink:
            if isinstance(thing, Words) and thing.align == "left" and thing.y < 270:
                (word,) = dark_boxes([thing])
                inside_of = [t for t in tints if t.x <= word.x < t.x + t.w and t.y < thing.y < t.y + t.h]
                assert all(word.x + word.w <= t.x + t.w - 1.4 for t in inside_of), thing.text


def test_skip_notes_are_printed_under_their_question(composed, asked):
    said = " ".join(thing.text for ink in composed.ink for thing in ink if isinstance(thing, Words))
    for item in asked.items.values():
        if item.paper.skip_note is not None:
            assert item.paper.skip_note.vi.split(",")[0] in said


def test_every_item_that_not_everybody_answers_says_so_on_the_form_or_a_note_before_it_does(composed, asked):
    said = " ".join(thing.text for ink in composed.ink for thing in ink if isinstance(thing, Words))
    told = with_paths_told(asked)
    notes = [item.paper.applies_note.vi for item in told.items.values() if item.paper.applies_note]

    assert all(note in said for note in notes)
    if asked.version == published("sipas-2025").version[::-1]:
        assert len(notes) == sum(item.applies is not None for item in asked.items.values()) == 19
        assert "D21a – D21c: Chỉ trả lời nếu" in said
        assert said.count("D21d – D23d: Chỉ trả lời nếu không chọn «Không» ở câu D00.") == 1


def test_page_1_shows_a_right_a_wrong_and_a_corrected_example(composed):
    said = " ".join(thing.text for thing in composed.ink[0] if isinstance(thing, Words))

    assert all(word in said for word in ("ĐÚNG:", "SAI:", "SỬA:"))
    assert sum(isinstance(thing, Ring) for thing in composed.ink[0]) >= 9


def test_no_word_touches_an_example(composed):
    rings = [thing.box for thing in composed.ink[0] if isinstance(thing, Ring)]

    for thing in (thing for thing in composed.ink[0] if isinstance(thing, Words)):
        size = thing.points * MM_PER_POINT
        wide = width(thing.text, thing.points, thing.face)
        left = thing.x - wide * {"left": 0, "center": 0.5, "right": 1}[thing.align]
        # Vietnamese capitals carry two marks: Ở and Ế reach as high as a line's leading.
        word = Box(left, thing.y - 0.95 * size, wide, 1.15 * size)
        assert not [ring for ring in rings if meet(ring, word)], thing.text


@pytest.mark.parametrize(("rows", "asked"), [(1, 1), (12, 1), (30, 2)])
def test_the_last_page_with_questions_thanks_and_no_page_leads_to_an_empty_one(small, rows, asked):
    form = compose(with_items(small, *graded(5, rows)))

    foot = [[thing.text for thing in ink if isinstance(thing, Words) and thing.y > 270] for ink in form.ink]
    assert [TURN_OVER.vi in said for said in foot] == [i < asked for i in (1, 2)]
    assert [small.closing.vi in said for said in foot] == [i == asked for i in (1, 2)]
    assert [NOTHING_HERE.vi in said for said in foot] == [i > asked for i in (1, 2)]


def test_the_whole_instrument_is_on_two_duplex_sheets():
    assert len(lay_out(published("sipas-2025")).pages) == 4


def test_a_short_form_is_on_one_duplex_sheet(small):
    assert len(lay_out(small).pages) == 2


def test_a_form_always_fills_whole_sheets(composed):
    assert len(composed.layout.pages) % 2 == 0


def test_a_layout_reads_back_from_its_json(composed):
    again = from_json(json.loads(json.dumps(to_json(composed.layout))))

    assert tag(again) == composed.tag
    assert [page.number for page in again.pages] == [page.number for page in composed.layout.pages]


def test_the_same_questionnaire_gives_the_same_layout(asked):
    assert compose(asked) == compose(asked)


def test_another_version_or_size_of_print_has_another_tag(small):
    tags = {compose(small).tag, compose(small, large=True).tag, compose(replace(small, version="x")).tag}

    assert len(tags) == 3


def test_the_letters_of_forms_that_are_printed_never_change():
    # A form comes back weeks after it was printed: with other letters for the same places it would be foreign.
    printed = {
        "questionnaire": "sipas",
        "version": "2025-1",
        "page_mm": [210.0, 297.0],
        "pages": [
            {
                "page": 1,
                "fiducials": [{"id": 0, "x": 12.0, "y": 12.0, "size": 10.0}],
                "codes": [{"role": "form", "x": 180.0, "y": 12.0, "w": 15.0, "h": 15.0}],
                "rows": [
                    {
                        "item": "C11a",
                        "band": [100.0, 60.0, 90.0, 9.0],
                        "ovals": [{"code": 1, "x": 104.25, "y": 62.5, "w": 6.0, "h": 4.0}],
                    }
                ],
                "writing": [],
                "tones": [],
            }
        ],
    }

    assert tag(from_json(printed)) == "6MSI9O"


def with_items(small, *items):
    return replace(small, sections=(Section("X", Text("X"), None, items),), criteria=())


FIFTEEN = Scale("muoi-lam", tuple(Option(code, Text(str(code))) for code in range(1, 16)))
TOO_MUCH = {
    "a word wider than its column": ScaleItem(id="X1", section="X", text=Text("m" * 90), scale=SATISFACTION),
    "a scale of fifteen columns": ScaleItem(id="X1", section="X", text=Text("Hỏi"), scale=FIFTEEN),
    "a text box higher than the page": TextItem(
        id="X1", section="X", text=Text("Ghi"), paper=PaperHints(lines=40)
    ),
    "a question longer than a page": ChoiceItem(
        id="X1", section="X", text=Text("rất dài " * 900), options=options("Có", "Không")
    ),
    "more options than columns hold": ChoiceItem(
        id="X1",
        section="X",
        text=Text("Chọn"),
        options=options(*(f"Phương án thứ {i} " * 3 for i in range(99))),
    ),
    "a letter that the font lacks": ChoiceItem(
        id="X1", section="X", text=Text("漢字"), options=options("Có", "Không")
    ),
}


@pytest.mark.parametrize("item", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_what_does_not_fit_is_refused_by_name(small, item):
    with pytest.raises(PaperError, match=r"X1|muoi-lam") as error:
        lay_out(with_items(small, item))

    assert "X1" in error.value.en or "muoi-lam" in error.value.en


def test_more_pages_than_there_are_fiducials_are_refused(small):
    rows = tuple(
        ScaleItem(id=f"X{i}", section="X", text=Text("Câu hỏi"), scale=SATISFACTION) for i in range(400)
    )
    with pytest.raises(PaperError, match="12"):
        lay_out(with_items(small, *rows))


def test_a_form_that_is_too_long_names_the_question_that_has_no_place(small):
    grid = Grid("G", Text("Xin đánh giá"))
    rows = tuple(
        ScaleItem(id=f"X{i}", section="X", text=Text("Câu hỏi"), scale=SATISFACTION, grid=grid)
        for i in range(400)
    )
    with pytest.raises(PaperError, match=r"«X\d+»"):
        lay_out(with_items(small, *rows))


def graded(columns, rows):
    scale = Scale("diem", tuple(Option(code, Text(str(code))) for code in range(1, columns + 1)))
    grid = Grid("G", Text("Xin cho điểm"))
    return [
        ScaleItem(id=f"X{i}", section="X", text=Text("Việc"), scale=scale, grid=grid) for i in range(rows)
    ]


@pytest.mark.parametrize("rows", [1, 4, 20])
@pytest.mark.parametrize("columns", [2, 6, 7, 8, 10, 14])
def test_scales_of_up_to_fourteen_columns_fit(small, columns, rows):
    layout = lay_out(with_items(small, *graded(columns, rows)))

    assert [len(row.ovals) for page in layout.pages for row in page.rows] == [columns] * rows


def test_many_columns_stand_below_their_question_and_few_beside_it(small):
    def left(columns):
        return lay_out(with_items(small, *graded(columns, 3))).pages[0].rows[0].band.x

    assert left(9) == pytest.approx(BODY.x)
    assert left(8) > BODY.x + 60


def test_a_number_that_is_its_own_heading_is_printed_once(small):
    ink = compose(with_items(small, *graded(10, 3))).ink[0]

    assert [thing.text for thing in ink if isinstance(thing, Words)].count("10") == 1


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("columns", [5, 10])
def test_what_rows_share_is_said_again_where_they_go_on(small, columns, large):
    form = compose(with_items(small, *graded(columns, 30)), large=large)

    for page, ink in zip(form.layout.pages, form.ink, strict=True):
        said = [thing.text for thing in ink if isinstance(thing, Words)]
        assert said.count("Xin cho điểm") == bool(page.rows), page.number


def test_a_page_break_is_kept(small):
    asked = tuple(
        ScaleItem(
            id=f"X{i}",
            section="X",
            text=Text("Câu hỏi"),
            scale=SATISFACTION,
            paper=PaperHints(page_break_before=i == 2),
        )
        for i in range(4)
    )
    first, second = lay_out(with_items(small, *asked)).pages

    assert [row.item for row in first.rows] == ["X0", "X1"]
    assert [row.item for row in second.rows] == ["X2", "X3"]


def test_neighbours_that_ask_for_a_new_page_begin_it_together(small):
    asked = tuple(
        ScaleItem(
            id=f"X{i}",
            section="X",
            text=Text("Câu hỏi"),
            scale=SATISFACTION,
            paper=PaperHints(page_break_before=i >= 2),
        )
        for i in range(5)
    )
    first, second = lay_out(with_items(small, *asked)).pages

    assert [row.item for row in first.rows] == ["X0", "X1"]
    assert [row.item for row in second.rows] == ["X2", "X3", "X4"]


@pytest.mark.parametrize(
    "broken", [{}, {"page_mm": [1]}, {"questionnaire": "a", "version": "b", "page_mm": [1, 2]}]
)
def test_a_malformed_layout_file_is_refused(broken):
    with pytest.raises(PaperError, match="bố cục"):
        from_json(broken)


def test_rows_are_as_high_as_the_sheets_allow(small, long):
    def pitch(questionnaire):
        rows = [r for r in lay_out(questionnaire).pages[1].rows if r.item.startswith("C")]
        return min(b.band.y - a.band.y for a, b in pairwise(rows))

    assert pitch(long) >= 9
    assert pitch(small) >= 9
