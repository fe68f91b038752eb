"""Double click, reload, back, two windows, an expired session: nothing is lost and nothing is doubled."""

import re

SENT = {"D00": "3", "D25": "2"}


def ticked(page, field):
    return re.search(rf'id="{field}"[^>]*checked', page.page.text) is not None


def test_a_double_click_gives_one_response_and_the_same_receipt(browser, wave, rows):
    review = browser.enter(wave.code(1)).answer_all()
    fields = review.hidden()
    first = review.client.post("/phieu/gui", data=fields, follow_redirects=True)
    second = review.client.post("/phieu/gui", data=fields, follow_redirects=True)

    assert re.findall(r'class="receipt">([^<]+)', first.text) == re.findall(
        r'class="receipt">([^<]+)', second.text
    )
    assert rows("SELECT count(*) FROM response") == [(1,)]
    assert rows("SELECT count(*) FROM refused_answers") == [(0,)]


def test_reloading_the_receipt_changes_nothing(browser, wave, rows):
    receipt = browser.enter(wave.code(1)).answer_all().post("/phieu/gui").text

    assert browser.open("/phieu/bien-nhan").text == receipt
    assert rows("SELECT count(*) FROM response") == [(1,)]


def test_the_back_button_after_sending_leads_to_the_receipt(browser, wave):
    browser.enter(wave.code(1)).answer_all().post("/phieu/gui")

    assert browser.open("/phieu/A").path == "/phieu/bien-nhan"


def test_a_page_that_is_sent_late_does_not_reopen_the_form(browser, wave, rows):
    late = browser.enter(wave.code(1)).hidden()
    browser.answer_all().post("/phieu/gui")
    before = rows("SELECT codes FROM response")

    browser.open("/")
    token = browser.hidden()["csrf_token"]
    browser.page = browser.client.post(
        "/phieu/A", data={**late, "csrf_token": token, "A1": "1"}, follow_redirects=True
    )

    assert "đã gửi rồi" in browser.text
    assert rows("SELECT codes FROM response") == before


def test_two_windows_on_one_page_both_speak(browser, wave):
    shown = browser.enter(wave.code(1)).hidden()
    browser.client.post("/phieu/A", data={**shown, "go": "back", "A1": "1"})

    browser.page = browser.client.post("/phieu/A", data={**shown, "go": "on", "A1": "2"})

    assert browser.status == 409
    assert "cửa sổ khác" in browser.text
    assert "Nam" in browser.text
    assert ticked(browser, "A1-2")
    kept = browser.post(go="back", A1="2")
    assert ticked(kept, "A1-2")


def test_a_window_of_one_form_never_saves_into_another(browser, wave, rows):
    shown = browser.enter(wave.code(1)).hidden()
    token = browser.enter(wave.code(2)).hidden()["csrf_token"]

    browser.client.post("/phieu/A", data={**shown, "csrf_token": token, "go": "back", "A1": "2"})

    assert [form for (form,) in rows("SELECT form_id FROM draft_page")] == [1]


def test_an_expired_session_shows_the_same_page_with_everything_ticked(browser, wave, rows):
    browser.enter(wave.code(1))
    stale = browser.hidden()
    browser.client.delete_cookie("sipas")

    browser.page = browser.client.post("/phieu/A", data={**stale, "go": "on", "A1": "2"})

    assert browser.status == 400
    assert "bấm Tiếp tục lần nữa" in browser.text
    assert ticked(browser, "A1-2")
    assert browser.post(go="back", A1="2").status == 200
    assert rows("SELECT count(*) FROM draft_page") == [(1,)]


def test_an_expired_session_on_the_last_page_sends_with_one_more_press(browser, wave, rows):
    browser.enter(wave.code(1)).answer_all({"A1": "2"})
    stale = browser.hidden()
    browser.client.delete_cookie("sipas")

    browser.page = browser.client.post("/phieu/gui", data=stale)
    assert browser.status == 400
    assert "bấm Gửi câu trả lời lần nữa" in browser.text

    assert browser.post("/phieu/gui").path == "/phieu/bien-nhan"
    assert rows("SELECT count(*) FROM response") == [(1,)]


def test_a_forged_ticket_opens_nothing(browser, wave):
    page = browser.enter(wave.code(1)).post(ticket="W10.forged.forged", A1="2")

    assert page.path == "/"


def test_a_wave_that_closed_meanwhile_keeps_nothing_and_says_so(browser, wave, rows):
    import sqlalchemy as sa

    browser.enter(wave.code(1))
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE wave SET key = NULL, closed_on = '2025-12-31'"))
    engine.dispose()

    page = browser.post(go="on", A1="1")

    assert page.status == 410
    assert "đã kết thúc" in page.text
    assert rows("SELECT count(*) FROM draft_page") == [(0,)]


def test_two_people_with_one_form_are_told_apart(browser, new_browser, wave, rows):
    other = new_browser()
    other.enter(wave.code(1)).answer_all()
    browser.enter(wave.code(1)).open("/phieu/A").post(go="on", A1="1").open("/phieu/xem-lai").post(
        "/phieu/gui"
    )

    refused = other.post("/phieu/gui")

    assert refused.status == 409
    assert "câu trả lời khác" in refused.text
    assert rows("SELECT count(*) FROM response") == [(1,)]
    assert rows("SELECT count(*) FROM refused_answers") == [(1,)]
