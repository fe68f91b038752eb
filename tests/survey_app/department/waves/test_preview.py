"""The preview shows what a plan would give, and what stands in its way."""

import csv
import hashlib
import io
import re

import openpyxl
import pytest
import sqlalchemy as sa

from tests.survey_app.department.waves.typed import PLAN, VILLAGES, as_csv, files, plan

pytestmark = pytest.mark.slow


def test_the_preview_shows_where_how_many_and_how_exact(previewed, rows):
    assert previewed.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    assert "30 phiếu chính" in previewed.text
    assert "12 phiếu dự phòng" in previewed.text
    assert "26041 Phường Trấn Biên 26041 6.720 3,0 15,0 12,0" in previewed.text
    assert "Hệ số thiết kế do chọn cụm 1,15" in previewed.text
    assert rows("SELECT code FROM wave") == [("thu",)]


def test_the_list_to_fill_in_is_a_frame_once_it_is_filled(department):
    given = department.client.get("/so-noi-vu/khung-de-dien.csv").data.decode("utf-8-sig")
    empty = list(csv.DictReader(io.StringIO(given)))
    assert [row["commune"] for row in empty] == ["26041", "26068"]
    filled = [
        row | {"village": f"{row['commune']}-{n:02d}", "adults": 300 + n} for row in empty for n in range(9)
    ]
    plan(department, files(as_csv(filled)), label_columns="name")

    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    assert "(thôn, ấp, khu phố)" in department.text


def test_what_stops_the_draw_stands_apart_from_what_one_should_know(department):
    plan(department, seed="")
    stops, _, knows = department.text.partition("Cần biết trước khi rút")

    assert "Cần xử lý trước khi rút Chưa có hạt giống" in stops
    assert "chỉ để tham khảo" in knows
    assert "Điền dòng chữ hạt giống" in knows


def test_the_preview_tells_the_day_of_the_list(previewed):
    assert "khung mẫu.csv, 24 dòng, lập ngày 01/09/2025" in previewed.text


def test_the_precision_is_that_of_the_formula(previewed):
    # deff = 1 + (4 - 1)·0.05 = 1.15, n = 12 of 6720: SE = √(1.15·0.16/12·(1 - 12/6720)) = 0.1237
    assert "12,4 ± 24,2" in previewed.text


def test_nothing_is_drawn_before_it_is_asked_for(previewed):
    assert previewed.open("/so-noi-vu/ke-hoach/1/mau").path == "/so-noi-vu/ke-hoach/1/xem-truoc"


def test_frame_and_plan_can_be_published_before_there_is_a_seed(department):
    plan(department, seed=" ")

    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    assert "Chưa có hạt giống" in department.text
    assert hashlib.sha256(as_csv(VILLAGES)).hexdigest() in department.text
    assert hashlib.sha256(PLAN.encode()).hexdigest() in department.text
    assert "Rút mẫu</button>" not in department.page.text
    department.open("/so-noi-vu/ke-hoach/1").post("/so-noi-vu/ke-hoach/1/rut")
    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"


def test_a_workbook_is_a_frame_too(department):
    book = openpyxl.Workbook()
    book.active.append(list(VILLAGES[0]))
    for row in VILLAGES:
        book.active.append(list(row.values()))
    content = io.BytesIO()
    book.save(content)
    plan(department, files(content.getvalue(), name="khung.xlsx"))

    assert "30 phiếu chính" in department.text


def test_areas_without_an_office_stop_the_draw_and_lead_to_where_one_is_assigned(department, wave, rows):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM office_area"))
    engine.dispose()
    plan(department)

    assert "2 đơn vị chưa có bưu cục phụ trách: Phường Trấn Biên, Phường Biên Hòa" in department.text
    assert "Rút mẫu</button>" not in department.page.text
    department.open("/so-noi-vu/phan-cong")
    ids = [str(row[0]) for row in rows("SELECT id FROM area")]
    department.post("/so-noi-vu/phan-cong", office="", code="BC9", name="Bưu cục Trấn Biên", area=ids)
    assert "Bưu cục Trấn Biên phụ trách 2 địa bàn vừa chọn" in department.text
    assert "Rút mẫu</button>" in department.open("/so-noi-vu/ke-hoach/1/xem-truoc").page.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"office": "1", "area": []}, "đánh dấu ít nhất một địa bàn"),
        ({"office": "", "code": "BC9", "area": ["1"]}, "cần cả mã và tên"),
        ({"office": "77", "area": ["1"]}, "Lựa chọn không hợp lệ"),
        ({"office": "", "code": "c" * 21, "name": "n", "area": ["1"]}, "Dài quá; tối đa 20 ký tự"),
        ({"office": "", "code": "c", "name": "n" * 201, "area": ["1"]}, "Dài quá; tối đa 200 ký tự"),
    ],
    ids=["no area", "no name", "no such office", "a long code", "a long name"],
)
def test_an_office_is_assigned_only_when_all_is_said(department, fields, message):
    department.open("/so-noi-vu/phan-cong").post("/so-noi-vu/phan-cong", **fields)

    assert department.status == 422
    assert re.search(message, department.text)


def test_an_office_may_have_a_code_of_twenty_and_a_name_of_two_hundred_letters(department, rows):
    page = department.open("/so-noi-vu/phan-cong")
    page.post("/so-noi-vu/phan-cong", office="", code="c" * 20, name="n" * 200, area=["1"])

    assert page.status == 200
    assert rows("SELECT name FROM post_office WHERE length(code) = 20") == [("n" * 200,)]


def test_areas_that_are_not_in_force_or_left_out_are_named(department):
    strange = [{**row, "commune": "99999"} for row in VILLAGES[:12]]
    plan(department, files(as_csv(strange + VILLAGES[12:])))

    assert "không thuộc đơn vị hành chính đang có hiệu lực: 99999" in department.text
    assert "Khung thiếu 1 đơn vị đang có hiệu lực: Phường Trấn Biên" in department.text


PRECISE = PLAN.replace(
    "take = 3\n",
    '[stage.take]\n[[stage.take.bethel]]\nvariable = "hài lòng"\nshare = 0.8\nrho = 0.05\ncv_by = { commune = 0.08 }\n',
)


def test_a_plan_by_precision_shows_each_limit_and_what_is_reached(department):
    assert "take = 3" not in PRECISE
    plan(department, files(plan=PRECISE))

    # m = 5, ρ = 0.05: √(0.25 · 1.2 / (5 n)) ≤ 0.08 for n = 10 villages of 12, a commune 50 forms.
    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    assert "100 phiếu chính" in department.text
    assert "Biến Miền CV cho phép, % CV đạt được, %" in department.text
    assert "hài lòng commune «26041» 8,00 7,75" in department.text


def test_a_precision_that_no_sample_gives_is_named_on_the_form(department):
    plan(department, files(plan=PRECISE.replace("0.08", "0.01")))

    assert department.status == 422
    assert "2 yêu cầu CV không đạt được dù chọn hết mức cho phép" in department.text
