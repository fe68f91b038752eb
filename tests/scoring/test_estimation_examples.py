"""The analyses of docs/estimation-examples.md run from the files that the page describes, and print what it shows."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

from scoring import Design, estimate, given
from survey_app.cli import cli
from tests.scoring.reference import GOLDEN, close

PAGE = (Path(__file__).parents[2] / "docs" / "estimation-examples.md").read_text("utf-8")
GROUPS = {1: "under 18.5", 2: "18.5 to 25", 3: "25 to 30", 4: "30 and over"}


def fenced(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def nhanes():
    """The golden file with the groups of the body mass index, as a user of Stata has them."""
    data = pd.read_csv(GOLDEN / "nhanes2jk.csv")
    index = data["weight"] / (data["height"] / 100) ** 2
    data.insert(2, "bmigrp", np.searchsorted([18.5, 25, 30], index, side="right") + 1)
    return data


def stata(folder):
    pyreadstat.write_dta(nhanes(), folder / "nhanes2.dta", variable_value_labels={"bmigrp": GROUPS})


def excel(folder):
    """As Excel saves «CSV UTF-8» under a Vietnamese locale: the page's rows with its mark and ends of lines."""
    (table,) = fenced("text")
    (folder / "excel.csv").write_bytes(table.replace("\n", "\r\n").encode("utf-8-sig"))


EXAMPLES = dict(
    zip(
        ("nhanes2", "excel"), zip((stata, excel), fenced("toml"), fenced("console"), strict=True), strict=True
    )
)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_analysis_prints_what_the_page_shows(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write, spec, console = EXAMPLES[name]
    write(tmp_path)
    (tmp_path / f"{name}.toml").write_text(spec, "utf-8")
    command, printed = console.split("\n", 1)

    result = CliRunner().invoke(cli, command.removeprefix("$ sipas ").split())

    assert result.exit_code == 0, result.exception
    assert result.output == printed


def number(label, at):
    """Return a number of the row of the page that starts with a label."""
    row = next(line for line in PAGE.splitlines() if line.startswith(label))
    return float(re.findall(r"\d+\.\d+", row.removeprefix(label))[at])


def test_the_page_shows_what_a_program_without_specification_computes_of_nhanes():
    data = nhanes()
    weights = data.filter(like="jkw_").to_numpy(float)
    design = given(Design.from_frame(data, weight="finalwgt"), weights, scale=1, rscales=np.full(62, 0.5))
    obese = {"obese": (data["bmigrp"] == 4).to_numpy(int)}
    tall = estimate(design, obese, where=(data["height"] >= 170).to_numpy(), statistic="mean")["obese"]

    close(
        [number("tall=170 cm and over  bmigrp  ", at) for at in (0, 1)], np.round([tall.estimate, tall.se], 4)
    )


def test_the_page_shows_what_a_program_without_specification_computes_of_the_excel_file(tmp_path):
    excel(tmp_path)
    data = pd.read_csv(tmp_path / "excel.csv", sep=";", decimal=",", encoding="utf-8-sig")
    days = pd.to_datetime(data["Ngày phỏng vấn"], dayfirst=True, format="mixed")
    answers = data["Câu 1"].where(data["Câu 1"] != 99)
    design = Design.from_frame(data, strata="Tầng", clusters="Xã/phường", weight="Trọng số")
    later = (days >= "2025-09-01").to_numpy()
    women = later & (data["Giới tính"] == 2).to_numpy()
    young = estimate(
        design, {"q": answers}, where=later & data["Tuổi"].between(18, 34).to_numpy(), statistic="mean"
    )["q"]
    pleased = (answers >= 4).astype(float).where(answers.notna())
    count = estimate(design, {"q": pleased}, where=women, statistic="total")["q"]

    close([number("Nhóm tuổi=18–34  Câu 1  ", at) for at in (0, 1)], np.round([young.estimate, young.se], 4))
    close([number("  Câu 1  ", at) for at in (0, 1)], np.round([count.estimate, count.se], 4))
