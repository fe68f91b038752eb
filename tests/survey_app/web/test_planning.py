"""The department plans a wave, looks at what it would give, draws it, locks it; and closes it."""

import csv
import datetime as dt
import hashlib
import io
import json
import re

import openpyxl
import pytest
import sqlalchemy as sa

from sampling.frame import frame_from
from sampling.manifest import as_json, sample_csv
from sampling.plan_file import load_plan, plan_from
from sampling.stages import draw
from survey_app import db, fieldwork, people
from survey_app.stamp import Stamp
from survey_app.tables import Area, AreaPopulation, Form, FormEvent, FormState, PostOffice

VILLAGES = [
    {"commune": commune, "village": f"{commune}-{n:02d}", "adults": 300 + 40 * n}
    for commune in ("26041", "26068")
    for n in range(1, 13)
]
PLAN = """
title = "Kế hoạch thử"
[[stage]]
unit = "village"
id = ["commune", "village"]
strata = ["commune"]
size = "adults"
method = "pps_systematic"
take = 3
[[stage]]
unit = "person"
method = "srs"
take = 5
reserve = 2
count = "adults"
"""
TYPED = {
    "code": "2026-1",
    "name": "Đợt một năm 2026",
    "closes_on": "2025-12-31",
    "questionnaire": "sipas-2025",
    "metric": "diem_quy_doi",
    "targets": "plan-336",
    "source": "tep",
    "area_column": "",
    "label_columns": "village",
    "plan": "tep",
    "seed": "Xổ số Đồng Nai 25/11/2025: 123456",
    "double_keying": "12,5",
    "batch_size": "",
    "response": "80",
    "rho": "0,05",
}


def as_csv(rows) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def files(frame=None, plan=PLAN, name="khung mẫu.csv"):
    sent = {"frame": (io.BytesIO(as_csv(VILLAGES) if frame is None else frame), name)}
    if plan is not None:
        sent["plan_file"] = (io.BytesIO(plan if isinstance(plan, bytes) else plan.encode()), "ke-hoach.toml")
    return sent


@pytest.fixture
def province(wave):
    """Two communes in force with their sizes, both served by one office."""
    factory = db.session_factory(wave.url, durable=False)
    with factory() as session:
        first = session.query(Area).one()
        second = Area(
            code="26041",
            name="Phường Trấn Biên",
            level="commune",
            kind="phường",
            valid_from=dt.date(2025, 7, 1),
            source="thử",
        )
        session.add(second)
        session.flush()
        office = session.query(PostOffice).filter_by(code="BC1").one()
        people.add_office(session, office.code, office.name, areas=[first, second])
        for area, adults in ((first, 50000), (second, 30000)):
            session.add(
                AreaPopulation(
                    area_id=area.id,
                    what="adults",
                    as_of=dt.date(2025, 7, 1),
                    count=adults,
                    synthetic=False,
                    source="thử",
                )
            )
        session.commit()
    factory.engine.dispose()
    return wave


@pytest.fixture
def department(browser, province):
    return browser.sign_in("so-noi-vu")


@pytest.fixture
def previewed(department):
    return department.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", **TYPED, **files())


@pytest.fixture
def drawn(previewed):
    previewed.post("/so-noi-vu/ke-hoach/1/rut")
    return previewed


def kept(page, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.page.text)[0]
    return re.search(r'value="([^"]*)"', found)[1]


def test_the_preview_shows_where_how_many_and_how_exact(previewed, rows):
    assert previewed.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    assert "30 phiếu chính" in previewed.text
    assert "12 phiếu dự phòng" in previewed.text
    assert "26041 Phường Trấn Biên 26041 6.720 3,0 15,0 12,0" in previewed.text
    assert "Hệ số thiết kế do chọn cụm 1,15" in previewed.text
    assert rows("SELECT code FROM wave") == [("thu",)]


def test_the_precision_is_that_of_the_formula(previewed):
    # deff = 1 + (4 - 1)·0.05 = 1.15, n = 12 of 6720: SE = √(1.15·0.16/12·(1 - 12/6720)) = 0.1237
    assert "12,4 ± 24,2" in previewed.text


def test_nothing_is_drawn_before_it_is_asked_for(previewed):
    assert previewed.open("/so-noi-vu/ke-hoach/1/mau").path == "/so-noi-vu/ke-hoach/1/xem-truoc"


