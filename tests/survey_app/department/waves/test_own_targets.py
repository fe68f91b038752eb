"""The department sends targets of its own with the plan."""

import io
import re

import pytest

from scoring.targets import toml_files
from tests.builders.target_library import SECOND, TITLE, hold_a_second_plan
from tests.survey_app.department.waves.typed import files, kept, plan
from tests.survey_app.waves.test_target_sets import OWN

pytestmark = pytest.mark.slow


def with_targets(content, name="noi-bo.toml"):
    return files() | {"targets_file": (io.BytesIO(content), name)}


def test_a_wave_is_held_against_the_file_that_was_sent(department, rows):
    plan(department, with_targets(OWN.encode()), targets="tep")
    assert department.path == "/so-noi-vu/ke-hoach/1/xem-truoc"
    department.post("/so-noi-vu/ke-hoach/1/rut")
    department.post("/so-noi-vu/ke-hoach/1/khoa")

    assert "Bộ chỉ tiêu Chỉ tiêu nội bộ 2026 (2026)" in department.text
    assert rows("SELECT targets, targets_text FROM wave WHERE code = '2026-1'") == [("noi-bo-2026", OWN)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "không có nội dung"),
        (b"\xff\xff", "noi-bo.toml» không phải UTF-8"),
        (b"[[sipas", "noi-bo.toml không đúng cú pháp TOML"),
        (OWN.replace("84.25", "-3").encode(), r"sipas\.row\[1\]\.target: -3 không nằm trong 0–100"),
        (OWN.replace('"1.1"', '"9"').encode(), "không có tiêu chí 9"),
    ],
    ids=["empty", "not UTF-8", "no TOML", "below zero", "no such criterion"],
)
def test_a_bad_file_of_targets_is_named_and_nothing_typed_is_lost(department, content, message):
    plan(department, with_targets(content), targets="tep")

    assert department.status == 422
    assert re.search(message, department.text), department.text[:1500]
    assert kept(department, "code") == "2026-1"


def test_without_a_file_it_is_asked_for(department):
    plan(department, targets="tep")

    assert department.status == 422
    assert "Chưa gửi tệp chỉ tiêu TOML" in department.text


def test_the_targets_of_the_library_can_be_taken_as_a_pattern(department):
    assert "Kế hoạch 336/KH-UBND (chỉ tiêu 2025)" in department.open("/so-noi-vu/ke-hoach/moi").text

    taken = department.client.get("/so-noi-vu/chi-tieu/plan-336.toml")
    assert taken.data.decode() == toml_files.library("plan-336")
    assert department.client.get("/so-noi-vu/chi-tieu/plan-336-actions.toml").status_code == 404


@pytest.fixture
def second_plan(tmp_path_factory, monkeypatch):
    hold_a_second_plan(tmp_path_factory.mktemp("scoring"), monkeypatch)
    yield
    toml_files.library_names.cache_clear()


def test_all_targets_of_the_library_are_offered(department, rows, second_plan):
    page = department.open("/so-noi-vu/ke-hoach/moi").text
    assert "Kế hoạch 336/KH-UBND (chỉ tiêu 2025)" in page
    assert f"{TITLE} (chỉ tiêu 2025)" in page
    assert department.client.get(f"/so-noi-vu/chi-tieu/{SECOND}.toml").status_code == 200

    plan(department, files(), targets=SECOND)
    department.post("/so-noi-vu/ke-hoach/1/rut")
    department.post("/so-noi-vu/ke-hoach/1/khoa")

    assert rows("SELECT targets, targets_text FROM wave WHERE code = '2026-1'") == [(SECOND, None)]
