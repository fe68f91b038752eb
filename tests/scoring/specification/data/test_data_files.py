"""The same answers give the same estimates whatever kind of file they come in."""

import csv
import gzip
import json
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest

from scoring.errors import ScoringError
from scoring.specification.data.data_files import read_data
from scoring.specification.output import to_csv, to_json, to_table
from scoring.specification.run import run
from scoring.specification.spec_file import load_spec

HERE = Path(__file__).parents[3] / "golden"
NHANES = HERE / "statistics" / "nhanes.csv"
SPEC = """
[design]
strata = "SDMVSTRA"
clusters = ["SDMVPSU"]
weight = "WTMEC2YR"
nest = true

[items]
columns = ["HI_CHOL"]
valid = [0, 1]

[[estimate]]
name = "cholesterol"
of = "items"
statistic = "satisfied"
satisfied = [1]
by = ["race", "agecat"]
"""
RACES = {1: "gốc Tây Ban Nha", 2: "da trắng", 3: "da đen", 4: "khác"}


@pytest.fixture(scope="module")
def nhanes():
    return pd.read_csv(NHANES)


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "spec.toml").write_text(SPEC, "utf-8")
    return load_spec(tmp_path / "spec.toml")


def outcome(path, spec):
    read = read_data(path)
    return run(read, list(read), spec)


def write_csv(frame, path):
    frame.to_csv(path, index=False)


def write_gzip(frame, path):
    path.write_bytes(gzip.compress(frame.to_csv(index=False).encode()))


def write_excel_csv(frame, path):
    """As Excel does under a Vietnamese locale: semicolons between, commas in decimals, a mark of UTF-8 in front."""
    frame.to_csv(path, index=False, sep=";", decimal=",", encoding="utf-8-sig")


def write_workbook(frame, path):
    frame.to_excel(path, index=False)


def write_stata(frame, path):
    pyreadstat.write_dta(frame, str(path))


def write_spss(frame, path):
    pyreadstat.write_sav(frame, str(path))


def write_parquet(frame, path):
    frame.to_parquet(path)


