"""What a page's reading says of its rows and boxes, with decisions, streaks and scans given as plain values."""

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest

from print.geometry import Box, Layout, Oval, Page, Row, Writing
from print.layout.page_frame import codes, fiducials, tones
from print.number import Payload
from print.scanning import page_reader
from print.scanning.page.flat_page import flatten
from print.scanning.page.identify import Codes, Unknown
from print.scanning.page.quality import Sheet
from print.scanning.page.registration import Registration
from print.scanning.reading import PageReading
from print.scanning.rows.classify import RowDecision

A4 = (210.0, 297.0)
STRAIGHT = Registration(np.diag([8.0, 8.0, 1.0]), 4, 0.0)
NAMED = PageReading("a.png", 0, "000123-4", 1, "unreadable", version="v1")


def a_row(i):
    band = Box(107.5, 50 + 12 * i, 90, 10)
    return Row(
        f"C{i}", band, tuple(Oval(k + 1, Box(band.x + 4 + 15 * k, band.y + 3, 6, 4)) for k in range(2))
    )


DECIDED = (
    RowDecision(2, "one mark"),
    RowDecision(0, "clean band"),
    RowDecision(None, "faint", 1),
    RowDecision(None, "several marks", None),
)
PAGE = Page(
    1,
    fiducials(1),
    codes(),
    tuple(a_row(i) for i in range(len(DECIDED))),
    (Writing("F1", Box(12.5, 150, 185, 22)), Writing("F2", Box(12.5, 200, 185, 22))),
    tones(),
)
# As if all of it were printed: no ink of these drawn sheets is foreign.
PRINT = cv2.imencode(".png", np.zeros((2376, 1680), np.uint8))[1].tobytes()
LAYOUT = Layout("q", "v1", A4, (PAGE,), prints=(PRINT,))


@pytest.fixture(scope="module")
def sheet():
    """A sheet 8 pixels a millimetre with its corner marks, and 5 by 2 mm of ink in the second writing box."""
    grey = np.full((2376, 1680), 240, np.uint8)
    for mark in PAGE.fiducials:
        x, y, side = (round(v * 8) for v in (mark.x, mark.y, mark.size))
        grey[y : y + side, x : x + side] = 20
    grey[1680:1696, 400:440] = 20
    return grey


def reading_of(grey):
    flat = flatten(grey, PAGE, STRAIGHT, LAYOUT.page_mm)
    return page_reader._read_rows(grey, flat, PAGE, STRAIGHT, LAYOUT, NAMED)


@pytest.fixture
def read(sheet, monkeypatch):
    """Read the sheet as if its rows had been decided so and its scan were spoiled or streaked so."""

    def reading(decided=DECIDED, spoiled=None, streaks=(), photo=False, uneven=False, washed=False):
        told = iter(decided)
        monkeypatch.setattr(page_reader, "classify", lambda *_: next(told))
        monkeypatch.setattr(page_reader, "_spoiled", lambda *_: spoiled)
        monkeypatch.setattr(page_reader, "streaks", lambda *_: list(streaks))
        monkeypatch.setattr(page_reader, "is_photo", lambda *_: photo)
        monkeypatch.setattr(page_reader, "is_lit_unevenly", lambda *_: uneven)
        monkeypatch.setattr(page_reader, "is_washed_out", lambda _: washed)
        return reading_of(sheet)

    return reading


def rows_of(reading):
    return [(row.item, row.code, row.state, row.reason, row.suggest) for row in reading.rows]


def test_a_row_has_the_code_reason_and_suggestion_that_were_decided(read):
    found = read()

    assert rows_of(found) == [
        ("C0", 2, "accepted", "one mark", None),
        ("C1", 0, "accepted", "clean band", None),
        ("C2", None, "review", "faint", 1),
        ("C3", None, "review", "several marks", None),
    ]
    assert (found.state, found.number, found.page, found.reason) == ("needs review", "000123-4", 1, "")
    assert all(set(row.ink) == {1, 2} for row in found.rows)
    assert read([RowDecision(1, "one mark")] * 4).state == "read"


def test_on_a_washed_out_scan_marks_are_accepted_and_empty_rows_are_not(read):
    assert rows_of(read(washed=True))[:3] == [
        ("C0", 2, "accepted", "one mark", None),
        ("C1", None, "review", "washed out", None),
        ("C2", None, "review", "faint", 1),
    ]


@pytest.mark.parametrize("spoiled", ["bilevel", "photocopied"])
def test_rows_of_a_spoiled_sheet_suggest_what_was_seen_and_answer_nothing(read, spoiled):
    found = read(spoiled=spoiled, photo=True)

    assert rows_of(found) == [
        (f"C{i}", None, "review", spoiled, likely) for i, likely in enumerate((2, 0, 1, None))
    ]
    assert found.state == spoiled
    assert found.reason_codes == (spoiled, "photo")


@pytest.mark.parametrize(
    ("bilevel", "copied", "said"),
    [(True, True, "bilevel"), (False, True, "photocopied"), (False, False, None)],
)
def test_a_scan_of_two_tones_is_told_before_a_copy(monkeypatch, sheet, bilevel, copied, said):
    monkeypatch.setattr(page_reader, "is_bilevel", lambda _: bilevel)
    monkeypatch.setattr(page_reader, "is_copied", lambda _: copied)
    monkeypatch.setattr(page_reader, "scanned_tones", lambda *_: ())

    assert page_reader._spoiled(None, None, PAGE) == said


