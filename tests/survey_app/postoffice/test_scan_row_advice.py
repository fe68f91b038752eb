"""What a person is told of a row the machine was not certain of, and what is suggested."""

import re

import pytest

from questionnaires import load
from survey_app import db
from survey_app.postoffice import scan_row_advice, scan_row_words
from survey_app.tables import ScanRow
from tests.survey_app.postoffice.test_desk_words import scanned

__all__ = ["scanned"]

FORM = load.published("sipas-2025")
EMPTY, MARKED = {"1": 0.0, "2": 0.0, "3": 0.0}, {"1": 0.0, "2": 0.3, "3": 0.0}
LOOK = "Hãy xem cả chữ lẫn ô rồi chọn."
KEPT = "Nếu đúng là bỏ thì không ô nào được chọn (bỏ trống); nếu không, hãy chọn ô có dấu."


@pytest.fixture(autouse=True)
def asked(app):
    with app.test_request_context():
        yield


def told(**row):
    return scan_row_advice.advice(FORM, ScanRow(**({"item": "A1", "code": None, "ink": EMPTY} | row)))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"suggest": 2}, "Người dân đánh dấu lên chữ, không vào ô: gần «Nữ» nhất."),
        ({"suggest": None}, "Người dân đánh dấu lên chữ hoặc viết bên cạnh, không vào ô."),
        (
            {"suggest": 3, "item": "B2_3", "ink": {"3": 0.01}},
            "Người dân đánh dấu lên chữ của phương án này, không vào ô.",
        ),
        (
            {"suggest": 2, "ink": MARKED},
            "Trong ô có dấu, nhưng người dân còn đánh dấu lên chữ hoặc viết bên cạnh.",
        ),
    ],
)
def test_of_words_that_were_marked_it_is_said_where_the_mark_stands_and_to_look_at_words_and_ovals(row, said):
    assert told(reason="words marked", **row) == f"{said} {LOOK}"


@pytest.mark.parametrize(
    ("reason", "how"), [("circled", "khoanh lại"), ("scribbled", "bôi đi"), ("struck through", "gạch qua")]
)
def test_of_an_only_mark_that_was_taken_back_it_is_said_how_and_that_nothing_is_chosen_then(reason, how):
    row = {"reason": reason, "ink": MARKED}

    assert told(suggest=0, **row) == f"Dấu duy nhất của dòng bị {how}, có lẽ để bỏ. {KEPT}"
    assert scan_row_advice.guess(ScanRow(suggest=0, **row)) == "(máy đoán: dấu đã bị bỏ)"


def test_of_a_ring_round_an_empty_oval_no_cancelling_is_spoken():
    row = {"reason": "circled", "suggest": 2}

    assert told(**row) == "Máy chưa chắc: khoanh tròn."
    assert scan_row_advice.guess(ScanRow(**row)) == "(máy đoán)"


def test_of_a_margin_note_it_is_said_that_it_is_no_answer_and_what_to_do_with_a_stain():
    note = {"item": "#margin-2-1", "reason": "margin note", "ink": {}}

    assert scan_row_words.question(FORM, note["item"]) == "Ghi chú ngoài lề, trang 2"
    assert "không tính là trả lời" in told(**note)
    assert "vết bẩn" in told(**note)


def test_of_a_row_the_machine_was_certain_of_nothing_is_told():
    assert told(code=2, reason="words marked", suggest=2) == ""
    assert told(reason="one mark") == ""


def test_a_cancelled_mark_is_suggested_as_blank_and_nothing_is_saved_before_a_key_is_pressed(
    browser, scanned, rows
):
    with db.session_factory(scanned.url, durable=False) as sessions, sessions() as session:
        session.get(ScanRow, 2).suggest = 0
        session.commit()
    page = browser.sign_in("lan").open("/buu-dien/quet/soat?dong=2")

    assert re.findall(r'class="button second suggested" name="code"\s*value="(\d+)"', page.page.text) == ["0"]
    assert "Dấu duy nhất của dòng bị khoanh lại" in page.text
    assert "(máy đoán: dấu đã bị bỏ)" in page.text
    assert rows("SELECT code, checked, decided FROM scan_row WHERE id = 2") == [(None, None, None)]