WRITERS = {
    "a.csv.gz": write_gzip,
    "a.csv": write_excel_csv,
    "a.xlsx": write_workbook,
    "a.dta": write_stata,
    "a.sav": write_spss,
    "a.parquet": write_parquet,
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_the_bytes_of_the_csv(nhanes, spec, tmp_path, name):
    part = nhanes.iloc[::7]
    write_csv(part, tmp_path / "plain.csv")
    WRITERS[name](part, tmp_path / name)

    assert to_json(outcome(tmp_path / name, spec)) == to_json(outcome(tmp_path / "plain.csv", spec))


def test_a_file_of_stata_gives_what_r_gives(nhanes, spec, tmp_path):
    write_stata(nhanes, tmp_path / "nhanes.dta")
    right = json.loads((HERE / "statistics" / "nhanes.expected.json").read_text("utf-8"))["by"]
    by_domain = dict(
        zip(
            zip(map(str, right["race"]), right["agecat"], strict=True),
            zip(right["estimate"], right["se"], strict=True),
            strict=True,
        )
    )
    [block] = outcome(tmp_path / "nhanes.dta", spec).results
    rows = list(block.estimates)

    assert len(rows) == len(by_domain)
    for row in rows:
        assert (row.estimate, row.se) == pytest.approx(by_domain[row.by["race"], row.by["agecat"]], rel=1e-9)


@pytest.mark.parametrize(
    ("name", "write"), [("a.sav", pyreadstat.write_sav), ("a.dta", pyreadstat.write_dta)]
)
def test_the_words_for_codes_go_through_to_every_table(nhanes, spec, tmp_path, name, write):
    write(nhanes.iloc[::7], str(tmp_path / name), variable_value_labels={"race": RACES})
    done = outcome(tmp_path / name, spec)

    rows = list(csv.DictReader(to_csv(done).splitlines()))
    assert {(row["race"], row["race_label"]) for row in rows} == {
        (str(code), text) for code, text in RACES.items()
    }
    assert [row["labels"] for row in json.loads(to_json(done))["estimates"]] == [
        {"race": row["race_label"]} for row in rows
    ]
    assert all(f"race={text}" in to_table(done) for text in RACES.values())


def test_what_excel_saves_under_a_vietnamese_locale_is_read():
    read = read_data(HERE / "excel" / "excel_vi.csv")

    assert list(read["w"][:4]) == ["2.5", "3.25", "4.0", "2.5"]
    assert list(read["h"][:4]) == ["a", "a", "b", "b"]


def test_only_a_column_of_numbers_has_decimal_commas(tmp_path):
    (tmp_path / "a.csv").write_text("w;q;lý do\n1,5;4;1,2\n2,25;NA;1,2,3\n;5;\n", "utf-8")
    read = read_data(tmp_path / "a.csv")

    assert [list(read[name]) for name in read] == [
        ["1.5", "2.25", ""],
        ["4", "NA", "5"],
        ["1,2", "1,2,3", ""],
    ]


def test_cells_come_as_a_csv_would_have_them(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["id", "w", "ngày", "q"],
        ["01", 2.5, pd.Timestamp("2025-09-01"), 5],
        [None, 3.0, None, True],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    read = read_data(tmp_path / "a.xlsx")

    assert [list(read[name]) for name in read] == [["01", ""], ["2.5", "3"], ["2025-09-01", ""], ["5", "1"]]


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


REFUSED = {
    "a name missing": (["w", None, "q"], [1, 2, 3], "dòng 1: cột thứ 2 không có tên"),
    "a name twice": (["w", "w"], [1, 2], "hai cột cùng tên «w»"),
    "a cell beside": (["w", "q"], [1, 2, 3], "dòng 2: có ô ở bên phải cột cuối có tên «q»"),
    "a formula never calculated": (["w", "q"], [1, "=A2*2"], "ô B2: công thức chưa từng được tính"),
    "no rows": (["w", "q"], [], "không có dòng dữ liệu nào"),
    "nothing": ([], [], "trống"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_workbook_that_cannot_be_meant_is_refused_by_its_cell(tmp_path, case):
    head, row, said = REFUSED[case]
    workbook(tmp_path / "a.xlsx", head, row)

    with pytest.raises(ScoringError) as refused:
        read_data(tmp_path / "a.xlsx")
    assert said in refused.value.vi
    assert "a.xlsx" in refused.value.en


@pytest.mark.parametrize("name", ["a.xlsx", "a.sav", "a.dta", "a.parquet", "a.csv.gz"])
@pytest.mark.parametrize("content", [b"", b"no such file", b"\x1f\x8b\x08 cut"], ids=["empty", "text", "cut"])
def test_a_damaged_file_is_told_in_one_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ScoringError) as refused:
        read_data(tmp_path / name)
    assert name in refused.value.vi
    assert name in refused.value.en


@pytest.mark.parametrize("name", ["a.xlsx", "a.sav", "a.dta", "a.parquet", "a.csv"])
def test_a_file_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(ScoringError, match=name):
        read_data(tmp_path / name)


@pytest.mark.parametrize("name", ["a.xlsx", "a.sav", "a.dta", "a.parquet"])
def test_a_file_with_the_ending_of_a_csv_is_called_what_it_is(nhanes, tmp_path, name):
    WRITERS[name](nhanes.iloc[:20], tmp_path / name)
    (tmp_path / name).rename(tmp_path / "b.csv")
    with pytest.raises(ScoringError) as refused:
        read_data(tmp_path / "b.csv")
    assert name[1:] in refused.value.vi


def test_a_workbook_that_unpacks_to_far_more_than_it_weighs_is_not_unpacked(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 25_000_000)
    with pytest.raises(ScoringError) as refused:
        read_data(tmp_path / "bomb.xlsx")
    assert "bung ra quá lớn" in refused.value.vi
    assert "unpacks to far more" in refused.value.en


def test_missing_values_of_every_kind_are_blank(tmp_path):
    frame = pd.DataFrame({"w": [1.0, 2.0, 3.0], "q": [5.0, np.nan, 4.0]})
    for name in ("a.sav", "a.dta", "a.parquet", "a.xlsx"):
        WRITERS[name](frame, tmp_path / name)
        assert list(read_data(tmp_path / name)["q"]) == ["5", "", "4"]


def test_names_of_columns_are_labels_in_every_kind_of_file(tmp_path):
    name = "Giới tính"
    decomposed = unicodedata.normalize("NFD", name) + "\u00a0"
    pd.DataFrame({decomposed: ["1"]}).to_excel(tmp_path / "a.xlsx", index=False)
    pd.DataFrame({decomposed: ["1"], name: ["2"]}).to_excel(tmp_path / "b.xlsx", index=False)

    assert list(read_data(tmp_path / "a.xlsx")) == [name]
    with pytest.raises(ScoringError, match="hai cột cùng tên «Giới tính»"):
        read_data(tmp_path / "b.xlsx")
