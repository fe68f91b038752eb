"""A clerk at the keyboard: digits choose, Enter goes on, and a bad line loses nothing."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from questionnaires import load, missing
from questionnaires.model import ScaleItem, TextItem
from tests.builders.pages import press, sign_in

pytestmark = pytest.mark.browser


class Keyboard:
    """A keyboard that counts: answers, and Enter apart."""

    def __init__(self, page):
        self.page, self.strokes, self.enters = page, 0, 0

    def press(self, key):
        self.page.keyboard.press(key)
        if key == "Enter":
            self.enters += 1
        else:
            self.strokes += 1

    def enter_number(self, number):
        self.page.keyboard.type(number)
        self.page.keyboard.press("Enter")


@pytest.fixture
def clerk(window, site):
    def sit_down(name="lan", **more):
        page = window(**more)
        sign_in(page, site, name)
        page.goto(f"{site}/buu-dien/nhap")
        expect(page.locator("#cong-tac")).to_be_visible()
        return page

    return sit_down


def key_whole_form(page, number, *, by_itself=False):
    """Key every item of the paper; return the strokes for its scored items and for the rest."""
    keyboard, scored = Keyboard(page), 0
    keyboard.enter_number(number)
    for item in load.published("sipas-2025").items.values():
        before = keyboard.strokes
        if not isinstance(item, TextItem):
            keyboard.press("2")
        if not by_itself or item.id in {"B2", "F1", "F2"}:
            keyboard.press("Enter")
        if isinstance(item, ScaleItem) and item.scored:
            scored += keyboard.strokes - before
    return keyboard, scored


def test_forty_items_take_forty_strokes_and_enter_and_no_mouse(clerk, wave, rows):
    page = clerk()
    items = load.published("sipas-2025").items.values()
    choices = [item for item in items if not isinstance(item, TextItem)]

    keyboard, scored = key_whole_form(page, wave.number(1))

    expect(page.locator("#tin")).to_be_visible()
    assert keyboard.strokes == len(choices)
    assert keyboard.strokes <= len(choices) * 45 / 40
    assert scored <= 45
    assert keyboard.enters == len(list(items))


def save_as_the_paper_says(page):
    """Save; where the screen asks to look at the paper again, save once more."""
    expect(page.locator("#tin")).to_be_visible()
    if "so lại" in page.locator("#tin").inner_text():
        page.keyboard.press("Control+Enter")
    expect(page.locator("#tin")).to_contain_text("Đã nhận phiếu")


def test_a_form_keyed_by_hand_speed_is_accepted_and_the_next_number_is_asked(clerk, wave, rows):
    page = clerk()
    key_whole_form(page, wave.number(1))
    save_as_the_paper_says(page)

    assert rows("SELECT mode FROM response") == [("paper",)]
    expect(page.locator("#number")).to_be_focused()
    expect(page.locator("#number")).to_have_value("")
    assert page.complaints == []


def test_with_the_switch_a_choice_goes_on_by_itself(clerk, wave, rows):
    page = clerk()
    page.locator("#tu-sang").check()
    page.locator("#number").focus()
    keyboard, _ = key_whole_form(page, wave.number(1), by_itself=True)
    save_as_the_paper_says(page)

    assert keyboard.enters == 3
    assert rows("SELECT count(*) FROM response") == [(1,)]


@pytest.mark.parametrize(
    ("key", "kept"),
    [
        *((key, kind.token) for kind in missing.KINDS for key in kind.keys),
        *[("k", "kb"), ("5", "5"), ("9", "")],
    ],
)
def test_each_key_of_the_map_does_what_it_says(clerk, key, kept):
    page = clerk()
    page.locator("#k-C11a").focus()
    page.keyboard.press(key)

    expect(page.locator("#k-C11a")).to_have_value(kept)


def test_the_keys_come_from_the_table_of_missing_kinds(clerk, monkeypatch):
    torn = replace(
        missing.named(missing.ILLEGIBLE), code=206, state="torn_off", token="!", keys=("!",), desk_key="!"
    )
    monkeypatch.setattr(missing, "KINDS", (*missing.KINDS, torn))
    page = clerk()
    page.locator("#k-C11a").focus()
    page.keyboard.press("!")

    expect(page.locator("#k-C11a")).to_have_value("!")


def test_a_click_on_an_oval_chooses_it(clerk):
    page = clerk()
    page.locator(".row:has(#k-C11a) .oval[data-token=kb]").click()
    page.locator(".row:has(#k-F1) .oval[data-token='10']").click()

    expect(page.locator("#k-C11a")).to_have_value("kb")
    expect(page.locator("#k-F1")).to_have_value("10")


def test_two_marks_cannot_be_keyed_where_several_may_be_ticked(clerk):
    page = clerk()
    page.locator("#k-F1").focus()
    page.keyboard.press("*")

    expect(page.locator("#k-F1")).to_have_value("")
    expect(page.locator("#tin")).to_have_text(
        "F1: không có phím này; hãy bấm một trong 1 2 3 4 5 6 7 8 9 10 ? -"
    )


def test_digits_switch_choices_on_and_off_where_several_may_be_ticked(clerk):
    page = clerk()
    page.locator("#k-F1").focus()
    for key in ["3", "1", "0", "3"]:
        page.keyboard.press(key)

    expect(page.locator("#k-F1")).to_have_value("1 10")
    expect(page.locator(".row:has(#k-F1) .oval.ticked")).to_have_text(["1", "10"])


def test_the_row_in_focus_is_plain_to_see(clerk):
    page = clerk()
    page.locator("#k-A1").focus()

    assert page.locator("#k-A1").evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    expect(page.locator(".row:focus-within")).to_have_count(1)


def test_single_keys_can_be_switched_off(clerk):
    page = clerk()
    page.locator("#dung-phim").uncheck()
    page.locator("#k-C11a").focus()
    page.keyboard.type("kb")

    expect(page.locator("#k-C11a")).to_have_value("kb")


def test_a_wrong_check_digit_is_told_before_anything_is_keyed(clerk, wave):
    page = clerk()
    Keyboard(page).enter_number(wave.number(1)[:-1] + "0")

    expect(page.locator("#tin")).to_contain_text("sai chữ số kiểm tra")
    expect(page.locator("#number")).to_be_focused()


def test_a_form_that_is_not_this_clerks_is_told_before_anything_is_keyed(clerk, wave):
    page = clerk()
    page.keyboard.type(wave.number(12))
    page.keyboard.press("Enter")

    expect(page.locator("#tin")).to_contain_text("bưu cục khác")
    expect(page.locator("#number")).to_be_focused()


def test_a_key_that_chooses_nothing_names_those_that_do(clerk, wave):
    page = clerk()
    page.locator("#k-A1").press("9")

    expect(page.locator("#tin")).to_have_text("A1: không có phím này; hãy bấm một trong 1 2 3 * ? -")


def test_what_is_odd_is_said_once_for_all_its_items_and_what_to_do(clerk, wave, rows):
    page = clerk()
    page.keyboard.type(wave.number(1))
    for item, code in (("D00", "3"), ("D21a", "2"), ("D21b", "2")):
        page.locator(f"#k-{item}").press(code)
    page.keyboard.press("Control+Enter")
    told = page.locator("#tin")
    expect(told).to_contain_text("so lại với phiếu giấy")

    assert "D21a, D21b: Theo các câu trước" in told.inner_text()
    assert "hãy lưu lần nữa (Ctrl+Enter)" in told.inner_text()
    page.keyboard.press("Control+Enter")
    expect(told).to_contain_text("Đã nhận phiếu")
    expect(page.locator(".row.wrong")).to_have_count(0)


def test_a_form_half_keyed_survives_a_closed_window(clerk, wave):
    page = clerk()
    keyboard = Keyboard(page)
    keyboard.enter_number(wave.number(1))
    keyboard.press("2")
    page.reload()

    expect(page.locator("#k-A1")).to_have_value("2")
    expect(page.locator("#number")).to_have_value(wave.number(1))


def send_what_waits(page):
    """Press the button, whether it is still there or not: the screen tries again by itself from time to time."""
    page.locator("#gui-lai").dispatch_event("click")


def test_a_broken_line_loses_nothing_and_doubles_nothing(clerk, wave, rows):
    page = clerk()
    page.context.set_offline(True)
    for serial in (1, 2):
        keyboard = Keyboard(page)
        keyboard.enter_number(wave.number(serial))
        keyboard.press("2")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#con-giu-ds")).to_contain_text(wave.number(serial))
    assert rows("SELECT count(*) FROM response") == [(0,)]

    page.context.set_offline(False)

    expect(page.locator("#con-giu")).to_be_hidden()
    assert rows("SELECT count(*) FROM response") == [(2,)]


def test_an_answer_that_never_arrived_is_asked_for_again(clerk, wave, rows):
    page = clerk()
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/buu-dien/nhap?*", lose_the_answer)
    keyboard = Keyboard(page)
    keyboard.enter_number(wave.number(1))
    keyboard.press("2")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#con-giu-ds")).to_contain_text(wave.number(1))
    assert rows("SELECT count(*) FROM response") == [(1,)]

    send_what_waits(page)

    expect(page.locator("#con-giu")).to_be_hidden()
    assert rows("SELECT count(*) FROM response") == [(1,)]
    assert rows("SELECT count(*) FROM refused_answers") == [(0,)]


def test_an_expired_session_keeps_the_form_until_somebody_signs_in(clerk, wave, rows, site):
    page = clerk()
    keyboard = Keyboard(page)
    keyboard.enter_number(wave.number(1))
    keyboard.press("2")
    page.context.clear_cookies()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#tin")).to_contain_text("đăng nhập ở thẻ khác")

    other = page.context.new_page()
    sign_in(other, site, "lan")
    send_what_waits(page)

    expect(page.locator("#con-giu")).to_be_hidden()
    assert rows("SELECT count(*) FROM response") == [(1,)]


def test_a_form_can_be_keyed_without_scripts(window, site, wave, rows):
    page = window(java_script_enabled=False)
    sign_in(page, site, "lan")
    page.goto(f"{site}/buu-dien/nhap")
    page.locator("#number").fill(wave.number(1))
    page.locator("#k-A1").fill("2")
    press(page, "Lưu phiếu")

    expect(page.locator(".notice.good")).to_contain_text("Đã nhận phiếu")
    assert rows("SELECT count(*) FROM response") == [(1,)]


def test_the_check_digits_of_screen_and_paper_agree():
    from pathlib import Path

    from print import number
    from survey_app import create_app

    script = (Path(create_app.__code__.co_filename).parent / "static/keying.js").read_text("utf-8")
    table = re.findall(r'"(\d{10})"', script.partition("const DAMM")[2].partition(";")[0])

    assert [tuple(map(int, row)) for row in table] == list(number._DAMM)
