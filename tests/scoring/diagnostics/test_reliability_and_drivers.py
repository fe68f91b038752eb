"""Reliability and key drivers equal R's psych, survey and relaimpo-style numbers; bad input says what is wrong."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoring.diagnostics.importance_map import importance_performance
from scoring.diagnostics.key_drivers import Driver, Drivers, key_drivers
from scoring.diagnostics.reliability import reliability
from scoring.errors import ScoringError

GOLDEN = Path(__file__).parents[2] / "golden" / "statistics"
EXPECTED = json.loads((GOLDEN / "analysis.expected.json").read_text("utf-8"))
DATA = pd.read_csv(GOLDEN / "sipas_small.csv")
ANSWERS = DATA.loc[:, "q01":"q40"].where(lambda answers: answers.isin([1, 2, 3, 4, 5])).astype(float)


@pytest.mark.parametrize("expected", EXPECTED["criterion"], ids=lambda each: each["items"][0])
def test_reliability_of_a_criterion_equals_r(expected):
    items = tuple(expected["items"])

    found = reliability(ANSWERS[expected["items"]], items)
    weighted = reliability(ANSWERS[expected["items"]], items, DATA["w"])

    assert found.n == expected["n"]
    assert found.alpha == pytest.approx(expected["alpha_raw"], rel=1e-9)
    assert found.alpha_standardised == pytest.approx(expected["alpha_std"], rel=1e-9)
    assert [each.rest_correlation for each in found.items] == pytest.approx(expected["r_drop"], rel=1e-9)
    assert [each.alpha_if_dropped for each in found.items] == pytest.approx(
        expected["alpha_if_dropped"], rel=1e-9
    )
    # An optimiser's answer: R's stops a little earlier than ours.
    assert found.omega == pytest.approx(expected["omega_ml_1factor"], rel=1e-5)
    assert weighted.alpha == pytest.approx(expected["alpha_weighted_svycralpha"], rel=1e-9)


def criteria_scores():
    blocks = [ANSWERS.iloc[:, i : i + 5] for i in range(0, 40, 5)]
    return np.column_stack([block.mean(axis=1, skipna=False) for block in blocks])


def test_key_drivers_equal_r():
    expected = EXPECTED["key_driver"]
    scores = criteria_scores()

    found = key_drivers(scores[:, 7], scores[:, :7], tuple("1234567"), weight=DATA["w"])

    assert found.n == expected["n"]
    assert found.r2 == pytest.approx(expected["R2"], rel=1e-9)
    assert [each.correlation for each in found.drivers] == pytest.approx(expected["correlation"], rel=1e-9)
    assert [each.beta for each in found.drivers] == pytest.approx(expected["beta"], rel=1e-9)
    assert [each.relative_weight for each in found.drivers] == pytest.approx(
        expected["johnson_relative_weights"], rel=1e-9
    )
    assert [each.shapley for each in found.drivers] == pytest.approx(expected["shapley_lmg"], rel=1e-9)
    assert [
        sum(each.relative_weight for each in found.drivers),
        sum(each.shapley for each in found.drivers),
    ] == pytest.approx(expected["sum_check"], rel=1e-9)


def test_without_one_of_three_items_the_alpha_is_that_of_the_other_two():
    answers = np.array([[1, 2, 1], [2, 3, 5], [4, 4, 2], [5, 5, 4], [3, 1, 3.0]])

    found = reliability(answers, ("a", "b", "c"))

    assert found.omega is not None
    for at, item in enumerate(found.items):
        others = reliability(np.delete(answers, at, axis=1), ("x", "y"))
        assert item.alpha_if_dropped == pytest.approx(others.alpha)
        rest = np.delete(answers, at, axis=1).sum(axis=1)
        assert item.rest_correlation == pytest.approx(np.corrcoef(answers[:, at], rest)[0, 1])


def test_two_items_have_an_alpha_but_no_omega():
    found = reliability(ANSWERS[["q01", "q02"]], ("q01", "q02"))

    assert found.omega is None
    assert found.items[0].alpha_if_dropped is None


@pytest.mark.parametrize(
    ("answers", "items", "part"),
    [
        ([[1.0], [2], [3]], ("a",), "ít nhất 2 câu hỏi"),
        ([[1, np.nan], [2, 3.0]], ("a", "b"), "1 phiếu"),
        ([[1, 4], [2, 4], [3, 4.0]], ("a", "b"), "Câu b có mọi câu trả lời giống nhau"),
    ],
)
def test_reliability_of_too_little_is_refused(answers, items, part):
    with pytest.raises(ScoringError) as refused:
        reliability(answers, items)

    assert part in refused.value.vi


@pytest.mark.parametrize(
    ("outcome", "criteria", "part"),
    [
        ([1.0, 2, 3], [[1.0, 2], [2, 1], [3, 3]], "Chỉ có 3 phiếu"),
        ([1.0, 2, 3, 4, 5], [[1.0, 2], [2, 4], [3, 6], [4, 8], [5, 10]], "suy ra được"),
        ([1.0, 2, 3, 4, 5], [[1.0, 2], [2, 2], [3, 2], [4, 2], [5, 2]], "không thay đổi"),
    ],
)
def test_drivers_that_cannot_be_told_apart_are_refused(outcome, criteria, part):
    with pytest.raises(ScoringError) as refused:
        key_drivers(outcome, criteria, ("a", "b"))

    assert part in refused.value.vi


def test_the_map_tells_what_to_improve_first():
    found = Drivers(
        99, 0.6, (Driver("a", 0, 0, 0.3, None), Driver("b", 0, 0, 0.2, None), Driver("c", 0, 0, 0.1, None))
    )

    drawn = importance_performance(found, {"a": 0.7, "b": 0.85, "c": 0.75}, line=0.8)

    assert (drawn.importance_line, drawn.performance_line) == (pytest.approx(1 / 3), 0.8)
    assert {point.name: point.quadrant for point in drawn.points} == {
        "a": "Ưu tiên cải thiện",
        "b": "Duy trì",
        "c": "Theo dõi",
    }
    halves = Drivers(
        99, 1.0, (Driver("a", 0, 0, 0.75, None), Driver("b", 0, 0, 0.5, None), Driver("c", 0, 0, 0.25, None))
    )
    on_the_lines = importance_performance(halves, {"a": 0.8, "b": 0.8, "c": 0.8}, line=0.8)
    assert [point.quadrant for point in on_the_lines.points] == ["Duy trì", "Duy trì", "Đang làm tốt"]
    with pytest.raises(ScoringError, match="bản đồ"):
        importance_performance(found, {})


def test_a_row_of_weight_zero_is_no_row_of_the_drivers():
    rows = [[1, 1], [2, 1], [3, 2], [4, 4], [5, 3], [6, 6], [1, 6.0]]
    outcome, weight = [1, 2, 2, 4, 4, 6, 5], [1, 2, 1, 1, 3, 1, 0]

    found = key_drivers(outcome, rows, ("a", "b"), weight=weight)

    assert found.n == 6
    assert found == key_drivers(outcome[:6], rows[:6], ("a", "b"), weight=weight[:6])
