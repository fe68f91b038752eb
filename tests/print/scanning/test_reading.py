"""Filled pages with known truth are read right, or given to a person; never read wrong."""

import json

import cv2
import numpy as np
import pytest

from print.errors import PaperError
from print.geometry import Box
from print.layout.compose import lay_out, tag
from print.scanning.image_files import darkest
from print.scanning.page.registration import corners, find_fiducials, register
from print.scanning.page_reader import read_image
from print.scanning.reading import from_line, to_line
from print.scanning.scan import layouts_of
from questionnaires.load import published
from tests.print.blank_forms import BlankForm, raster
from tests.print.conftest import questionnaire
from tests.print.damage import CONDITIONS, at, scan
from tests.print.filled_forms import AMBIGUOUS, PX, page_of
from tests.print.pens import CLEAR
from tests.print.trial import one_page, run

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

PLAIN = CONDITIONS["200 dpi grey"]
HARMLESS = [
    "100 dpi grey",
    "150 dpi grey",
    "300 dpi grey",
    "200 dpi colour",
    "skew 5",
    "jpeg 30 and noise",
    "print 93 to 105 %",
    "phone",
    "staple",
    "torn corner",
    "show-through",
    "upside down",
    "sideways",
    "black bed",
]


@pytest.fixture(scope="session")
def paper(small):
    return BlankForm(small)


@pytest.fixture(scope="session")
def layouts(small):
    return layouts_of(small)


def grid_page(paper: BlankForm) -> int:
    return max(paper.layout.pages, key=lambda page: len(page.rows)).number


def read(paper, layouts, condition, *, seed, **hand):
    filled, image = one_page(paper, grid_page(paper), condition, seed=seed, **hand)
    return filled, read_image(darkest(image), layouts, file="scan.png", image=0)


def test_forms_that_are_too_long_in_large_print_are_read_in_ordinary_print():
    long = questionnaire(rows=150)

    with pytest.raises(PaperError, match="12"):
        lay_out(long, large=True)
    assert list(layouts_of(long)) == [tag(lay_out(long))]


def test_a_questionnaire_that_fits_no_paper_is_refused():
    with pytest.raises(PaperError, match="12"):
        layouts_of(questionnaire(rows=400))


@pytest.mark.parametrize("dpi", [100, 200])
@pytest.mark.parametrize("style", CLEAR)
def test_a_plain_mark_is_read_as_meant(paper, layouts, style, dpi):
    filled, reading = read(paper, layouts, at(PLAIN, dpi), seed=dpi, only=style, strays=0)

    accepted = [row for row in reading.rows if row.state == "accepted"]
    assert [row.code for row in accepted] == [filled.truth[row.item].code for row in accepted]
    assert len(accepted) >= len(reading.rows) * (0.6 if style == "big tick" else 0.85)


@pytest.mark.parametrize("pen", ["black", "blue", "light blue", "red", "thick", "pencil"])
def test_every_pen_is_seen_in_colour_and_in_grey(paper, layouts, pen):
    for name in ("200 dpi grey", "200 dpi colour"):
        filled, reading = read(
            paper, layouts, CONDITIONS[name], seed=5, pen=pen, habit="cross", only="cross", strays=0
        )

        assert all(row.code in {None, filled.truth[row.item].code} for row in reading.rows)
        assert sum(row.state == "accepted" for row in reading.rows) >= len(reading.rows) - 2


@pytest.mark.parametrize("dpi", [100, 200])
@pytest.mark.parametrize("style", AMBIGUOUS)
def test_what_a_person_must_decide_goes_to_a_person(paper, layouts, style, dpi):
    filled, reading = read(paper, layouts, at(PLAIN, dpi), seed=11, only=style, pen="blue", strays=0)

    wrong = [row for row in reading.rows if row.code not in {None, filled.truth[row.item].code}]
    assert not wrong
    assert sum(row.state == "review" for row in reading.rows) >= len(reading.rows) - 1


@pytest.mark.parametrize("dpi", [100, 150, 200, 300])
@pytest.mark.parametrize("large", [False, True])
def test_a_blank_form_has_no_mark_at_any_dpi(small, layouts, tmp_path, dpi, large):
    import pypdfium2

    from print.batch import FormToPrint
    from print.number import write
    from print.papers.forms import draw_batch

    draw_batch(tmp_path / "f.pdf", small, None, [FormToPrint(write(77))], large=large)
    document = pypdfium2.PdfDocument(tmp_path / "f.pdf")

    readings = [
        read_image(darkest(raster(page, dpi)), layouts, file="f.pdf", image=i)
        for i, page in enumerate(document)
    ]
    document.close()

    assert {reading.state for reading in readings} == {"read"}
    assert [reading.page for reading in readings] == list(range(1, len(readings) + 1))
    assert {reading.number for reading in readings} == {write(77)}
    assert {row.code for reading in readings for row in reading.rows} == {0}


