"""The list of waves: what is prepared by whom, what is open and what is closed."""

import re

import sqlalchemy as sa


def test_the_list_shows_each_wave_in_preparation_and_each_that_opened(drawn, new_browser, province):
    drawn.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", name=" ", code=" ")
    engine = sa.create_engine(province.url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE planned_wave SET draws = 3, changed_on = '2025-09-14' WHERE id = 1")
        )
    engine.dispose()
    page = drawn.open("/so-noi-vu/dot")
    prepared = page.table("chuan-bi")

    assert prepared[0] == ["Mã đợt", "Tên đợt", "Người chuẩn bị", "Sửa lần cuối", "Lần rút"]
    assert ["2026-1", "Đợt một năm 2026", "Tài khoản so-noi-vu", "14/09/2025", "3"] in prepared
    assert '<a href="/so-noi-vu/ke-hoach/1">2026-1</a>' in page.page.text
    opened = ["thu", "Đợt thử", "15/09/2025", "31/12/2025", "Tỷ lệ hài lòng (mức 4–5)"]
    head = ["Mã đợt", "Tên đợt", "Mở ngày", "Nhận trả lời đến", "Số đo so với chỉ tiêu", "Tình trạng"]
    assert page.table("cac-dot") == [head, [*opened, "Đang mở"]]
    assert '<a href="/so-noi-vu/dot/thu">thu</a>' in page.page.text
    assert re.findall(r'class="button[^"]*" href="([^"]+)"', page.page.text) == [
        "/so-noi-vu/ke-hoach/moi",
        "/so-noi-vu/phan-cong",
    ]

    supervisor = new_browser().sign_in("giam-sat").open("/so-noi-vu/dot")
    assert supervisor.table("chuan-bi") == prepared
    assert "/so-noi-vu/ke-hoach" not in supervisor.page.text
    page.open("/so-noi-vu/dot/thu/dong").post("/so-noi-vu/dot/thu/dong", code="thu", abandon="1")
    assert page.open("/so-noi-vu/dot").table("cac-dot")[1:] == [[*opened, "Đã đóng"]]


def test_where_no_area_is_in_force_there_is_a_page_and_nothing_to_assign(department, province):
    engine = sa.create_engine(province.url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE area SET valid_from = '2030-01-01'"))
    engine.dispose()
    page = department.open("/so-noi-vu/phan-cong")

    assert page.status == 200
    assert 'name="area"' not in page.page.text
    assert page.open("/so-noi-vu/phan-cong?cap=commune").status == 404
