"""A citizen answers a form on the web, without scripts."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from survey_app.web.translation import current_language


def test_the_first_page_asks_for_the_code_and_is_light(browser, app):
    page = browser.open("/")
    styles = 0
    for link in re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.page.text):
        with app.test_client().get(link) as sheet:
            styles += len(sheet.data)

    assert "Mã trả lời in trên phiếu" in page.text
    assert len(page.page.data) + styles < 60_000
    assert "<script" not in page.page.text


def test_a_synthetic_wave_says_so_on_every_page(browser, wave):
    said = [browser.open("/").text, browser.enter(wave.code(1)).text, browser.answer_all().text]

    assert all("Dữ liệu mô phỏng" in text for text in said)


@pytest.mark.parametrize("typed", ["lower", "spaces"])
def test_the_code_may_be_typed_as_it_comes(browser, wave, typed):
    code = wave.code(1).lower() if typed == "lower" else wave.code(1).replace("-", " ")

    assert browser.enter(code).path == "/phieu/A"


def test_the_qr_code_opens_the_first_page_with_the_code_filled_in(browser, wave):
    page = browser.open(f"/p/{wave.code(1)}")

    assert f'value="{wave.code(1)}"' in page.page.text
    assert page.post("/", code=wave.code(1)).path == "/phieu/A"


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("", 422, "Hãy nhập mã"),
        ("BCD-FGH-JKL", 404, "Không có mã này"),
        ("x" * 41, 422, "Hãy nhập mã"),
        ("Đ\u0302\x00 OR 1=1 --", 404, "Không có mã này"),
        ("=HYPERLINK(1)", 404, "Không có mã này"),
    ],
)
def test_a_wrong_code_says_what_to_do_and_stays_typed(browser, code, status, said):
    page = browser.enter(code)

    assert page.status == status
    assert said in page.text
    assert 'role="alert"' in page.page.text


def test_a_whole_form_ends_at_a_receipt_with_nothing_personal(browser, wave, rows):
    page = browser.enter(wave.code(1)).answer_all({"A1": "1", "C11a": "5", "D26": "4"})
    assert "Hài lòng" in page.text

    receipt = page.post("/phieu/gui")

    assert receipt.path == "/phieu/bien-nhan"
    assert re.search(r"[A-Z]{4}-[A-Z]{4}-[A-Z]{4}", receipt.text)
    assert wave.code(1) not in receipt.page.text
    assert wave.number(1) not in receipt.page.text
    assert rows("SELECT count(*), max(mode) FROM response") == [(1, "web")]
    ((submission,),) = rows("SELECT submission_id FROM receipt")
    assert re.fullmatch(r"[0-9a-f]{32}", submission)


def test_a_hard_check_links_to_its_field(browser, wave):
    page = browser.enter(wave.code(1)).open("/phieu/D").post(go="on")

    assert page.status == 422
    assert '<a href="#D00-1">' in page.page.text
    assert 'id="D00-1"' in page.page.text
    assert "Lỗi:" in page.text


def test_a_soft_check_asks_once(browser, wave):
    asked = browser.enter(wave.code(1)).post(go="on")
    assert asked.status == 422
    assert "xem lại một lần" in asked.text

    assert asked.post(go="on").path == "/phieu/B"
    review = asked.answer_all()
    assert (review.path, "xin xem lại một lần" in review.text) == ("/phieu/xem-lai", False)
    assert 'role="alert"' not in review.page.text


def test_the_review_leads_to_the_question_that_is_missing(browser, wave):
    page = browser.enter(wave.code(1)).open("/phieu/xem-lai")

    assert '<a href="/phieu/D#D00-1">' in page.page.text
    assert page.post("/phieu/gui").status == 422


def test_the_day_is_that_of_viet_nam(app, browser, wave, rows):
    app.extensions["sipas_clock"] = lambda: dt.datetime(2025, 9, 15, 17, 30, tzinfo=dt.UTC)

    browser.enter(wave.code(1)).answer_all()
    assert rows("SELECT DISTINCT day FROM draft_page") == [("2025-09-16",)]
    browser.post("/phieu/gui")
    assert rows("SELECT day FROM response") == [("2025-09-16",)]


def test_a_soft_check_between_questions_asks_once(browser, wave):
    typed = {"A1": "1", "A2": "5", "A3": "1", "A4": "3", "A5": "5", "A6": "1", "A7": "1"}
    asked = browser.enter(wave.code(1)).post(go="on", **typed)
    assert "học sinh, sinh viên: xin xem lại" in asked.text

    assert asked.post(go="on", **typed).path == "/phieu/B"


def test_too_many_ticks_are_refused_and_stay_ticked(browser, wave):
    page = browser.enter(wave.code(1)).open("/phieu/F").post(go="on", F1=["1", "2", "3", "4"])

    assert page.status == 422
    assert "tối đa 3" in page.text
    assert len(re.findall(r'name="F1"[^>]*checked', page.page.text)) == 4


def test_routing_leaves_out_what_does_not_apply(browser, wave):
    browser.enter(wave.code(1)).open("/phieu/D")

    assert "D24a" not in browser.post(go="on", D00="3").page.text


def test_going_back_saves_the_page_too(browser, wave):
    browser.enter(wave.code(1)).post(go="on", A1="2").post(go="on", A1="2")
    back = browser.post(go="back", B1a="3")
    assert back.path == "/phieu/A"
    assert re.search(r'id="A1-2"[^>]*checked', back.page.text)

    assert re.search(r'id="B1a-3"[^>]*checked', browser.open("/phieu/B").page.text)


def test_another_device_goes_on_where_the_first_stopped(browser, new_browser, wave):
    browser.enter(wave.code(1)).post(go="on", A1="2").post(go="on", A1="2")

    assert new_browser().enter(wave.code(1)).path == "/phieu/B"


def test_the_language_button_keeps_what_was_ticked(browser, wave):
    page = browser.enter(wave.code(1)).post(go="language", A1="2")

    assert 'lang="en"' in page.page.text
    assert "About you" in page.text
    assert re.search(r'id="A1-2"[^>]*checked', page.page.text)


def test_a_used_code_says_that_the_form_was_answered(browser, new_browser, wave):
    browser.enter(wave.code(1)).answer_all().post("/phieu/gui")

    page = new_browser().enter(wave.code(1))

    assert page.status == 409
    assert "đã được trả lời" in page.text


def test_open_text_in_two_unicode_forms_is_kept_as_one(browser, wave, rows):
    browser.enter(wave.code(1)).answer_all({"F2": "Biên Hòa\x00 =1+1".replace("ê", "e\u0302")}).post(
        "/phieu/gui"
    )

    assert rows("SELECT text FROM answer_text") == [("Biên Hòa =1+1",)]


@pytest.mark.parametrize("address", ["/phieu", "/phieu/A", "/phieu/xem-lai"])
def test_the_pages_of_a_form_that_was_sent_elsewhere_do_not_open_again(browser, new_browser, wave, address):
    browser.enter(wave.code(1)).post(go="on", A1="2")
    new_browser().enter(wave.code(1)).answer_all().post("/phieu/gui")

    page = browser.open(address)

    assert page.path == "/"
    assert "Hãy nhập mã" in page.text


@pytest.mark.parametrize("address", ["/phieu", "/phieu/A", "/phieu/xem-lai"])
def test_the_pages_of_a_closed_wave_do_not_open_again(browser, wave, address):
    browser.enter(wave.code(1)).post(go="on", A1="2")
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE wave SET key = NULL, closed_on = '2025-09-15'"))
    engine.dispose()

    page = browser.open(address)

    assert page.path == "/"
    assert "Hãy nhập mã" in page.text


def test_a_stranger_sees_no_page_of_questions(browser):
    page = browser.open("/phieu/A")

    assert page.path == "/"
    assert "Hãy nhập mã" in page.text


def test_the_next_code_on_this_device_puts_the_last_receipt_away(browser, wave):
    receipt = browser.enter(wave.code(1)).answer_all().post("/phieu/gui")
    (reference,) = re.findall(r"[A-Z]{4}-[A-Z]{4}-[A-Z]{4}", receipt.text)

    browser.enter(wave.code(2))

    assert reference not in browser.open("/phieu/bien-nhan").text
    assert browser.open("/phieu").path == "/phieu/A"


def test_leaving_forgets_the_receipt_on_this_device(browser, wave):
    browser.enter(wave.code(1)).answer_all().post("/phieu/gui").post("/phieu/xong")

    assert browser.open("/phieu/bien-nhan").path == "/"


def test_outside_a_request_the_language_is_vietnamese(app):
    with app.test_request_context():
        assert current_language() == "vi"