@pytest.mark.parametrize("name", HARMLESS)
def test_ordinary_damage_neither_hides_the_number_nor_changes_a_value(paper, name):
    tally = run(paper, CONDITIONS[name], range(40, 41))

    assert tally.identified == tally.pages
    assert not tally.wrong
    assert tally.clear_review <= tally.clear * 0.1


@pytest.mark.parametrize(
    "name", ["stamp", "fold", "streak", "streak on black bed", "stain", "shadow", "dark and light"]
)
def test_spoiled_rows_go_to_a_person_and_none_is_read_wrong(paper, name):
    tally = run(paper, CONDITIONS[name], range(60, 61))

    assert tally.identified == tally.pages
    assert not tally.wrong


@pytest.fixture(scope="module")
def instrument():
    """Page 2 of the instrument, its layouts, and its tightest rows: they share one column of ovals."""
    form = BlankForm(published("sipas-2025"))
    rows = [row for row in page_of(form.layout, 2).rows if row.item.startswith("C")]
    return form.grey_page(2), layouts_of(published("sipas-2025")), rows


def middle(row):
    """Return where the second oval of a row stands across the sheet."""
    box = row.ovals[1].box
    return box.x + box.w / 2


@pytest.mark.parametrize("bed", [0, 3, 6, 40])
@pytest.mark.parametrize("turned", [False, True])
def test_a_streak_through_a_column_answers_no_row_whatever_lies_beside_the_sheet(instrument, bed, turned):
    page, layouts, rows = instrument
    image = cv2.copyMakeBorder(page, *(round(bed * PX),) * 4, cv2.BORDER_CONSTANT, value=20)
    x = round((middle(rows[0]) + bed) * PX)
    image[:, x : x + 3] = np.minimum(image[:, x : x + 3], 90)
    image = np.ascontiguousarray(np.rot90(image)) if turned else image

    reading = read_image(image, layouts, file="scan.png", image=0)

    assert "streak" in reading.reason_codes
    assert "bilevel" not in reading.reason_codes
    crossed = {row.item for row in rows}
    assert {row.reason for row in reading.rows if row.item in crossed} == {"streak"}


def test_the_printed_rules_of_a_photographed_sheet_are_no_streaks(instrument):
    page, layouts, _ = instrument
    high, wide = page.shape
    sheet = np.float32([[0, 0], [wide, 0], [wide, high], [0, high]])
    for pulled in (0.05, 0.07, 0.09):
        leaning = sheet * (1 - 2 * pulled) + np.float32([wide, high]) * pulled
        leaning[:2, 0] += np.float32([pulled, -pulled]) * wide
        turn = cv2.getPerspectiveTransform(sheet, leaning)
        image = cv2.warpPerspective(page, turn, (wide, high), borderValue=75)

        reading = read_image(image, layouts, file="photo.png", image=0)

        assert reading.reason_codes[0] == "photo"
        assert "streak" not in reading.reason_codes


def cross(image, box, grey=60):
    left, top, right, low = (round(v * PX) for v in (box.x + 1, box.y, box.x + box.w - 1, box.y + box.h))
    cv2.line(image, (left, top), (right, low), grey, 5, cv2.LINE_AA)
    cv2.line(image, (left, low), (right, top), grey, 5, cv2.LINE_AA)


@pytest.mark.parametrize("again", [False, True], ids=["and nothing else", "and another mark"])
def test_a_mark_under_correction_fluid_goes_to_a_person(instrument, again):
    page, layouts, rows = instrument
    image = page.copy()
    for row in rows[:6]:
        first, other = row.ovals[0].box, row.ovals[3].box
        cross(image, first)
        middle = round((first.x + first.w / 2) * PX), round((first.y + first.h / 2) * PX)
        cv2.ellipse(image, middle, (round(4.2 * PX), round(3 * PX)), 5, 0, 360, 250, -1, cv2.LINE_AA)
        if again:
            cross(image, other)

    reading = read_image(image, layouts, file="scan.png", image=0)

    read = {row.item: row for row in reading.rows}
    assert {read[row.item].reason for row in rows[:6]} == {"oval covered"}
    assert {read[row.item].reason for row in rows[6:]} == {"clean band"}


