"""The analysis as a workbook: every part a sheet, in percent, under the names people know."""

import numpy as np
import pandas as pd
import pytest

from scoring.analysis import analyse
from scoring.diagnostics.change import WaveData
from scoring.method.method import Method
from survey_app.scores.analysis_files import sheets
from survey_app.scores.analysis_terminal import render
from tests.builders.scores import criterion, heading, questionnaire_of, target_set

QUESTIONNAIRE = questionnaire_of(
    heading(
        "2",
        criterion("2.1", "a", "b"),
        criterion("2.2", "c", "d"),
        criterion("2.6", "o", strategy="overall_item"),
    )
)


def wave(seed, *, shift=0.0, n=800):
    rng = np.random.default_rng(seed)
    base = rng.normal(size=n) + shift
    area = rng.integers(0, 8, n)
    web = rng.random(n) < 0.5
    weights = {"a": 0.6, "b": 0.6, "c": 0.2, "d": 0.2, "o": 0.7}
    latent = {
        name: 3.7 + weight * (base + web) + rng.normal(scale=0.7, size=n) for name, weight in weights.items()
    }
    codes = {name: np.clip(np.round(value), 1, 5).astype("uint8") for name, value in latent.items()}
    return pd.DataFrame(codes).assign(
        area=area.astype(str),
        stratum="s",
        psu=area * 3 + rng.integers(0, 3, n),
        weight=1.0,
        mode=np.where(web, "web", "paper"),
    )


def told():
    now, before = (WaveData(wave(seed, shift=shift), QUESTIONNAIRE) for seed, shift in ((1, 0.4), (2, 0.0)))
    return analyse(now, target_set(), Method(wave="2026"), before)


def frame(sheet):
    return pd.DataFrame(sheet.rows, columns=sheet.columns)


def test_every_part_is_a_sheet_with_its_numbers_in_percent():
    reliability, drivers, mode, change, areas = (frame(each) for each in sheets(told(), {"3": "Biên Hòa"}))

    assert list(reliability["item"]) == ["a", "b", "c", "d"]
    assert drivers["importance"].sum() == pytest.approx(100)
    assert set(drivers["quadrant"]) <= {"Ưu tiên cải thiện", "Duy trì", "Theo dõi", "Đang làm tốt"}
    assert (mode["difference"] > 5).any()
    assert change["after"].between(50, 100).all()
    assert np.allclose(change["after"] - change["before"], change["difference"])
    assert list(areas["name"])[3] == "Biên Hòa"
    communes = areas[areas["benchmarked"].notna()]
    assert communes["benchmarked"].between(40, 100).all()
    assert communes["why"].isna().all()


def test_the_terminal_says_what_is_notable():
    text = render(told())

    assert "Yếu tố tác động tới 2.6 (R²" in text
    assert "2.1" in text.split("Web so với giấy, khác hơn 5 điểm:")[1]
    assert "Thay đổi so với đợt trước: 2 +" in text


def test_a_part_that_cannot_be_told_is_a_line_that_says_why():
    data = wave(1).drop(columns=["mode"]).assign(o=4, a=4, area="1")

    reliability, drivers, mode, change, areas = (
        frame(each) for each in sheets(analyse(WaveData(data, QUESTIONNAIRE), target_set(), Method()), {})
    )

    assert "Câu a" in reliability["why"][0]
    assert "không thay đổi" in drivers["why"][0]
    assert "không có cột mode" in mode["why"][0]
    assert "Không có đợt trước" in change["why"][0]
    assert "Chỉ có 1 đơn vị" in areas["why"][0]
