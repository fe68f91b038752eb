"""Two waves are open at once: staff sees which one a page is about, and gets to the other."""

import re

import pytest
import sqlalchemy as sa

pytestmark = pytest.mark.slow


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


def test_a_duplicate_of_another_wave_is_not_decided(two, wave, rows):
    engine = sa.create_engine(wave.url)
    refused = "INSERT INTO refused_answers (wave_id, form_key, digest, mode) VALUES (1, x'01', x'02', 'web')"
    with engine.begin() as connection:
        connection.execute(sa.text(refused))
    engine.dispose()

    kept = {dot: two.open(f"/so-noi-vu/?dot={dot}").text for dot in ("thu", "2026-1")}
    assert "1 trả lời trùng được giữ lại" in kept["thu"]
    assert "0 trả lời trùng được giữ lại" in kept["2026-1"]
    two.open("/so-noi-vu/trung?dot=thu")
    assert two.post("/so-noi-vu/trung/1?dot=2026-1", decision="Nhầm đợt").status == 404
    assert rows("SELECT decision FROM refused_answers") == [(None,)]
    two.open("/so-noi-vu/trung?dot=thu").post("/so-noi-vu/trung/1?dot=thu", decision="Hai người")
    assert rows("SELECT decision FROM refused_answers") == [("Hai người",)]


def test_the_list_has_both_the_newest_first(two):
    assert [row[0] for row in two.open("/so-noi-vu/dot").table("cac-dot")[1:]] == ["2026-1", "thu"]


def test_a_page_about_no_wave_offers_no_choice(two):
    assert "Chọn đợt khảo sát" not in two.open("/so-noi-vu/tai-khoan").page.text


def test_a_wave_that_was_just_opened_says_what_to_do_next(two, new_browser):
    page = two.open("/so-noi-vu/dot/2026-1")
    assert "Việc tiếp theo" in page.text
    assert "sipas print --wave 2026-1" in page.text

    assert "Việc tiếp theo" not in page.open("/so-noi-vu/dot/thu").text
    assert "Việc tiếp theo" not in new_browser().sign_in("giam-sat").open("/so-noi-vu/dot/2026-1").text
