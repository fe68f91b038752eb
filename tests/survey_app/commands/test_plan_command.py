"""``sipas plan``: how many forms, allocation, and what a plan promises; the examples of docs/sampling.md are real."""

import json
import math
import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sampling.size import size
from survey_app.cli import cli, main

DOC = Path(__file__).parents[3] / "docs" / "sampling.md"
STRATA = """stratum,population,cost,share_hai_long,mean_cho_doi,sd_cho_doi
đô thị,310000,1,0.82,2.1,1.4
nông thôn,1900000,1.5,0.78,3.4,2.2
miền núi,90000,3,0.71,6.0,4.1
"""
PLAN = """
[[stage]]
unit = "village"
strata = ["commune"]
size = "adults"
method = "{method}"
take = {take}
[[stage]]
unit = "person"
take = 5
count = "adults"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with strata, a frame and plans, and the command line in it."""
    monkeypatch.chdir(tmp_path)
    Path("strata.csv").write_text(STRATA, "utf-8")
    rows = [f"{commune},{commune}{v},{300 + 100 * v}" for commune in "AB" for v in range(8)]
    Path("frame.csv").write_text(
        "commune,village,adults\n" + "\n".join([*rows, "B,B-lớn,9000"]) + "\n", "utf-8"
    )
    Path("plan.toml").write_text(PLAN.format(method="pps_systematic", take=3), "utf-8")
    Path("sampford.toml").write_text(PLAN.format(method="sampford", take=3), "utf-8")
    Path("alone.toml").write_text(PLAN.format(method="brewer", take=1), "utf-8")
    return tmp_path