def test_the_draw_shows_units_counts_and_the_seal(drawn):
    sample = draw(
        frame_from(VILLAGES, name="khung mẫu.csv"),
        plan_from(PLAN, name="ke-hoach"),
        seed=TYPED["seed"],
    )

    assert drawn.path == "/so-noi-vu/ke-hoach/1/mau"
    assert "30 phiếu chính" in drawn.text
    assert sample.manifest["seal"] in drawn.text
    for village in sample.rows["psu"].unique():
        assert village in drawn.text


def test_locking_opens_the_wave_with_what_was_declared(drawn, rows):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")

    assert drawn.path == "/so-noi-vu/dot/2026-1"
    assert "Đã khóa mẫu và mở đợt 2026-1" in drawn.text
    assert "Số đo so với chỉ tiêu Điểm quy đổi" in drawn.text
    assert rows("SELECT metric, double_keying FROM wave WHERE code = '2026-1'") == [("diem_quy_doi", 0.125)]
    assert rows("SELECT count(*) FROM form JOIN wave ON wave.id = wave_id WHERE wave.code = '2026-1'") == [
        (42,)
    ]


def test_the_files_of_a_locked_wave_are_those_of_sipas_sample(drawn):
    sample = draw(
        frame_from(VILLAGES, name="khung mẫu.csv"), plan_from(PLAN, name="ke-hoach"), seed=TYPED["seed"]
    )
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")

    assert drawn.client.get("/so-noi-vu/dot/2026-1/sample.csv").data == sample_csv(sample)
    assert drawn.client.get("/so-noi-vu/dot/2026-1/manifest.json").data == as_json(sample.manifest)


def test_a_second_click_on_lock_finds_the_same_wave(drawn, rows):
    hidden = {name: values[0] for name, values in drawn.hidden().items()}
    drawn.client.post("/so-noi-vu/ke-hoach/1/khoa", data=hidden)
    again = drawn.client.post("/so-noi-vu/ke-hoach/1/khoa", data=hidden)

    assert again.headers["Location"] == "/so-noi-vu/dot/2026-1"
    assert rows("SELECT count(*) FROM wave") == [(2,)]


def test_a_sample_that_is_not_the_one_shown_is_not_locked(drawn, rows):
    seal = drawn.hidden()["seal"][0]
    drawn.open("/so-noi-vu/ke-hoach/1").post(
        "/so-noi-vu/ke-hoach/1", **TYPED | {"seed": "một dòng khác"}, **files()
    )
    drawn.post("/so-noi-vu/ke-hoach/1/khoa", seal=seal)

    assert "Kế hoạch đã đổi sau khi rút mẫu này" in drawn.text
    assert rows("SELECT count(*) FROM wave") == [(1,)]


def test_frame_and_plan_can_be_published_before_there_is_a_seed(department):
    department.open("/so-noi-vu/ke-hoach/moi").post(
        "/so-noi-vu/ke-hoach/moi", **TYPED | {"seed": " "}, **files()
    )

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
    department.open("/so-noi-vu/ke-hoach/moi").post(
        "/so-noi-vu/ke-hoach/moi", **TYPED, **files(content.getvalue(), name="khung.xlsx")
    )

    assert "30 phiếu chính" in department.text


def test_looking_for_a_pleasant_sample_leaves_a_trace(drawn, rows):
    drawn.open("/so-noi-vu/ke-hoach/1").post(
        "/so-noi-vu/ke-hoach/1", **TYPED | {"seed": "một dòng khác"}, **files()
    )
    drawn.post("/so-noi-vu/ke-hoach/1/rut")

    assert "đã rút ra 2 mẫu khác nhau" in drawn.text
    assert len(rows("SELECT 1 FROM audit_event WHERE action = 'sample_drawn'")) == 2


def test_the_areas_in_force_are_a_frame_that_can_be_downloaded(department):
    typed = TYPED | {"source": "dia-ban", "plan": "dong-nai-2025", "label_columns": ""}
    department.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", **typed)
    assert "60 phiếu chính" in department.text
    department.post("/so-noi-vu/ke-hoach/1/rut")
    department.post("/so-noi-vu/ke-hoach/1/khoa")
    frame = department.client.get("/so-noi-vu/dot/2026-1/khung.csv").data

    manifest = department.client.get("/so-noi-vu/dot/2026-1/manifest.json").json
    assert manifest["frame"]["sha256"] == hashlib.sha256(frame).hexdigest()
    assert manifest["plan"]["text"] == load_plan("dong-nai-2025").text


def without(rows, **changes):
    return [{**row, **changes} if n == 1 else row for n, row in enumerate(rows)]


