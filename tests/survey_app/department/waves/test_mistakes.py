"""A plan with a mistake is kept as typed, and says what is wrong."""

import io
import re

import pytest

from tests.survey_app.department.waves.typed import PLAN, TYPED, VILLAGES, as_csv, files, kept, plan

pytestmark = pytest.mark.slow


def without(rows, **changes):
    return [{**row, **changes} if n == 1 else row for n, row in enumerate(rows)]


BAD = {
    "no code": ({"code": ""}, {}, "Hãy điền ô này"),
    "name too long": ({"name": "Đ" * 201}, {}, "Dài quá; tối đa 200 ký tự"),
    "code with marks": ({"code": "Đợt 1"}, {}, "Dùng chữ thường không dấu"),
    "code taken": ({"code": "thu"}, {}, "Đợt «thu» đã mở"),
    "no date": ({"closes_on": "31/12"}, {}, "năm-tháng-ngày"),
    "date gone by": ({"closes_on": "2025-01-01"}, {}, "không được trước hôm nay"),
    "share": ({"double_keying": "hai"}, {}, "Hãy ghi một số từ 0 đến 100"),
    "share above all": ({"double_keying": "101"}, {}, "Hãy ghi một số từ 0 đến 100"),
    "batch": ({"batch_size": "-1"}, {}, "số nguyên dương"),
    "metric": ({"metric": "trung_binh"}, {}, "Lựa chọn không hợp lệ"),
    "area column": ({"area_column": "xã"}, {}, "Khung mẫu không có cột «xã»"),
    "no day of the list": ({"frame_made_on": ""}, {}, "Hãy ghi ngày lập danh sách"),
    "list of no day": ({"frame_made_on": "tháng 9"}, {}, "năm-tháng-ngày"),
    "list of tomorrow": ({"frame_made_on": "2030-01-01"}, {}, "ở sau hôm nay"),
    "list older than its areas": (
        {"frame_made_on": "2025-06-30"},
        {},
        r"lập ngày 30/06/2025, trước khi đơn vị hành chính thay đổi \(01/07/2025\): 26041",
    ),
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
    plan(department, files() | fresh, **changes)

    assert department.status == 422
    assert re.search(message, department.text), department.text[:1500]
    assert kept(department, "name") == typed["name"]
    assert kept(department, "seed") == typed["seed"].strip()
    assert kept(department, "code") == typed["code"]
    assert rows("SELECT count(*) FROM wave") == [(1,)]


def test_a_file_that_was_sent_is_still_there_after_a_mistake(department):
    plan(department, code="")
    assert "Đang giữ tệp «khung mẫu.csv»" in department.text
    department.post("/so-noi-vu/ke-hoach/1", **TYPED)

    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"


def test_a_second_click_on_preview_makes_no_second_plan(previewed, rows):
    plan(previewed)

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
