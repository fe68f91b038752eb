"""The department plans a wave in Chromium, from the empty page to the locked sample, at the width of a telephone."""

import json
import sqlite3

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.builders.pages import press, sign_in
from tests.builders.plans import villages_then_people

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRAME = "commune,village,adults\n" + "".join(f"26068,Ấp {n},{200 + 10 * n}\n" for n in range(1, 21))
PLAN = villages_then_people(villages=6, people=5, reserve=1)


def complaints(page) -> list[str]:
    found = [
        f"{one['id']}: {json.dumps(one['nodes'][0]['html'])[:160]}"
        for one in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth") > 360:
        found.append("scrolls sideways at 360 px")
    return found


@pytest.fixture
def page(window, site):
    page = window(viewport={"width": 360, "height": 740})
    sign_in(page, site, "so-noi-vu")
    return page


def fill_in(page, tmp_path):
    (tmp_path / "thôn.csv").write_text(FRAME, "utf-8")
    (tmp_path / "kế hoạch.toml").write_text(PLAN, "utf-8")
    page.get_by_label("Mã đợt").fill("2026-1")
    page.get_by_label("Tên đợt").fill("Đợt một năm 2026")
    page.get_by_label("Ngày cuối nhận trả lời").fill("2025-12-31")
    page.get_by_label("Tệp khung mẫu gửi lên").check()
    page.get_by_label("Tệp khung mẫu", exact=True).set_input_files(tmp_path / "thôn.csv")
    page.get_by_label("Ngày lập danh sách").fill("2025-09-01")
    page.get_by_label("Kế hoạch", exact=True).select_option("tep")
    page.get_by_label("Tệp kế hoạch TOML").set_input_files(tmp_path / "kế hoạch.toml")
    page.get_by_label("Dòng chữ làm hạt giống").fill("Xổ số Đồng Nai 25/11/2025: 123456")


def assign_office(page, site):
    page.goto(f"{site}/so-noi-vu/phan-cong")
    page.get_by_label("Bưu cục", exact=True).select_option(label="Bưu cục Biên Hòa")
    page.get_by_role("checkbox").first.check()
    press(page, "Gán")
    assert "phụ trách 1 địa bàn" in page.inner_text("main")


def test_a_wave_is_planned_drawn_and_locked_by_a_double_click(page, site, wave, tmp_path):
    page.goto(f"{site}/so-noi-vu/ke-hoach/moi")
    press(page, "Xem trước")
    assert "Hãy điền ô này" in page.inner_text("main")
    wrong = complaints(page)
    fill_in(page, tmp_path)
    press(page, "Xem trước")
    assert "chưa có bưu cục phụ trách" in page.inner_text("main")
    wrong += complaints(page)
    assign_office(page, site)
    page.goto(f"{site}/so-noi-vu/ke-hoach/1/xem-truoc")
    wrong += complaints(page)
    press(page, "Rút mẫu")
    wrong += complaints(page)
    page.get_by_role("button", name="Khóa mẫu và mở đợt").dblclick()
    page.wait_for_url("**/dot/2026-1")
    wrong += complaints(page)

    assert wrong == []
    assert page.complaints == []
    with sqlite3.connect(wave.url.removeprefix("sqlite:///")) as connection:
        assert connection.execute("SELECT count(*) FROM wave WHERE code = '2026-1'").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM form").fetchone() == (12 + 36,)
    connection.close()


def test_without_an_office_a_link_leads_to_where_it_is_assigned(page, site, tmp_path):
    page.goto(f"{site}/so-noi-vu/ke-hoach/moi")
    fill_in(page, tmp_path)
    press(page, "Xem trước")
    press(page, "Gán bưu cục cho địa bàn", role="link")

    assert page.url.endswith("/so-noi-vu/phan-cong")


def test_the_sample_is_saved_as_a_file(page, site, tmp_path):
    page.goto(f"{site}/so-noi-vu/ke-hoach/moi")
    fill_in(page, tmp_path)
    press(page, "Xem trước")
    assign_office(page, site)
    page.goto(f"{site}/so-noi-vu/ke-hoach/1/xem-truoc")
    press(page, "Rút mẫu")
    press(page, "Khóa mẫu và mở đợt")
    with page.expect_download() as saved:
        page.get_by_role("link", name="sample.csv").click()

    assert saved.value.suggested_filename == "sample.csv"
    assert saved.value.path().read_text("utf-8").startswith("commune,village,adults,")