@pytest.mark.parametrize("photo", [False, True])
def test_streaks_of_a_photograph_run_over_the_whole_picture_those_of_a_scan_over_its_sheet(
    read, sheet, monkeypatch, photo
):
    around = np.full((2400, 1800), 240, np.uint8)
    paper = Sheet(sheet, 7, 9)
    looked = []
    monkeypatch.setattr(page_reader, "within_sheet", lambda *_: paper)
    read(photo=photo)
    monkeypatch.setattr(page_reader, "streaks", lambda part: looked.append(part) or [])
    monkeypatch.setattr(page_reader, "classify", lambda *_: DECIDED[0])
    reading_of(around)

    (part,) = looked
    assert (part.grey.shape == around.shape) is photo
    assert (part is paper) is not photo


def test_a_row_under_a_streak_has_neither_code_nor_suggestion(read):
    found = read(streaks=[(62 * 8, 63 * 8, False)])

    assert rows_of(found)[1] == ("C1", None, "review", "streak", None)
    assert [row.reason for row in found.rows] == ["one mark", "streak", "faint", "several marks"]
    assert found.reason_codes == ("streak",)


@pytest.mark.parametrize(("seen", "code"), [({"photo": True}, "photo"), ({"uneven": True}, "uneven light")])
def test_a_warning_is_told_and_the_page_is_read(read, seen, code):
    found = read([RowDecision(1, "one mark")] * 4, **seen)

    assert (found.state, found.reason_codes) == ("read", (code,))
    assert {row.code for row in found.rows} == {1}


def test_the_box_that_was_written_in_is_told_with_its_ink(read):
    first, second = read().writing

    assert (first.item, first.written, first.ink) == ("F1", False, 0.0)
    assert (second.item, second.written) == ("F2", True)
    assert 10 <= second.ink < 13  # the soft edge of ink counts too


def test_the_crop_of_a_row_holds_its_words_and_ovals_and_ends_at_the_sheets_edge(read):
    found = read()

    tops = [
        23,
        *(58 + 12 * i for i in range(3)),
    ]  # 2 mm above the question, and that of a row ends at the row before
    lows = [62.4 + 12 * i for i in range(4)]
    assert [row.crop for row in found.rows] == [
        (0, top * 8, 210 * 8, math.ceil(low * 8) - top * 8) for top, low in zip(tops, lows, strict=True)
    ]


@pytest.mark.parametrize(
    ("moved", "seen"),
    [((-200, 0), (0, 0, 760, 480)), ((0, -100), (0, 0, 960, 380)), ((1600, 2300), (1600, 2300, 80, 76))],
)
def test_of_a_row_that_a_scan_cuts_off_the_crop_is_what_is_left(moved, seen):
    corners = np.array([(0, 0), (960, 0), (960, 480), (0, 480)], float) + moved

    assert page_reader._crop(corners, (2376, 1680)) == seen


@pytest.fixture
def image(sheet, monkeypatch):
    """Read the sheet as a whole image whose codes and marks said so."""

    def reading(identity, *, lies=STRAIGHT, state="read", pictures=True):
        monkeypatch.setattr(page_reader, "find_fiducials", lambda _: {})
        monkeypatch.setattr(page_reader, "_codes", lambda *_: Codes())
        monkeypatch.setattr(page_reader, "identify", lambda *_: identity)
        monkeypatch.setattr(page_reader, "register", lambda *_: lies)
        monkeypatch.setattr(
            page_reader,
            "_read_rows",
            lambda grey, flat, page, lies, layout, named: replace(named, state=state),
        )
        return page_reader.read_image(sheet, {"AB12CD": LAYOUT}, file="a.png", image=7, pictures=pictures)

    return reading


OURS = Payload("AB12CD", 123, 1)


def about(reading):
    return reading.number, reading.page, reading.version, reading.state, reading.reason_codes


def test_a_page_that_is_known_has_its_number_page_and_version(image):
    found = image(OURS)

    assert about(found) == ("000123-4", 1, "v1", "read", ())
    assert (found.file, found.image) == ("a.png", 7)


@pytest.mark.parametrize(
    ("identity", "lies", "told"),
    [
        (Unknown("no code"), STRAIGHT, (None, None, None, "unreadable", ("no code",))),
        (
            Unknown("other questionnaire", "foreign", "ZZ12CD"),
            STRAIGHT,
            (None, None, None, "foreign", ("other questionnaire",)),
        ),
        (Payload("AB12CD", 123, 2), STRAIGHT, (None, None, None, "unreadable", ("no such page",))),
        (OURS, None, ("000123-4", 1, "v1", "unreadable", ("few corner marks",))),
    ],
)
def test_a_page_that_cannot_be_read_says_why_and_whose_it_is_where_that_is_known(image, identity, lies, told):
    found = image(identity, lies=lies)

    assert about(found) == told
    assert found.rows == ()
    assert found.upright is None
    assert ("ZZ12CD" in found.reason) is (told[3] == "foreign")


@pytest.mark.parametrize(
    ("state", "shown"),
    [("read", True), ("needs review", True), ("photocopied", False), ("bilevel", False)],
)
def test_a_page_is_laid_straight_for_people_where_its_rows_are_shown_to_them(image, state, shown):
    assert (image(OURS, state=state).upright is not None) is shown
    assert image(OURS, state=state, pictures=False).upright is None
