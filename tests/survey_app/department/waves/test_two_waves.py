"""Two waves are open at once: staff sees which one a page is about, and gets to the other."""

import re

import pytest


@pytest.fixture
def two(drawn):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    return drawn


def links(page, name):
    """Return the addresses of the links with this text."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', page.page.text)
    return [address for address, text in found if text.strip() == name]


def test_with_one_wave_there_is_nothing_to_choose(department):
    assert "Chọn đợt khảo sát" not in department.open("/so-noi-vu/").page.text


def test_a_clerk_gets_to_the_older_wave_and_stays_there(two, new_browser):
    clerk = new_browser().sign_in("lan").open("/buu-dien/nhap")
    assert "Đợt một năm 2026" in clerk.text
    (older,) = links(clerk, "Đợt thử")

    clerk.open(older)
    assert links(clerk, "Quét phiếu") == ["/buu-dien/quet?dot=thu"]
    clerk.open("/buu-dien/quet?dot=thu")
    assert 'aria-current="true">Đợt thử</a>' in clerk.page.text


def test_a_page_about_no_wave_offers_no_choice(two):
    assert "Chọn đợt khảo sát" not in two.open("/so-noi-vu/tai-khoan").page.text


def test_a_wave_that_was_just_opened_says_what_to_do_next(two, new_browser):
    page = two.open("/so-noi-vu/dot/2026-1")
    assert "Việc tiếp theo" in page.text
    assert "sipas print --wave 2026-1" in page.text

    assert "Việc tiếp theo" not in page.open("/so-noi-vu/dot/thu").text
    assert "Việc tiếp theo" not in new_browser().sign_in("giam-sat").open("/so-noi-vu/dot/2026-1").text