def test_a_row_out_of_line_with_its_neighbours_goes_to_a_person(instrument):
    page, layouts, rows = instrument
    image, lower = page.copy(), round(1.0 * PX)
    row = rows[len(rows) // 2]
    ovals = Box(row.ovals[0].box.x - 1, row.band.y, row.band.x + row.band.w - row.ovals[0].box.x, row.band.h)
    left, top, right, low = (round(v * PX) for v in (ovals.x, ovals.y, ovals.x + ovals.w, ovals.y + ovals.h))
    image[top + lower : low, left:right] = page[top : low - lower, left:right]

    reading = read_image(image, layouts, file="scan.png", image=0)

    seen = {each.item: each for each in reading.rows}
    assert (seen[row.item].code, seen[row.item].reason) == (None, "oval covered")
    assert {seen[each.item].code for each in rows if each is not row} == {0}


def test_two_pages_in_one_picture_are_not_taken_for_one(instrument):
    page, layouts, _ = instrument
    both = np.hstack([page, page])

    reading = read_image(both, layouts, file="scan.png", image=0)

    assert len(find_fiducials(page)) == 4
    assert find_fiducials(both) == {}
    assert (reading.number, reading.state, reading.reason_codes) == (None, "unreadable", ("no corner mark",))


@pytest.mark.parametrize("wide", [2, 4])
@pytest.mark.parametrize("lean", [0, 0.3, 1])
def test_a_line_drawn_down_a_column_answers_no_row(instrument, lean, wide):
    page, layouts, rows = instrument
    image = page.copy()
    top, low = (round(y * PX) for y in (rows[0].band.y - 2, rows[-1].band.y + rows[-1].band.h + 2))
    x = round(middle(rows[0]) * PX)
    cv2.line(image, (x - round(lean * PX), top), (x + round(lean * PX), low), 60, wide, cv2.LINE_AA)

    reading = read_image(image, layouts, file="scan.png", image=0)

    crossed = {row.item for row in rows}
    assert {row.code for row in reading.rows if row.item in crossed} == {None}


@pytest.mark.parametrize(("name", "state"), [("photocopy", "photocopied"), ("bilevel", "bilevel")])
def test_a_scan_that_has_lost_pencil_goes_whole_to_a_person(paper, name, state):
    tally = run(paper, CONDITIONS[name], range(80, 82))

    assert tally.states == {state: tally.pages}
    assert tally.accepted == 0


@pytest.mark.parametrize(("name", "state"), [("photocopy", "photocopied"), ("bilevel", "bilevel")])
def test_a_sheet_that_goes_whole_to_a_person_still_suggests_what_was_seen(paper, layouts, name, state):
    filled, reading = read(paper, layouts, CONDITIONS[name], seed=80, pen="black", only="cross", strays=0)

    assert {row.reason for row in reading.rows} == {state}
    assert {row.code for row in reading.rows} == {None}
    suggested = [row.suggest == filled.truth[row.item].code for row in reading.rows]
    assert sum(suggested) >= len(suggested) * 0.8


def test_reading_again_changes_nothing(paper, layouts):
    _, image = one_page(paper, grid_page(paper), PLAIN, seed=3)

    lines = {to_line(read_image(image, layouts, file="a.png", image=0)) for _ in range(2)}

    assert len(lines) == 1


def test_a_reading_is_one_line_of_json_and_comes_back_the_same(paper, layouts):
    _, reading = read(paper, layouts, PLAIN, seed=4)

    line = to_line(reading)

    assert from_line(line) == reading
    told = json.loads(line)
    assert list(told)[:6] == ["file", "image", "number", "page", "state", "rows"]
    assert list(told["rows"][0])[:5] == ["item", "code", "state", "reason", "ink"]


def test_the_crop_of_a_row_shows_its_band(paper, layouts):
    page = page_of(paper.layout, grid_page(paper))
    _, reading = read(paper, layouts, PLAIN, seed=6)

    for row, printed in zip(reading.rows, page.rows, strict=True):
        assert row.crop[2] >= printed.band.w * 200 / 25.4 * 0.95
        assert row.crop[3] >= printed.band.h * 200 / 25.4 * 0.95


@pytest.mark.parametrize("covered", [[0], [3], [0, 1], [0, 2], [1, 3], [0, 1, 2]])
def test_lost_corner_marks_are_made_up_for_or_the_page_is_refused(paper, layouts, covered):
    number = grid_page(paper)
    page = page_of(paper.layout, number)
    filled, _ = one_page(paper, number, PLAIN, seed=8, ambiguous={}, strays=0)
    px = filled.image.shape[1] / paper.layout.page_mm[0]
    for corner in covered:
        mark = page.fiducials[corner]
        low, high = round((mark.y - 1) * px), round((mark.y + mark.size + 1) * px)
        left, right = round((mark.x - 1) * px), round((mark.x + mark.size + 1) * px)
        filled.image[low:high, left:right] = 255

    reading = read_image(scan(filled.image, PLAIN, seed=8), layouts, file="x", image=0)

    assert reading.number == filled.number
    assert reading.page == number
    assert all(row.code in {None, filled.truth[row.item].code} for row in reading.rows)
    # Of one mark that is left the far side of the page lies so far off that its words look like ink.
    most = len(reading.rows) - 2 if len(covered) < 3 else len(reading.rows) / 2
    assert sum(row.state == "accepted" for row in reading.rows) >= most


@pytest.mark.parametrize(("off", "fits"), [(0.0, True), (1.0, True), (9.0, False)])
def test_codes_stand_in_for_corner_marks_only_where_they_fit(paper, off, fits):
    """Eight pixels a millimetre; ``off`` is how far, in millimetres, a corner of one code is out of its place."""
    page = page_of(paper.layout, grid_page(paper))
    first, second = (corners(code.box) * 8 for code in page.codes)
    second[2] += off * 8

    registration = register(page, {}, [second, first])

    assert (registration is not None) is fits
    assert registration is None or registration.error < 1.5


def test_a_page_whose_code_and_corner_marks_disagree_is_unreadable(paper, layouts):
    first, second = paper.page(1).copy(), paper.page(2)
    for code in paper.layout.pages[0].codes:
        px = first.shape[1] / paper.layout.page_mm[0]
        cut = np.s_[
            round(code.box.y * px) : round((code.box.y + code.box.h) * px),
            round(code.box.x * px) : round((code.box.x + code.box.w) * px),
        ]
        first[cut] = second[cut]

    reading = read_image(darkest(first), layouts, file="x", image=0)

    assert (reading.number, reading.page, reading.state) == (None, None, "unreadable")
    assert reading.reason_codes == ("corner marks disagree",)


def test_two_codes_that_disagree_make_the_page_unreadable(small, paper, layouts):
    mixed, other = paper.page(1).copy(), BlankForm(small, serial=4321).page(1)
    code = paper.layout.pages[0].codes[1].box
    px = mixed.shape[1] / paper.layout.page_mm[0]
    cut = np.s_[round(code.y * px) : round((code.y + code.h) * px), : mixed.shape[1] // 2]
    mixed[cut] = other[cut]

    reading = read_image(darkest(mixed), layouts, file="x", image=0)

    assert (reading.number, reading.state) == (None, "unreadable")
    assert reading.reason_codes == ("codes disagree",)


@pytest.mark.parametrize("dpi", [100, 200])
def test_handwriting_is_noticed_and_an_empty_box_is_not(paper, layouts, dpi):
    page = next(page for page in paper.layout.pages if page.writing)
    box, px = page.writing[0].box, paper.page(page.number).shape[1] / paper.layout.page_mm[0]
    empty, written = paper.page(page.number).copy(), paper.page(page.number).copy()
    place = (round((box.x + 10) * px), round((box.y + 9) * px))
    cv2.putText(written, "mong lam nhanh hon", place, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, 2.0, (40, 50, 150), 4)

    seen = [
        read_image(scan(each, at(PLAIN, dpi), seed=2), layouts, file="x", image=0).writing[0].written
        for each in (empty, written)
    ]

    assert seen == [False, True]


def test_an_empty_sheet_is_unreadable_and_says_why(layouts):
    empty = np.full((2339, 1654), 250, np.uint8)

    reading = read_image(empty, layouts, file="x", image=0)

    assert (reading.state, reading.reason) == ("unreadable", "no form found")
    assert reading.reason_codes == ("no form",)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONDITIONS)
def test_no_wrong_value_in_the_larger_matrix(paper, name):
    tally = run(paper, CONDITIONS[name], range(300, 312))

    assert tally.wrong_number == 0
    assert not tally.wrong
