"""Each reason the reader gives for a page is a code that stays, with its sentence beside it."""

import json
from typing import get_args

import pytest

from print.scanning.page_reasons import SENTENCES, PageCode
from print.scanning.reading import (
    RULE,
    NoteReading,
    PageReading,
    RowReading,
    WritingReading,
    from_line,
    to_line,
)

PAGE = PageReading("a.jpg", 0, "000123-4", 1, "read")


def test_every_code_has_its_sentence():
    assert set(SENTENCES) == set(get_args(PageCode))


def test_the_weightiest_reason_comes_first_in_words_and_in_codes():
    told = PAGE.with_reasons("streak", "photo").with_reasons("other side missing", pages="2, 3")

    assert told.reason == "page 2, 3 was not scanned, streak, photo"
    assert told.reason_codes == ("other side missing", "streak", "photo")


@pytest.mark.parametrize("reading", [PAGE, PAGE.with_reasons("bad file", message="Tệp {a.pdf} hỏng.")])
def test_the_codes_come_back_from_a_line(reading):
    assert from_line(to_line(reading)) == reading


@pytest.mark.parametrize("name", ["reason_codes", "notes", "half"])
def test_a_line_of_before_there_were_codes_notes_or_halves_is_read(name):
    line = json.loads(to_line(PAGE))
    del line[name]

    assert from_line(json.dumps(line)) == PAGE


FIELDS = {
    "other questionnaire": {"tag": "AB12CD"},
    "bad file": {"message": "Tệp a.pdf rỗng."},
    "copies differ": {"times": 3},
    "copies agree": {"times": 3},
    "other side missing": {"pages": "2, 3"},
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_says_the_values_that_belong_to_its_code(code):
    filled = FIELDS.get(code, {})

    said = PAGE.with_reasons(code, **filled).reason

    assert all(str(value) in said for value in filled.values())
    assert "{" not in said
    assert said not in {SENTENCES[other] for other in SENTENCES if other != code}


WHOLE = PageReading(
    "hộp 1/tờ 1.pdf",
    7,
    "000123-4",
    2,
    "needs review",
    (
        RowReading("C1", 201, "accepted", "one mark", {1: 0.0, 201: 0.4123}, None, (1, 2, 3, 4)),
        RowReading("C2", None, "review", "faint", {1: 0.02, 2: 0.0}, 1, (5, 6, 7, 8)),
        RowReading("C3", 0, "accepted", "clean band", {1: 0.0}),
    ),
    reason="photo",
    version="0123-large",
    writing=(WritingReading("F1", True, 12.5), WritingReading("F2", False, 0.0)),
    reason_codes=("photo",),
    notes=(NoteReading("#margin-2-1", 22.5, (20.0, 100.0, 30.5, 5.0), (1, 2, 3, 4)),),
    half="left",
)


def test_everything_that_was_read_comes_back_from_its_line_as_it_was():
    back = from_line(to_line(WHOLE))

    assert back == WHOLE
    assert [type(code) for row in back.rows for code in row.ink] == [int] * 5
    assert {type(row.crop) for row in back.rows} == {tuple}


def test_a_line_says_its_values_under_their_names_and_vietnamese_as_it_is_written():
    line = to_line(WHOLE)

    assert json.loads(line) == {
        "file": "hộp 1/tờ 1.pdf",
        "image": 7,
        "number": "000123-4",
        "page": 2,
        "state": "needs review",
        "rows": [
            row | {"suggest": suggest, "crop": crop, "habit": None}
            for row, suggest, crop in (
                (
                    {
                        "item": "C1",
                        "code": 201,
                        "state": "accepted",
                        "reason": "one mark",
                        "ink": {"1": 0.0, "201": 0.4123},
                    },
                    None,
                    [1, 2, 3, 4],
                ),
                (
                    {
                        "item": "C2",
                        "code": None,
                        "state": "review",
                        "reason": "faint",
                        "ink": {"1": 0.02, "2": 0.0},
                    },
                    1,
                    [5, 6, 7, 8],
                ),
                (
                    {"item": "C3", "code": 0, "state": "accepted", "reason": "clean band", "ink": {"1": 0.0}},
                    None,
                    [0, 0, 0, 0],
                ),
            )
        ],
        "reason": "photo",
        "version": "0123-large",
        "rule": RULE,
        "writing": [
            {"item": "F1", "written": True, "ink": 12.5},
            {"item": "F2", "written": False, "ink": 0.0},
        ],
        "reason_codes": ["photo"],
        "notes": [
            {"item": "#margin-2-1", "ink": 22.5, "place": [20.0, 100.0, 30.5, 5.0], "crop": [1, 2, 3, 4]}
        ],
        "half": "left",
    }
    assert "hộp 1/tờ 1.pdf" in line
    assert "\n" not in line
