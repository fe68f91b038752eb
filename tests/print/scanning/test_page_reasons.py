"""Each reason the reader gives for a page is a code that stays, with its sentence beside it."""

import json
from typing import get_args

import pytest

from print.scanning.page_reasons import SENTENCES, PageCode
from print.scanning.reading import PageReading, from_line, to_line

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


def test_a_line_of_before_there_were_codes_is_read():
    line = json.loads(to_line(PAGE))
    del line["reason_codes"]

    assert from_line(json.dumps(line)) == PAGE