BAD = {
    "no code": ({"code": ""}, {}, "Hãy điền ô này"),
    "code with marks": ({"code": "Đợt 1"}, {}, "Dùng chữ thường không dấu"),
    "code taken": ({"code": "thu"}, {}, "Đợt «thu» đã mở"),
    "no date": ({"closes_on": "31/12"}, {}, "năm-tháng-ngày"),
    "date gone by": ({"closes_on": "2025-01-01"}, {}, "không được trước hôm nay"),
    "share": ({"double_keying": "hai"}, {}, "Hãy ghi một số từ 0 đến 100"),
    "share above all": ({"double_keying": "101"}, {}, "Hãy ghi một số từ 0 đến 100"),
    "batch": ({"batch_size": "-1"}, {}, "số nguyên dương"),
    "metric": ({"metric": "trung_binh"}, {}, "Not a valid choice|không hợp lệ"),
    "area column": ({"area_column": "xã"}, {}, "Khung mẫu không có cột «xã»"),
    "no frame": ({}, {"frame": (io.BytesIO(b""), "")}, "Chưa gửi tệp khung mẫu"),
    "empty frame": ({}, {"frame": (io.BytesIO(b""), "khung.csv")}, "không có nội dung"),
    "frame is no table": ({}, {"frame": (io.BytesIO(b"\xff\xfe\x00"), "khung.csv")}, "khung.csv"),
    "negative size": (
        {},
        {"frame": (io.BytesIO(as_csv(without(VILLAGES, adults=-5))), "khung.csv")},
        "dòng 3",
    ),
    "village twice": (
        {},
        {"frame": (io.BytesIO(as_csv([*VILLAGES, VILLAGES[0]])), "khung.csv")},
        "dòng 26",
    ),
    "broken book": ({}, {"frame": (io.BytesIO(b"PK\x03\x04rubbish"), "khung.xlsx")}, "khung.xlsx"),
    "no plan": ({}, {"plan_file": (io.BytesIO(b""), "")}, "Chưa gửi tệp kế hoạch"),
    "plan is no TOML": ({}, {"plan_file": (io.BytesIO(b"[[stage"), "k.toml")}, "không đúng dạng TOML"),
    "plan is not UTF-8": ({}, {"plan_file": (io.BytesIO(b"\xff\xff"), "k.toml")}, "không phải UTF-8"),
    "plan with a wrong key": (
        {},
        {"plan_file": (io.BytesIO(PLAN.replace("take = 3", "tkae = 3").encode()), "k.toml")},
        "giai đoạn 1",
    ),
    "plan takes too many": (
        {},
        {"plan_file": (io.BytesIO(PLAN.replace("take = 3", "take = 30").encode()), "k.toml")},
        "26041",
    ),
    "plan too large": ({}, {"plan_file": (io.BytesIO(b"#" * 300_000), "k.toml")}, "lớn hơn 256 KB"),
}


@pytest.mark.parametrize(("changes", "sent", "message"), BAD.values(), ids=BAD)
def test_a_mistake_is_named_and_nothing_typed_is_lost(department, rows, changes, sent, message):
    typed = TYPED | changes
    fresh = {name: (io.BytesIO(stream.getvalue()), file) for name, (stream, file) in sent.items()}
    department.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", **typed, **files() | fresh)

    assert department.status == 422
    assert re.search(message, department.text), department.text[:1500]
    assert kept(department, "name") == TYPED["name"]
    assert kept(department, "seed") == typed["seed"].strip()
    assert kept(department, "code") == typed["code"]
    assert rows("SELECT count(*) FROM wave") == [(1,)]


def test_a_file_that_was_sent_is_still_there_after_a_mistake(department):
    department.open("/so-noi-vu/ke-hoach/moi").post(
        "/so-noi-vu/ke-hoach/moi", **TYPED | {"code": ""}, **files()
    )
    assert "Đang giữ tệp «khung mẫu.csv»" in department.text
    department.post("/so-noi-vu/ke-hoach/1", **TYPED)

    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"


def test_areas_without_an_office_stop_the_draw_and_lead_to_where_one_is_assigned(department, wave, rows):
    engine = sa.create_engine(wave.url)
    with engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM office_area"))
    engine.dispose()
    department.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", **TYPED, **files())

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
        ({"office": "77", "area": ["1"]}, "Not a valid choice|không hợp lệ"),
    ],
    ids=["no area", "no name", "no such office"],
)
def test_an_office_is_assigned_only_when_all_is_said(department, fields, message):
    department.open("/so-noi-vu/phan-cong").post("/so-noi-vu/phan-cong", **fields)

    assert department.status == 422
    assert re.search(message, department.text)