def plan(*words):
    done = CliRunner().invoke(cli, ["plan", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def values(*words):
    return json.loads(plan(*words, "--json"))


SIZES = {
    "margin": (
        "size margin --share 0.83 --margin 0.04 --population 25000 --confidence 0.9",
        lambda: size.for_margin(0.83, 0.04, population=25_000, confidence=0.9),
    ),
    "relative margin": (
        "size margin --share 0.83 --margin 0.05 --relative",
        lambda: size.for_margin(0.83, 0.05, relative=True),
    ),
    "Wilson": (
        "size wilson --share 0.83 --margin 0.04 --confidence 0.9",
        lambda: size.for_wilson(0.83, 0.04, confidence=0.9),
    ),
    "cv": (
        "size cv --share 0.83 --cv 0.03 --population 9000",
        lambda: size.for_cv(0.83, 0.03, population=9000),
    ),
    "change": (
        "size change --before 0.8 --after 0.83 --power 0.9 --overlap 0.5 --correlation 0.6",
        lambda: size.for_change(0.8, 0.83, power=0.9, overlap=0.5, correlation=0.6),
    ),
    "target": (
        "size target --share 0.8 --target 0.83 --power 0.9 --confidence 0.9",
        lambda: size.for_target(0.8, 0.83, power=0.9, confidence=0.9),
    ),
    "two-sided target": (
        "size target --share 0.8 --target 0.83 --two-sided",
        lambda: size.for_target(0.8, 0.83, side="two"),
    ),
    "Slovin": ("size slovin --population 3300000 --margin 0.05", lambda: 400),
}


@pytest.mark.parametrize(("words", "simple"), SIZES.values(), ids=SIZES)
def test_each_question_is_answered_by_its_formula_and_goes_on_to_forms(words, simple):
    field = ["--rho", "0.05", "--cluster", "6", "--weight-cv", "0.3", "--response", "0.8"]

    written = values(*words.split(), *field)

    deff = size.design_effect(0.05, 6, weight_cv=0.3)
    assert written["simple"] == pytest.approx(simple())
    assert written["deff"] == pytest.approx(deff) == pytest.approx(1.25 * 1.09)
    assert written["answers"] == math.ceil(simple() * deff)
    assert written["forms"] == math.ceil(written["answers"] / 0.8)


def test_a_minimum_for_every_area_raises_the_forms_and_is_shown_in_vietnamese():
    words = [
        "size",
        "target",
        "--share",
        "0.8023",
        "--target",
        "0.8325",
        "--areas",
        "95",
        "--minimum",
        "30",
        "--response",
        "0.85",
    ]

    text = plan(*words)

    assert values(*words)["forms"] == math.ceil(95 * 30 / 0.85)
    assert "Tối thiểu 30 trả lời ở mỗi địa bàn, 95 địa bàn" in text
    assert "3.353" in text
    assert "khác chỉ tiêu 83,25 %" in text


def test_slovins_number_comes_with_what_it_assumes():
    assert "giả định: chọn ngẫu nhiên đơn giản" in plan(
        "size", "slovin", "--population", "3300000", "--margin", "0.05"
    )


def test_the_outlook_shows_what_a_number_of_answers_can_say():
    rows = values("size", "outlook", "--answers", "30", "--answers", "3240")

    assert [row["answers"] for row in rows] == [30, 3240]
    assert [row["useful"] for row in rows] == [False, True]
    assert "không xếp hạng được các xã, phường" in plan("size", "outlook")


def test_the_best_cluster_size_follows_the_costs():
    words = ["size", "cluster", "--rho", "0.05", "--cost-of-cluster", "5", "--cost-of-form", "1"]

    assert values(*words)["cluster"] == pytest.approx(9.746794)
    assert "khoảng 9,7 trả lời" in plan(*words)


def test_bethels_allocation_keeps_every_cv_and_costs_least(folder):
    words = [
        "size",
        "strata",
        "strata.csv",
        "--cv",
        "hai_long=0.02",
        "--cv",
        "cho_doi=0.03",
        "--out",
        "b.json",
    ]

    text = plan(*words)

    written = json.loads(Path("b.json").read_text("utf-8"))
    assert [each["stratum"] for each in written["strata"]] == ["đô thị", "nông thôn", "miền núi"]
    assert sum(each["n"] for each in written["strata"]) == written["total"]
    assert written["cost"] == pytest.approx(sum(each["n"] * each["cost"] for each in written["strata"]))
    for variable in written["variables"]:
        assert variable["cv"] <= variable["cv_limit"]
    assert written["variables"][0]["cv"] == pytest.approx(0.02, rel=2e-3), "the limit that binds is used up"
    others = [rule for name, rule in written["rules"].items() if name not in {"bethel", "cost"}]
    assert all(sum(rule["n"]) == written["total"] for rule in others)
    assert all(rule["cost"] > written["cost"] for rule in others)
    assert "Neyman theo hai_long" in text


def test_without_costs_every_form_costs_one(folder):
    Path("plain.csv").write_text("stratum;population;share_a\nx;100;0,5\ny;400;0,5\n", "utf-8")

    written = values("size", "strata", "plain.csv", "--cv", "a=0.1")

    assert written["cost"] == written["total"] == 84
    assert [each["n"] for each in written["strata"]] == [17, 67]


@pytest.mark.parametrize(
    "words",
    [
        ("size", "strata", "strata.csv", "--cv", "hai_long=2", "--cv", "cho_doi=0.03"),
        ("size", "cv", "--share", "0.8", "--cv", "3"),
    ],
)
def test_a_coefficient_of_variation_in_percent_is_refused_instead_of_asking_for_hardly_anybody(folder, words):
    result = CliRunner().invoke(cli, ["plan", *words])

    assert result.exit_code != 0
    assert "0.02 là 2 %" in str(result.exception) or "is not in the range 0<x<=1" in result.output


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("x,310.000,0.82\ny,900,0.8", "Dòng dữ liệu 1, cột population: không rõ «310.000»"),
        ("x,3100,0.82\nTổng cộng,3100,0.8", "Dòng dữ liệu 2, cột stratum: «Tổng cộng»"),
        ("x,3100,0.82\nx ,900,0.8", "Dòng dữ liệu 2, cột stratum: «x»"),
        (",3100,0.82", "Dòng dữ liệu 1, cột stratum: «»"),
    ],
)
def test_strata_that_would_give_a_wrong_allocation_are_refused_with_their_row(folder, rows, said):
    Path("wrong.csv").write_text(f"stratum,population,share_a\n{rows}\n", "utf-8")

    result = CliRunner().invoke(cli, ["plan", "size", "strata", "wrong.csv", "--cv", "a=0.02"])

    assert said in str(result.exception)


def test_the_preview_names_certainty_units_and_pairs_that_never_come_together(folder):
    text, written = plan("preview", "plan.toml", "frame.csv", "--draws", "0"), values(
        "preview", "plan.toml", "frame.csv", "--draws", "0", "--response", "0.8"
    )  # fmt: skip

    first, second = written["strata"]
    assert (first["stratum"], first["units"], first["take"], first["forms"], first["answers"]) == (
        "A",
        8,
        3,
        15,
        12,
    )
    assert second["size"] == sum(300 + 100 * v for v in range(8)) + 9000
    assert written["certain"] == {"B": ["B-lớn"]}
    assert "Đơn vị chắc chắn được chọn vì cỡ lớn: 1 (B-lớn)" in text
    assert all(check["zero_pairs"] > 0 and check["least"] == 0 for check in written["joint"])
    assert "không bao giờ cùng được chọn" in text
    assert written["why_not_simulated"] == "đã chọn --draws 0"


def test_a_method_with_all_pairs_possible_has_no_warning(folder):
    text, written = plan("preview", "sampford.toml", "frame.csv", "--draws", "0"), values(
        "preview", "sampford.toml", "frame.csv", "--draws", "0"
    )  # fmt: skip

    assert all(check["zero_pairs"] == 0 and check["least"] > 0 for check in written["joint"])
    assert "không bao giờ cùng được chọn" not in text
    assert "Xác suất chọn đồng thời nhỏ nhất: 0,0" in text


