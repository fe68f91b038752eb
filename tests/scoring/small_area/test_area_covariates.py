"""Area covariates from a file: what is read, and what is refused by file, row and column."""

import numpy as np
import pytest

from scoring.analysis import analyse
from scoring.diagnostics.change import WaveData
from scoring.errors import ScoringError
from scoring.method.method import Method
from scoring.small_area.area_covariates import read_area_covariates
from scoring.small_area.fay_herriot import AreaInput, fay_herriot
from scoring.targets import target_files
from tests.builders.waves import SIPAS, wave


def written(tmp_path, text):
    path = tmp_path / "xa.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_file_as_excel_saves_it_in_vietnam_is_read_and_columns_are_put_on_one_scale(tmp_path):
    found = read_area_covariates(written(tmp_path, "\ufeffmã;nghèo;số dân\n01;2,5;1000\n02;7,5;3000\n\n"))

    assert found.names == ("nghèo", "số dân")
    assert found.values == {"01": (-1.0, -1.0), "02": (1.0, 1.0)}


def test_a_covariate_that_explains_areas_makes_their_estimates_better(tmp_path):
    rng = np.random.default_rng(1)
    z = rng.normal(size=40)
    truth = 0.75 + 0.05 * z
    direct = truth + rng.normal(scale=0.05, size=40)
    file = written(tmp_path, "code,z\n" + "".join(f"{i},{z[i]:.6f}\n" for i in range(40)))
    plain = [AreaInput(area=str(i), direct=direct[i], variance=0.0025) for i in range(40)]

    def error(inputs):
        return np.mean((np.array([each.estimate for each in fay_herriot(inputs).areas]) - truth) ** 2)

    assert error(read_area_covariates(file).joined(plain)) < 0.5 * error(plain)


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("code,z\n1,2\n1,3\n", "đơn vị 1 có hai dòng, 2 và 3", "two rows, 2 and 3"),
        ("code,z\n1,2\n2,nhiều\n", "dòng 3, cột z: «nhiều» không phải là số", "row 3, column z"),
        ("code,z\n1,2\n2,\n", "dòng 3, cột z", "row 3, column z"),
        ("code,z\n1,2\n2,1e400\n", "dòng 3, cột z", "row 3, column z"),
        ("code,z\n1,2\n2,2\n", "cột z: mọi đơn vị có cùng một số", "column z: all areas have one number"),
        ("code,z\n1,2\n2\n", "dòng 3: cần mã đơn vị", "row 3: a code and 1 numbers"),
        ("code,z\n1,2\n,5\n", "dòng 3: cần mã đơn vị", "row 3"),
        ("code,z\n1,998\n2,1.234\n", "dòng 3, cột z: không rõ «1.234» là số lẻ", "write 1234 or 1.2340"),
        ("code,z,z\n1,2,3\n2,3,5\n", "dòng 1: cột thứ 3 lặp lại tên «z»", "column 3 repeats the name"),
        ("code,z,\n1,2,3\n2,3,5\n", "dòng 1: cột thứ 3 không có tên", "column 3 has no name"),
        ("code\n1\n", "cần một dòng tên cột", "row of column names"),
        ("", "cần một dòng tên cột", "row of column names"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_where_it_is_wrong(tmp_path, text, vi, en):
    with pytest.raises(ScoringError) as refused:
        read_area_covariates(written(tmp_path, text))

    assert vi in refused.value.vi
    assert en in refused.value.en
    assert "xa.csv" in refused.value.vi


@pytest.mark.parametrize(
    "cells", [("3.9000000000000004", "1e+05"), ("0.5", "1.234"), ("1.250", "0.125"), ("12.345", "1.234")]
)
def test_numbers_as_programs_write_them_and_decimals_that_cannot_be_thousands_are_read(tmp_path, cells):
    read = read_area_covariates(
        written(tmp_path, "code,z\n" + "".join(f"{i},{cell}\n" for i, cell in enumerate(cells)))
    )

    first = 1.0 if float(cells[0]) > float(cells[1]) else -1.0
    assert read.values == {"0": (pytest.approx(first),), "1": (pytest.approx(-first),)}


def test_areas_that_the_file_lacks_are_named(tmp_path):
    found = read_area_covariates(written(tmp_path, "code,z\n1,2\n2,3\n"))

    with pytest.raises(ScoringError) as refused:
        found.joined([AreaInput(area=each, direct=0.5, variance=0.1) for each in ("1", "7", "9")])

    assert "thiếu 2 đơn vị có phiếu: 7, 9" in refused.value.vi


def test_the_analysis_of_a_wave_models_its_areas_with_what_is_known_of_them(tmp_path):
    data = wave()
    areas = sorted(set(data["area"]))
    file = written(tmp_path, "code,z\n" + "".join(f"{area},{at % 5}\n" for at, area in enumerate(areas)))
    now, plan = WaveData(data, SIPAS), target_files.load("plan-336")

    plain = analyse(now, plan, Method()).areas["1"].value
    found = analyse(now, plan, Method(), area_scale="logit", covariates=read_area_covariates(file)).areas["1"]

    assert (plain.covariates, plain.model.scale, len(plain.model.beta)) == ((), "arcsine", 1)
    assert (found.value.covariates, found.value.model.scale, len(found.value.model.beta)) == (
        ("z",),
        "logit",
        2,
    )
    short = read_area_covariates(written(tmp_path, "code,z\n1,2\n2,3\n"))
    assert "xa.csv" in analyse(now, plan, Method(), covariates=short).areas["1"].why[0]
