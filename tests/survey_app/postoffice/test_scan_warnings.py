"""What the reader says about a page reaches the clerk in Vietnamese, with what to do."""

from typing import get_args

import pytest

from print.scanning import scan as reader
from print.scanning.page_reasons import SENTENCES, Beware, NotTaken
from print.scanning.rows.classify import Doubt
from survey_app.postoffice import scan_page_words, scan_row_words
from survey_app.scanning.intake import PageNotice
from survey_app.scanning.page_records import WARNINGS
from tests.survey_app.postoffice.test_review_desk import desk, sheets, upload

# Pages are drawn, spoiled and read here, a fifth of a second each.
pytestmark = pytest.mark.slow

__all__ = ["desk", "sheets"]


def read_as(monkeypatch, code):
    """Let the reader say other things about the pages it reads."""
    read = reader.read_files
    monkeypatch.setattr(
        "print.scanning.scan.read_files", lambda *a, **k: [page.with_reasons(code) for page in read(*a, **k)]
    )


def test_no_code_of_the_reader_is_without_words(app):
    with app.test_request_context():
        assert {*scan_page_words.not_taken(), scan_page_words.SPOKEN} == set(get_args(NotTaken))
        assert set(scan_page_words.read_anyway()) == set(get_args(Beware))


@pytest.mark.parametrize("code", sorted(set(get_args(NotTaken)) - {scan_page_words.SPOKEN}))
def test_every_reason_is_said_in_vietnamese_with_what_to_do(app, code):
    with app.test_request_context():
        said = scan_page_words.by_hand(PageNotice("hop/a.pdf", 3, code, SENTENCES[code]))

    assert said.startswith("a.pdf, ảnh 3: ")
    assert SENTENCES[code] not in said
    assert "Hãy" in said


@pytest.mark.parametrize(
    ("half", "words"),
    [("left", "nửa trái"), ("right", "nửa phải"), ("upper", "nửa trên"), ("lower", "nửa dưới")],
)
def test_of_an_image_of_two_sheets_the_half_is_named(app, half, words):
    with app.test_request_context():
        said = scan_page_words.by_hand(PageNotice("a.pdf", 3, "no code", half=half))

    assert said.startswith(f"a.pdf, ảnh 3, {words}: ")


def test_a_negative_says_that_it_is_one_and_how_to_scan_again(app):
    with app.test_request_context():
        said = scan_page_words.not_taken()["negative"]

    assert "âm bản" in said
    assert "tắt đảo màu" in said


def test_no_doubt_of_the_reader_about_a_row_is_without_words(app):
    with app.test_request_context():
        said = scan_row_words.reasons()

    assert set(said) - {"handwriting", "margin note", "odd on contact sheet"} == set(get_args(Doubt))


def test_a_sentence_made_for_people_stays_as_it_is(app):
    other, broken = "Phiếu này của bưu cục khác.", "Tệp a.pdf hỏng; hãy quét lại."

    with app.test_request_context():
        assert scan_page_words.by_hand(PageNotice("a.pdf", 1, None, other)) == f"a.pdf, ảnh 1: {other}"
        assert (
            scan_page_words.by_hand(PageNotice("a.pdf", 1, "bad file", broken)) == f"a.pdf, ảnh 1: {broken}"
        )


@pytest.mark.parametrize("warning", WARNINGS)
def test_a_warning_is_told_once_with_its_pages_and_again_on_every_row(desk, sheets, monkeypatch, warning):
    pictures, _ = sheets
    read_as(monkeypatch, warning)
    upload(desk, pictures)
    said = {
        "streak": "Vệt bẩn của máy quét",
        "photo": "Ảnh chụp bằng điện thoại",
        "uneven light": "Ánh sáng không đều",
        "no mark": "Cả trang không có dấu nào",
        "margin note": "Có chữ hoặc nét bút ngoài các câu hỏi",
        "print unknown": "Phiếu in bằng bản cũ của chương trình",
    }

    assert desk.text.count(said[warning]) == 1
    assert "(0.png, ảnh 1; 1.png, ảnh 1" in desk.text
    assert said[warning] in desk.open("/buu-dien/quet/soat").text


def test_of_many_pages_some_are_named(app):
    with app.test_request_context():
        told = scan_page_words._places([PageNotice(f"{n}.pdf", 1, "streak") for n in range(500)])

    assert told.endswith("5.pdf, ảnh 1; và 494 ảnh khác")


def test_a_form_with_a_page_missing_says_so_at_the_desk(desk, sheets):
    pictures, _ = sheets
    upload(desk, pictures[1:])

    assert "Phiếu còn thiếu trang" in desk.text
    assert "thiếu trang 1" in desk.text