def test_strata_with_one_unit_and_methods_without_joint_probabilities_are_told(folder):
    text = plan("preview", "alone.toml", "frame.csv", "--draws", "0")

    assert "2 tầng chỉ chọn một đơn vị (A, B)" in text
    assert "phương pháp brewer không có công thức" in text


def test_the_simulation_gives_expected_errors_of_the_whole_and_of_areas(folder):
    words = [
        "preview",
        "plan.toml",
        "frame.csv",
        "--draws",
        "40",
        "--share",
        "0.7",
        "--rho-area",
        "0",
        "--rho-cluster",
        "0",
    ]

    expected = values(*words)["simulation"]

    assert expected["answers"] == 30
    assert expected["areas"] == 2
    assert expected["se"] == pytest.approx(math.sqrt(0.21 / 30), rel=0.45)
    assert "Sai số chuẩn của toàn bộ, điểm" in plan(*words)
    assert values(*words) == values(*words), "the seed is fixed"


def test_a_plan_that_cannot_be_simulated_is_previewed_and_says_why(folder):
    Path("list.toml").write_text(
        '[[stage]]\nunit = "village"\nsize = "adults"\nmethod = "sampford"\ntake = 4\n', "utf-8"
    )

    text = plan("preview", "list.toml", "frame.csv")

    assert "toàn bộ" in text
    assert "Không mô phỏng: Mô phỏng cần giai đoạn cuối có count" in text


def test_the_kish_grid_is_printed_for_a_plan_that_needs_it(folder):
    Path("kish.toml").write_text('[[stage]]\nunit = "village"\ntake = 4\nwithin = "kish"\n', "utf-8")

    text = plan("preview", "kish.toml", "frame.csv")

    assert re.search(r"E2 +│ +1 │ +2 │ +3 │ +4 │ +5 │ +5 ", text)


REFUSED = {
    "a share in percent": ("size margin --share 80 --margin 0.02", "--share không dùng được; hãy cho số từ 0 đến 1"),
    "no change": ("size change --before 0.8 --after 0.8", "phải lớn hơn 0"),
    "no file of strata": ("size strata nix.csv --cv a=1", "Không có tệp «nix.csv»"),
    "no such variable": ("size strata strata.csv --cv a=1", "các biến: hai_long, cho_doi"),
    "a variable without cv": ("size strata strata.csv --cv hai_long=0.1", "Còn thiếu --cv cho biến: cho_doi"),
    "a cv that is no number": ("size strata strata.csv --cv hai_long=ít --cv cho_doi=1", "dạng TÊN=HỆ SỐ"),
    "a share above 1": ("size strata bad.csv --cv a=0.1", "Dòng dữ liệu 2, cột share_a: «1.2» phải từ 0 đến 1"),
    "no variable": ("size strata frame.csv --cv a=0.1", "thiếu cột «stratum»"),
    "a mean without deviation": ("size strata mean.csv --cv a=0.1", "thiếu cột «sd_a»"),
    "writing over the frame": ("preview plan.toml frame.csv --out frame.csv", "mất tệp đang được đọc"),
    "no such column of areas": ("preview plan.toml frame.csv --area xa", "không có cột «xa»"),
    "a take beyond the frame": ("preview big.toml frame.csv", "cần chọn nhiều «village» hơn số có trong khung"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED)
def test_bad_input_is_one_line_in_vietnamese_and_exit_code_2(folder, monkeypatch, capsys, words, said):
    Path("bad.csv").write_text("stratum,population,share_a\nx,100,0.5\ny,400,1.2\n", "utf-8")
    Path("mean.csv").write_text("stratum,population,mean_a\nx,100,0.5\n", "utf-8")
    Path("big.toml").write_text(PLAN.format(method="sampford", take=30), "utf-8")
    monkeypatch.setattr(sys, "argv", ["sipas", "plan", *words.split()])

    with pytest.raises(SystemExit) as done:
        main()

    complaint = capsys.readouterr().err
    assert done.value.code == 2
    assert said in complaint
    assert complaint.count("\n") == 1


def test_the_commands_of_the_page_about_sampling_print_what_it_shows(folder):
    page = DOC.read_text("utf-8")
    for name, kind in (
        ("villages.csv", "text"),
        ("strata.csv", "text"),
        ("villages.toml", "toml"),
        ("precise.toml", "toml"),
    ):
        Path(name).write_text(re.search(rf"`{name}`:\n\n```{kind}\n(.*?)```", page, re.S)[1], "utf-8")
    shown = re.findall(r"```console\n\$ sipas plan ([^\n]*)\n(.*?)```", page, re.S)

    assert len(shown) >= 3
    for line, output in shown:
        assert plan(*shlex.split(line)) == output
