"""Every sentence of the pages has its English."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import survey_app
from survey_app.web.translation import catalogue

ROOT = Path(survey_app.__file__).parent
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")


def sentences():
    found = extract_from_dir(
        str(ROOT),
        METHODS,
        options_map={"**/templates/**.html": {"silent": "false"}},
        keywords={"_": None, "gettext": None, "lazy_gettext": None},
    )
    return sorted({message for _, _, message, _, _ in found})


@pytest.fixture(scope="module")
def english():
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_has_its_english(english):
    assert [one for one in sentences() if one not in english or not english[one].string] == []


def test_no_english_is_left_over(english):
    assert sorted({message.id for message in english if message.id} - set(sentences())) == []


def test_what_is_filled_in_is_filled_in_in_both_languages(english):
    differing = [
        message.id
        for message in english
        if message.id
        and sorted(PLACEHOLDER.findall(message.id)) != sorted(PLACEHOLDER.findall(message.string))
    ]

    assert differing == []


def test_the_sentences_are_compiled_without_a_build_step():
    assert catalogue("en").gettext("Đăng nhập") == "Sign in"
    assert catalogue("vi").gettext("Đăng nhập") == "Đăng nhập"


def test_the_other_language_leads_back_to_the_page_and_after_a_posted_one_to_the_first(browser, wave):
    page = browser.open("/tai-khoan/dang-nhap")
    assert "/ngon-ngu/en?next=/tai-khoan/dang-nhap" in page.page.text.replace("%2F", "/")

    page = browser.post("/tai-khoan/dang-nhap", name="lan", password="sai")
    assert page.status == 401
    assert re.search(r'/ngon-ngu/en\?next=(/|%2F)"', page.page.text)


def test_a_page_in_english_has_no_vietnamese_left(browser, wave):
    browser.open("/ngon-ngu/en?next=/")

    assert "English" not in browser.text
    assert "Code printed on the form" in browser.text
    assert browser.enter("BCD").status == 404
    assert "There is no such code" in browser.text
