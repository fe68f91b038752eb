"""The report on a list: its hash, its counts, what was found, and room for a signature."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from sampling.errors import SamplingError
from sampling.frame.frame_report import report_on
from sampling.plan.plan_file import load_plan
from survey_app.commands.frame import command

CASES = Path("tests/golden/frames")


def test_a_good_list_is_reported_with_hash_counts_and_findings():
    path = CASES / "title-rows.xlsx"

    report = report_on(path, load_plan(CASES / "title-rows.plan.toml"))

    assert report.usable
    assert hashlib.sha256(path.read_bytes()).hexdigest() in report.text
    assert "Tên cột nằm ở dòng 3" in report.text
    assert "«village»: 12" in report.text
    assert "| commune | 2 | 0 |" in report.text
    assert report.text.index("**Dùng được**") < report.text.index("**Can be used**")
    assert "Chữ ký / Signature" in report.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("two-blank-headers.xlsx", "cột thứ 4 không có tên"),
        ("hidden-rows.xlsx", "có 1 dòng bị ẩn"),
        ("small-villages.csv", "3 «village» có ít"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_reported_too(name, said):
    plan = CASES / f"{Path(name).stem}.plan.toml"

    report = report_on(CASES / name, load_plan(plan) if plan.is_file() else None)

    assert not report.usable
    assert said in report.text
    assert "Cannot be used yet" in report.text
    assert "Chữ ký / Signature" in report.text


def test_the_command_writes_the_report_and_its_exit_tells_whether_the_list_is_good(tmp_path):
    run = CliRunner().invoke
    out = tmp_path / "bien-ban.md"

    assert run(command, ["check", str(CASES / "title-rows.xlsx"), "--out", str(out)]).exit_code == 0
    assert out.read_text("utf-8").startswith("# Biên bản kiểm tra danh sách")
    assert run(command, ["check", str(CASES / "one-blank-header.xlsx")]).exit_code == 1


def test_a_list_that_is_not_there_has_no_report(tmp_path):
    with pytest.raises(SamplingError, match="Không có tệp khung mẫu"):
        report_on(tmp_path / "none.csv")
