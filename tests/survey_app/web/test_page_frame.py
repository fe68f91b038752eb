"""The frame of every page: its names, its menu, the other language, its fields and what they say when one is wrong."""

import re

import pytest

from tests.survey_app.browsers import in_words
from tests.survey_app.world import SURVEY


def tags(page, name):
    """Return the opening tags of a name as they stand on the page, their blanks in one."""
    return [" ".join(tag.split()) for tag in re.findall(rf"<{name}\b[^>]*>", page.page.text)]


@pytest.mark.parametrize(("spoken", "other", "words"), [("vi", "en", "English"), ("en", "vi", "Tiếng Việt")])
def test_the_other_language_is_offered_in_its_own_words_for_the_same_page(browser, spoken, other, words):
    page = browser.open(f"/ngon-ngu/{spoken}?next=/p/BCD")
    link = re.search(r"<a lang=.*?</a>", page.page.text, re.S)[0]

    assert page.page.text.count(f'<html lang="{spoken}"') == 1
    assert re.findall(r'(\w+)="([^"]*)"', link) == [
        ("lang", other), ("hreflang", other), ("class", "plain"), ("href", f"/ngon-ngu/{other}?next=/p/BCD")
    ]  # fmt: skip
    assert in_words(link) == words


def test_a_page_bears_the_names_of_the_survey(browser):
    brand = re.search(r'<p class="brand">(.*?)</p>', browser.open("/").page.text, re.S)[1]

    assert in_words(brand) == f"{SURVEY.title.vi} {SURVEY.subtitle.vi}"


def test_staff_is_told_whose_pages_these_are_and_led_to_sign_in(browser):
    owner = SURVEY.owner.organisation.vi
    staff = re.search(r'<a [^>]*href="/tai-khoan/dang-nhap"[^>]*>.*?</a>', browser.open("/").page.text, re.S)[
        0
    ]

    assert in_words(staff) == f"Dành cho bưu điện và {owner}"
    assert f"Dành cho bưu điện, người giám sát và {owner}." in browser.open("/tai-khoan/dang-nhap").text


def test_the_menu_says_where_one_is_and_who_one_is(browser):
    page = browser.sign_in("so-noi-vu").open("/so-noi-vu/nhat-ky")
    menu = re.search(r"<nav aria-label=\"Các phần\">.*?</nav>", page.page.text, re.S)[0]
    entries = re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)</a>', menu)

    assert [(address, words) for address, here, words in entries if here] == [
        ("/so-noi-vu/nhat-ky", "Nhật ký")
    ]
    assert ("/so-noi-vu/tai-khoan", "", "Tài khoản") in entries
    assert len(entries) > 5
    assert "Đăng xuất (Tài khoản so-noi-vu)" in page.text
    assert '<a href="/tai-khoan/mat-khau">Đổi mật khẩu</a>' in page.page.text
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.page.text)[1]
    browser.client.post("/tai-khoan/dang-xuat", data={"csrf_token": token})
    signed_out = browser.open("/tai-khoan/dang-nhap")
    assert "Đăng xuất (" not in signed_out.text
    assert "/tai-khoan/mat-khau" not in signed_out.page.text


def test_a_field_is_told_apart_by_its_hint_and_by_what_is_wrong_with_it(browser):
    page = browser.sign_in("lan").open("/tai-khoan/mat-khau")
    assert tags(page, "h1") == ["<h1>"]
    assert [tag.replace('"', "") for tag in tags(page, "label")] == [
        "<label for=password_before>", "<label for=password>", "<label for=password_again>"
    ]  # fmt: skip
    assert not re.search("aria-invalid|aria-describedby", page.page.text)
    assert [re.findall(r'autocomplete="([^"]+)"', tag)[0] for tag in tags(page, "input") if "password" in tag] == [
        "current-password", "new-password", "new-password"
    ]  # fmt: skip
    assert [" required" in tag for tag in tags(page, "input") if 'type="password"' in tag] == [
        True,
        True,
        False,
    ]

    page.post("/tai-khoan/mat-khau", password_before="mat-khau-dai", password="ngan", password_again="khac")
    invalid = [tag for tag in tags(page, "input") if "aria-invalid" in tag]
    assert [re.findall(r'(?:name|aria-describedby|aria-invalid)="([^"]+)"', tag) for tag in invalid] == [
        sorted(["true", f"{name}-loi", name], key=re.findall(r'="([^"]+)"', tag).index)
        for name, tag in zip(("password", "password_again"), invalid, strict=True)
    ]
    problems = re.findall(r'<p class="problem" id="([^"]+)">([^<]+)</p>', page.page.text)
    assert problems == [
        ("password-loi", "Mật khẩu phải có từ 10 đến 200 ký tự."),
        ("password_again-loi", "Hai lần nhập mật khẩu mới không giống nhau."),
    ]
    assert page.page.text.count('<div class="field wrong">') == 2


def test_a_refused_password_says_so_on_top(browser):
    page = browser.sign_in("lan").open("/tai-khoan/mat-khau")
    again = "mot-mat-khau-moi"
    page.post("/tai-khoan/mat-khau", password_before="sai-mat-khau", password=again, password_again=again)

    alert = re.search(r'<div class="notice bad" role="alert"[^>]*>(.*?)</div>', page.page.text, re.S)[1]
    assert in_words(alert).startswith("Tên đăng nhập hoặc mật khẩu không đúng. ")
    assert page.status == 401
    page.post("/tai-khoan/mat-khau", password_before="p" * 200, password=again, password_again=again)
    assert page.status == 401
    page.post("/tai-khoan/mat-khau", password_before="p" * 201, password=again, password_again=again)
    assert (page.status, "Dài quá; tối đa 200 ký tự" in page.text) == (422, True)
