"""``[columns]``: columns cut into brackets, recoded, labelled, with missing codes, usable everywhere."""

import json

import numpy as np
import pandas as pd
import pytest

from scoring.errors import ScoringError
from scoring.specification.columns.column_keys import read_columns
from scoring.specification.columns.made_table import MadeTable, sources
from scoring.specification.data.csv_table import TextTable
from scoring.specification.toml_keys import Keys
from tests.scoring.reference import GOLDEN, close

DATA = {
    "age": ["15", "18", "34.0", "35", "60", "", "99", "-2"],
    "edu": ["1", "2.0", "3", "9", "", "1 ", "tốt", "01"],
    "sex": ["1", "2", "1", "2", "1", "2", "1", "2"],
    "q01": ["1", "5", "88", "9", "4", "", "3", "2"],
    "q02": ["88", "5", "4", "9", "4", "", "3", "2"],
}


def made(tables, **options):
    specs = read_columns(Keys("[columns]", tables))
    return MadeTable(TextTable(DATA, {"sex": {"1": "Nam", "2": "Nữ"}}), list(DATA), specs, **options)


def column(tables, name="x"):
    return np.asarray(made(tables)[name]).tolist()


AGE = {"from": "age", "cut": [18, 35, 60], "labels": ["18–34", "35–59", "60+"]}
MADE = {
    "brackets open where the cut says, the last without end": (
        AGE, ["", "18–34", "18–34", "35–59", "60+", "", "60+", ""]
    ),
    "missing codes are blank before the cut": (
        AGE | {"missing": [99]}, ["", "18–34", "18–34", "35–59", "60+", "", "", ""]
    ),
    "brackets without names are named by their bounds": (
        {"from": "age", "cut": [float("-inf"), 18, 60.5]},
        ["<18", "18–<60.5", "18–<60.5", "18–<60.5", "18–<60.5", "", "60.5+", "<18"],
    ),
    "codes are recoded by value, words by label, 01 is no 1": (
        {"from": "edu", "recode": {"1": "thấp", "2,3": "cao", "tốt": 9, "01": "không"}},
        ["thấp", "cao", "cao", "", "", "thấp", "9", "không"],
    ),
    "else takes the rest, but for blanks": (
        {"from": "edu", "recode": {"1": 0}, "else": 1}, ["0", "1", "1", "1", "", "0", "1", "0"]
    ),
    "else = copy keeps the rest": (
        {"from": "edu", "recode": {"9": "missing"}, "else": "copy"},
        ["1", "2", "3", "", "", "1", "tốt", "01"],
    ),
    "words for codes are codes too": ({"from": "sex", "recode": {"Nữ": "F", "Nam": "M"}}, list("MFMFMFMF")),
    "a column is copied with its missing codes left out": (
        {"from": "age", "missing": [99, -2]}, ["15", "18", "34", "35", "60", "", "", ""]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("table", "values"), MADE.values(), ids=MADE)
def test_a_column_is_made_of_another(table, values):
    assert column({"x": table}) == values


def test_missing_codes_of_many_columns_are_named_by_a_pattern_and_change_them_in_place():
    table = made({"q0?": {"missing": [88, 9]}})

    assert np.asarray(table["q01"]).tolist() == ["1", "5", "", "", "4", "", "3", "2"]
    assert np.asarray(table["q02"]).tolist() == ["", "5", "4", "", "4", "", "3", "2"]
    assert table.names == list(DATA)


def test_columns_are_made_of_made_ones_in_any_order_of_the_file():
    tables = {
        "old": {"from": "ages", "recode": {"60+": 1}, "else": 0},
        "ages": AGE,
        "age": {"missing": [99]},
    }

    assert column(tables, "old") == ["", "0", "0", "0", "1", "", "", ""]


def test_words_go_with_a_copy_and_not_with_new_codes():
    table = made(
        {
            "copy": {"from": "sex"},
            "new": {"from": "sex", "recode": {"1": 2, "2": 1}, "labels": {"1": "F"}},
            "sex": {"labels": {"2": "Phụ nữ"}},
        }
    )

    assert table.labels == {
        "sex": {"1": "Nam", "2": "Phụ nữ"}, "copy": {"1": "Nam", "2": "Phụ nữ"}, "new": {"1": "F"}
    }  # fmt: skip


def test_levels_stand_in_the_order_of_the_file():
    table = made({"x": {"from": "edu", "recode": {"9": "z", "1": "a"}, "else": "b"}, "y": AGE})

    assert table.orders == {"x": ("z", "a", "b"), "y": ["18–34", "35–59", "60+"]}


def test_what_falls_in_no_bracket_or_is_not_recoded_is_counted_and_told():
    notes = made({"x": AGE | {"missing": [77]}, "y": {"from": "edu", "recode": {"1": 1, "5": 2}}}).notes

    assert [vi for vi, _ in notes] == [
        "[columns.x] khóa «missing»: không dòng nào có mã 77.",
        "[columns.x]: 2 dòng không rơi vào khoảng nào của «cut» nên được tính là trống: -2, 15.",
        "[columns.y] khóa «recode»: không dòng nào có mã 5.",
        "[columns.y]: 4 dòng có mã không nằm trong «recode» mà không có «else» nên được tính là trống: 2, 3, 9, tốt.",
    ]
    assert "2 rows fall in no bracket" in notes[1][1]


REFUSED = {
    "a name that is taken": ({"sex": {"from": "edu"}}, "«from»: dữ liệu đã có cột «sex»"),
    "a source that is not there": ({"x": {"from": "aeg"}}, "không có cột «aeg»; gần giống: «age»"),
    "a column to change that is not there": ({"q9": {"missing": [9]}}, "không có cột «q9»"),
    "columns made of one another": (
        {"x": {"from": "y"}, "y": {"from": "x"}}, "được làm ra từ chính nó"
    ),
    "a new column with the name of a pattern": ({"x?": {"from": "age"}}, "là mẫu tên của các cột có sẵn"),
    "a column made of itself": ({"x": {"from": "x"}}, "trùng tên cột mới"),
    "cut points that fall": ({"x": {"from": "age", "cut": [18, 60, 35]}}, "tăng dần, 35 thì không"),
    "cut points that are equal": ({"x": {"from": "age", "cut": [18, 18]}}, "tăng dần, 18 thì không"),
    "cut points that are words": ({"x": {"from": "age", "cut": ["18"]}}, "danh sách số"),
    "too few names": (
        {"x": AGE | {"labels": ["a", "b"]}}, "«labels»: có 2 tên cho 3 khoảng (18–<35, 35–<60, 60+)"
    ),
    "one name twice": ({"x": AGE | {"labels": ["a", "b", "a"]}}, "hai khoảng cùng tên"),
    "a word that is cut": ({"x": {"from": "edu", "cut": [1]}}, "dòng dữ liệu 7: «tốt» không phải là số"),
    "cut and recode": ({"x": AGE | {"recode": {"1": 1}}}, "không dùng cùng «cut»"),
    "a recode without a source": ({"sex": {"recode": {"1": 1}}}, "«from»: còn thiếu"),
    "else without recode": ({"x": {"from": "age", "else": 1}}, "«else»: chỉ dùng cùng «recode»"),
    "a code recoded twice": ({"x": {"from": "edu", "recode": {"1,2": 1, "2": 2}}}, "mã «2» đã đứng ở «1,2»"),
    "a code left out between commas": ({"x": {"from": "edu", "recode": {"1,,2": 1}}}, "giữa các dấu phẩy"),
    "a new code that is none": ({"x": {"from": "edu", "recode": {"1": True}}}, "phải là một mã"),
    "a key that is unknown": ({"x": {"form": "edu"}}, "khóa lạ; được dùng: from"),
    "a word that is none": ({"sex": {"labels": {"1": "Nam", "2": 2}}}, "«labels»: phải là bảng như"),
    "words without codes": ({"sex": {"labels": "Nam"}}, "«labels»: phải là bảng như"),
    "a table that is none": ({"x": 1}, "[columns] khóa «x»: phải là bảng"),
    "an empty table": ({"sex": {}}, "bảng trống"),
    "a column changed twice": ({"q0?": {"missing": [9]}, "q01": {"missing": [8]}}, "đã được khai ở [columns.q0?]"),
}  # fmt: skip


@pytest.mark.parametrize(("tables", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_made_is_refused_under_its_key(tables, said):
    with pytest.raises(ScoringError) as refusal:
        made(tables)

    assert refusal.value.vi.startswith("[columns")
    assert said in refusal.value.vi
    assert refusal.value.en != refusal.value.vi


def test_an_engine_fetches_what_the_columns_are_read_from():
    specs = read_columns(
        Keys("[columns]", {"x": {"from": "y"}, "y": {"from": "age"}, "q0?": {"missing": [9]}})
    )

    assert sources(specs, ["x", "sex"], [*DATA]) == ["age", "sex", "q01", "q02"]


SPEC = """
where = 'edu2 in ["thấp", "cao"]'
[columns.edu2]
from = "edu"
recode = { "1" = "thấp", "2,3" = "cao" }
[columns.town]
from = "urban"
recode = { "1" = "xã", "0" = "bản" }
[columns.good]
from = "q01"
missing = [9]
recode = { "4,5" = 1 }
else = 0
[columns.twice]
from = "w"
missing = [-1]
[design]
strata = ["district", "town"]
clusters = "psu"
weight = "twice"
[items]
columns = ["good"]
valid = [0, 1]
[criteria]
C = ["good"]
[[weighting]]
kind = "poststratify"
column = "town"
counts = { "bản" = 712000, "xã" = 282610 }
[[estimate]]
name = "a"
satisfied = [1]
by = ["edu2"]
[[estimate]]
name = "b"
of = "criteria"
satisfied = [1]
by = ["town"]
"""


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
@pytest.mark.parametrize("engine", ["numpy", "duckdb"])
def test_made_columns_serve_design_weighting_items_rules_and_domains(ask, tmp_path, engine):
    data = pd.read_csv(GOLDEN / "sipas_small.csv")
    plain = data.assign(
        edu2=data["edu"].map({1: "thấp", 2: "cao", 3: "cao"}).fillna("khác"),
        town=data["urban"].map({1: "xã", 0: "bản"}),
        good=data["q01"].map({4: 1, 5: 1, 1: 0, 2: 0, 3: 0}),
        twice=data["w"],
    )
    plain.to_csv(tmp_path / "plain.csv", index=False)
    start, rest = SPEC.split("[columns.edu2]")
    without = start + "[design]" + rest.split("[design]")[1]

    one = ask(SPEC, "--engine", engine)
    other = ask(without, data=tmp_path / "plain.csv")

    assert one.exit_code == other.exit_code == 0, (one.output, other.output)
    ours, theirs = json.loads(one.output)["estimates"], json.loads(other.output)["estimates"]
    assert [row["by"] for row in ours] == [{"edu2": "thấp"}, {"edu2": "cao"}, {"town": "xã"}, {"town": "bản"}]
    in_our_order = sorted(theirs, key=lambda row: [each["by"] for each in ours].index(row["by"]))
    for field in ("estimate", "se", "low", "high", "n"):
        close([row[field] for row in ours], [row[field] for row in in_our_order])
    assert any("132 dòng có mã không nằm trong «recode»" in note for note in json.loads(one.output)["notes"])


MADE_ORDER = """
[design]
clusters = "psu"
weight = "w"
[columns.group]
from = "edu"
recode = { "2" = "x", "4" = "10", "1" = "9" }
else = "missing"
[columns.answer]
from = "q01"
recode = { "4,5" = "yes", "1,2,3" = "no" }
else = "missing"
[items]
columns = ["q02"]
valid = [1, 2, 3, 4, 5]
[[table]]
rows = "group"
columns = "answer"
[[test]]
kind = "t"
between = "group"
levels = [{levels}]
[[regression]]
outcome = "q02"
terms = ["group"]
[[estimate]]
statistic = "mean"
by = "group"
"""


@pytest.mark.parametrize("levels", [("9", "10"), ("10", "9"), ("x", "10")])
def test_tables_and_tests_keep_the_order_and_the_signs_of_made_levels(ask, levels):
    whole = json.loads(
        ask(MADE_ORDER.replace("{levels}", ", ".join(f'"{level}"' for level in levels))).output
    )
    means = {row["by"]["group"]: row["estimate"] for row in whole["estimates"]}

    assert [row["by"]["group"] for row in whole["tables"][::2]] == ["x", "10", "9"]
    assert [row["by"]["answer"] for row in whole["tables"][:2]] == ["yes", "no"]
    assert [row["variable"] for row in whole["regressions"]] == ["(intercept)", "group=10", "group=9"]
    t_test = next(row for row in whole["tests"] if row["test"] == "t")
    close(t_test["estimate"], means[levels[1]] - means[levels[0]])
