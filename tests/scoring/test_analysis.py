"""The analysis of a wave is one value: a part that cannot be told says why and hides nothing else."""

import json

import numpy as np
import pandas as pd

from scoring.analysis import analyse
from scoring.diagnostics.change import WaveData
from scoring.method.method import Method
from tests.builders.scores import criterion, heading, questionnaire_of, target_set

QUESTIONNAIRE = questionnaire_of(
    heading(
        "2",
        criterion("2.1", "a", "b"),
        criterion("2.2", "c", "d"),
        criterion("2.6", "o", strategy="overall_item"),
    )
)


def wave(seed=1, n=600):
    rng = np.random.default_rng(seed)
    base = rng.normal(size=n)
    codes = {
        name: np.clip(np.round(3.7 + base * weight + rng.normal(scale=0.7, size=n)), 1, 5).astype("uint8")
        for name, weight in {"a": 0.6, "b": 0.6, "c": 0.2, "d": 0.2, "o": 0.7}.items()
    }
    area = rng.integers(0, 10, n)
    return pd.DataFrame(codes).assign(
        area=area.astype(str),
        stratum="s",
        psu=area * 3 + rng.integers(0, 3, n),
        weight=1.0,
        mode=np.where(rng.random(n) < 0.5, "web", "paper"),
    )


def test_all_parts_of_a_full_wave_are_told():
    told = analyse(
        WaveData(wave(), QUESTIONNAIRE), target_set(), Method(wave="b"), WaveData(wave(2), QUESTIONNAIRE)
    )

    assert [each.code for each in told.reliability] == ["2.1", "2.2"]
    assert told.drivers["2"].value.outcome == "2.6"
    assert told.mode.value is not None
    assert len(told.areas["2"].value.model.areas) == 10
    assert [each.code for each in told.since.value] == ["2", "2.1", "2.2", "2.6"]
    assert json.loads(told.to_json())["wave"] == "b"


def test_a_part_that_cannot_be_told_says_why_and_the_others_stand():
    data = wave().drop(columns=["mode", "area"])

    told = analyse(WaveData(data, QUESTIONNAIRE), target_set(), Method())

    assert told.mode.value is None
    assert "không có cột mode" in told.mode.why[0]
    assert told.since.why[0] == "Không có đợt trước để so sánh."
    assert told.areas == {}
    assert told.drivers["2"].value is not None


def test_the_same_answers_give_the_same_bytes():
    first, second = (
        analyse(WaveData(wave(), QUESTIONNAIRE), target_set(), Method()).to_json() for _ in range(2)
    )

    assert first == second