def test_areas_that_are_not_in_force_or_left_out_are_named(department):
    strange = [{**row, "commune": "99999"} for row in VILLAGES[:12]]
    department.open("/so-noi-vu/ke-hoach/moi").post(
        "/so-noi-vu/ke-hoach/moi", **TYPED, **files(as_csv(strange + VILLAGES[12:]))
    )

    assert "không thuộc đơn vị hành chính đang có hiệu lực: 99999" in department.text
    assert "Khung thiếu 1 đơn vị đang có hiệu lực: Phường Trấn Biên" in department.text


def test_a_second_click_on_preview_makes_no_second_plan(previewed, rows):
    previewed.open("/so-noi-vu/ke-hoach/moi").post("/so-noi-vu/ke-hoach/moi", **TYPED, **files())

    assert previewed.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    assert rows("SELECT count(*) FROM planned_wave") == [(1,)]


def test_a_plan_that_is_not_wanted_is_gone(previewed, rows):
    previewed.open("/so-noi-vu/ke-hoach/1").post("/so-noi-vu/ke-hoach/1/bo")

    assert "Đã bỏ bản chuẩn bị" in previewed.text
    assert rows("SELECT count(*) FROM planned_wave") == [(0,)]
    assert previewed.open("/so-noi-vu/ke-hoach/1").status == 404


def test_only_here_a_large_request_is_read(department):
    large = {"frame": (io.BytesIO(b"a" * 200_000), "khung.csv")}

    assert department.client.post("/so-noi-vu/tai-khoan", data=large).status_code == 413


def test_the_supervisor_sees_the_waves_and_changes_nothing(new_browser, drawn):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    supervisor = new_browser().sign_in("giam-sat")

    assert "Đợt một năm 2026" in supervisor.open("/so-noi-vu/dot").text
    assert "Chuẩn bị đợt mới" not in supervisor.text
    assert "Đóng đợt" not in supervisor.open("/so-noi-vu/dot/2026-1").text
    assert supervisor.open("/so-noi-vu/dot/2026-1/sample.csv").status == 403
    assert json.loads(supervisor.client.get("/so-noi-vu/dot/2026-1/manifest.json").data)["seal"]


def test_closing_says_what_is_lost_and_asks_for_the_code(department, rows):
    page = department.open("/so-noi-vu/dot/thu/dong").text
    assert "không thể hoàn lại" in page
    assert "12 phiếu còn ở ngoài" in page
    department.post("/so-noi-vu/dot/thu/dong", code="thus")

    assert department.status == 422
    assert "gõ đúng mã đợt: thu" in department.text
    assert rows("SELECT closed_on FROM wave") == [(None,)]


def test_a_wave_is_closed_and_its_drawn_rows_are_erased(drawn, rows):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    drawn.open("/so-noi-vu/dot/2026-1/dong").post("/so-noi-vu/dot/2026-1/dong", code="2026-1")

    assert drawn.path == "/so-noi-vu/dot/2026-1"
    assert "Đã đóng đợt" in drawn.text
    assert rows("SELECT key, sample FROM wave JOIN planned_wave ON wave_id = wave.id") == [(None, None)]
    assert drawn.open("/so-noi-vu/dot/2026-1/sample.csv").status == 404


def test_a_ledger_that_does_not_balance_keeps_the_wave_open(department, province, rows):
    factory = db.session_factory(province.url, durable=False)
    with factory() as session:
        session.add(FormEvent(form_id=3, from_state=None, to_state="lost", day=dt.date(2025, 9, 15)))
        session.commit()
    factory.engine.dispose()
    department.open("/so-noi-vu/dot/thu/dong")
    assert "sổ phiếu lệch" in department.text
    department.post("/so-noi-vu/dot/thu/dong", code="thu")

    assert department.status == 409
    assert rows("SELECT closed_on FROM wave") == [(None,)]


def test_forms_that_wait_to_be_keyed_have_to_be_given_up_first(department, province, rows):
    factory = db.session_factory(province.url, durable=False)
    with factory() as session:
        form = session.query(Form).filter_by(serial=3).one()
        stamp = Stamp(None, dt.datetime(2025, 9, 15, tzinfo=dt.UTC))
        fieldwork.record(session, form, FormState.RETURNED, stamp=stamp)
        session.commit()
    factory.engine.dispose()
    department.open("/so-noi-vu/dot/thu/dong").post("/so-noi-vu/dot/thu/dong", code="thu")
    assert department.status == 409
    assert "Còn 1 phiếu đã thu chưa nhập xong" in department.text
    department.post("/so-noi-vu/dot/thu/dong", code="thu", abandon="1")

    assert "Đã đóng đợt" in department.text
