"""What the reader says about a page reaches the clerk in Vietnamese, with what to do."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from print import scan as reader
from survey_app.postoffice import page_words
from survey_app.scan_pages import WARNINGS
from survey_app.scanning import SPOILED, Told
from tests.survey_app.web.test_review_desk import desk, sheets, upload

__all__ = ["desk", "sheets"]

READER = Path(reader.__file__).parent
SAID = re.compile(
    r"""(?:reason=|unreadable\(\S+, \S+, |"(?:unreadable|foreign)", |else \()"([a-z][^"{]+)\""""
)


def reasons():
    """Every reason written in the reader's own source, without what is filled in."""
    sources = ("identify.py", "page_reader.py", "work.py", "workers.py")
    found = {said for name in sources for said in SAID.findall((READER / name).read_text("utf-8"))}
    return sorted(found | {"another paper's code", "no form found"})


def read_as(monkeypatch, **changes):
    """Let the reader say other things about the pages it reads."""
    read = reader.read_files
    monkeypatch.setattr(
        "print.scan.read_files", lambda *a, **k: [replace(page, **changes) for page in read(*a, **k)]
    )


def test_the_reader_gives_the_reasons_this_test_knows_of():
    assert {"no code", "codes disagree", "no such page", "too few corner marks"} <= set(reasons())
    assert len(reasons()) >= 10


@pytest.mark.parametrize(
    "reason",
    [
        *reasons(),
        *sorted(SPOILED),
        "page came 3 times, marks differ",
        "page came twice, marks differ",
        "questionnaire ab12",
    ],
)
def test_every_reason_is_said_in_vietnamese_with_what_to_do(app, reason):
    with app.test_request_context():
        said = page_words.by_hand(Told("hop/a.pdf", 3, reason))

    assert said.startswith("a.pdf, ảnh 3: ")
    assert reason not in said
    assert "Hãy" in said


def test_a_sentence_made_for_people_stays_as_it_is(app):
    with app.test_request_context():
        assert page_words.why("Phiếu này của bưu cục khác.") == "Phiếu này của bưu cục khác."


@pytest.mark.parametrize("warning", WARNINGS)
def test_a_warning_is_told_once_with_its_pages_and_again_on_every_row(desk, sheets, monkeypatch, warning):
    pictures, _ = sheets
    read_as(monkeypatch, reason=warning)
    upload(desk, pictures)
    said = {
        "streak": "Vệt bẩn của máy quét",
        "photo": "Ảnh chụp bằng điện thoại",
        "uneven light": "Ánh sáng không đều",
    }

    assert desk.text.count(said[warning]) == 1
    assert "(0.png, ảnh 1; 1.png, ảnh 1" in desk.text
    assert said[warning] in desk.open("/buu-dien/quet/soat").text


def test_of_many_pages_some_are_named(app):
    with app.test_request_context():
        told = page_words._places([Told(f"{n}.pdf", 1, "streak") for n in range(500)])

    assert told.endswith("5.pdf, ảnh 1; và 494 ảnh khác")


def test_a_form_with_a_page_missing_says_so_at_the_desk(desk, sheets):
    pictures, _ = sheets
    upload(desk, pictures[1:])

    assert "Phiếu còn thiếu trang" in desk.text
    assert "thiếu trang 1" in desk.text
