"""A citizen in Chromium: with and without scripts, by finger and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.builders.pages import press

pytestmark = pytest.mark.browser


def answer_to_the_review(page):
    """Tick the second choice of every question and go on until the review."""
    for _ in range(30):
        if page.url.endswith("/xem-lai"):
            return
        for question in page.locator("fieldset.question").all():
            question.locator("label.choice").nth(1).click()
        press(page, "Tiếp tục")
    raise AssertionError(page.url)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_citizen_answers_from_code_to_receipt(window, site, wave, rows, scripts):
    page = window(java_script_enabled=scripts, viewport={"width": 360, "height": 740})
    page.goto(site)
    page.get_by_label("Mã trả lời in trên phiếu").fill(wave.code(1))
    press(page, "Bắt đầu trả lời")
    answer_to_the_review(page)
    press(page, "Gửi câu trả lời")

    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận câu trả lời. Xin cảm ơn Ông/Bà!")
    assert rows("SELECT count(*) FROM response") == [(1,)]
    assert page.complaints == []


def test_a_double_click_on_send_gives_one_response(window, site, wave, rows):
    page = window()
    page.goto(f"{site}/p/{wave.code(2)}")
    press(page, "Bắt đầu trả lời")
    answer_to_the_review(page)
    page.get_by_role("button", name="Gửi câu trả lời").dblclick()
    # Polled: the second click breaks off the first one's navigation.
    expect(page).to_have_url(re.compile(r"/bien-nhan$"))
    page.go_back()
    page.reload()

    expect(page.locator(".receipt")).to_be_visible()
    assert rows("SELECT count(*) FROM response") == [(1,)]
    assert rows("SELECT count(*) FROM refused_answers") == [(0,)]


def test_the_first_page_of_questions_can_be_answered_by_keyboard_alone(window, site, wave):
    page = window()
    page.goto(f"{site}/p/{wave.code(3)}")
    page.get_by_label("Mã trả lời in trên phiếu").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/phieu/A")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(7):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/phieu/B")


def test_an_error_takes_the_focus_and_its_link_leads_to_the_field(window, site, wave):
    page = window()
    page.goto(f"{site}/p/{wave.code(4)}")
    press(page, "Bắt đầu trả lời")
    page.goto(f"{site}/phieu/D")
    press(page, "Tiếp tục")

    # Polled: a page gives the focus when it is first painted, which may be after it has been loaded.
    expect(page.get_by_role("alert")).to_be_focused()
    page.locator(".notice.bad a").first.click()
    expect(page.locator("#D00-1")).to_be_focused()


def test_what_was_ticked_is_there_after_going_back(window, site, wave):
    page = window()
    page.goto(f"{site}/p/{wave.code(5)}")
    press(page, "Bắt đầu trả lời")
    for question in page.locator("fieldset.question").all():
        question.locator("label.choice").nth(0).click()
    press(page, "Tiếp tục")
    page.go_back()

    expect(page.locator("#A1-1")).to_be_checked()


def test_touch_targets_are_large_enough_for_a_thumb(window, site, wave):
    page = window(viewport={"width": 360, "height": 740})
    page.goto(f"{site}/p/{wave.code(6)}")
    press(page, "Bắt đầu trả lời")

    heights = [
        choice.bounding_box()["height"] for choice in page.locator("label.choice, .buttons button").all()
    ]
    assert min(heights) >= 48
