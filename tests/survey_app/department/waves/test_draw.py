"""The draw shows its sample and leaves a trace; the lock opens the wave with that very sample."""

import hashlib
import json
import re

import pytest

from sampling.drawing.draw import draw
from sampling.drawing.manifest import as_json, sample_csv
from sampling.frame.frame import frame_from
from sampling.plan.plan_file import load_plan, plan_from
from tests.survey_app.department.waves.typed import PLAN, TYPED, VILLAGES, files, plan

pytestmark = pytest.mark.slow


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


def test_looking_for_a_pleasant_sample_leaves_a_trace(drawn, rows):
    drawn.open("/so-noi-vu/ke-hoach/1").post(
        "/so-noi-vu/ke-hoach/1", **TYPED | {"seed": "một dòng khác"}, **files()
    )
    drawn.post("/so-noi-vu/ke-hoach/1/rut")

    assert "đã rút ra 2 mẫu khác nhau" in drawn.text
    assert len(rows("SELECT 1 FROM audit_event WHERE action = 'sample_drawn'")) == 2


def test_the_areas_in_force_are_a_frame_that_can_be_downloaded(department):
    plan(department, {}, source="dia-ban", plan="dong-nai-2025", label_columns="")
    assert "60 phiếu chính" in department.text
    department.post("/so-noi-vu/ke-hoach/1/rut")
    department.post("/so-noi-vu/ke-hoach/1/khoa")
    frame = department.client.get("/so-noi-vu/dot/2026-1/khung.csv").data

    manifest = department.client.get("/so-noi-vu/dot/2026-1/manifest.json").json
    assert manifest["frame"]["sha256"] == hashlib.sha256(frame).hexdigest()
    assert manifest["plan"]["text"] == load_plan("dong-nai-2025").text


def test_the_supervisor_sees_the_waves_and_changes_nothing(new_browser, drawn):
    drawn.post("/so-noi-vu/ke-hoach/1/khoa")
    supervisor = new_browser().sign_in("giam-sat")

    assert "Đợt một năm 2026" in supervisor.open("/so-noi-vu/dot").text
    assert "Chuẩn bị đợt mới" not in supervisor.text
    assert "Đóng đợt" not in supervisor.open("/so-noi-vu/dot/2026-1").text
    assert supervisor.open("/so-noi-vu/dot/2026-1/sample.csv").status == 403
    assert json.loads(supervisor.client.get("/so-noi-vu/dot/2026-1/manifest.json").data)["seal"]


def test_each_drawn_unit_stands_by_name_with_its_chance_and_its_forms(drawn):
    rows_shown = re.findall(r"<tr>\s*<th scope=\"row\">([^<]+)</th>(.*?)</tr>", drawn.page.text, re.DOTALL)
    assert [name for name, _ in rows_shown] == sorted(name for name, _ in rows_shown)
    first = re.sub(r"<[^>]+>", " ", rows_shown[0][1]).split()
    assert first[-2:] == ["5", "2"]
    assert re.fullmatch(r"0,\d{4}", first[-3])
    assert "1 lần rút khác nhau" in drawn.text
