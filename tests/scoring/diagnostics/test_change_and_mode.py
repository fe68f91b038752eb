"""Change between waves and between modes: R's numbers, the covariance of repeated communes, and fair comparison."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from scoring.diagnostics.change import WaveData, change
from scoring.diagnostics.mode_effect import mode_effect
from scoring.errors import ScoringError
from scoring.method.method import Method
from tests.builders.scores import criterion, heading, questionnaire_of, target_set

GOLDEN = Path(__file__).parents[2] / "golden" / "statistics"
TWO_YEARS = json.loads((GOLDEN / "sipas_twoyears.expected.json").read_text("utf-8"))
ITEMS = [f"q{i:02d}" for i in range(1, 13)]


def one_item_criteria():
    return questionnaire_of(heading("1", *(criterion(f"1.{i}", name) for i, name in enumerate(ITEMS, 1))))


def waves(two_years, *, before=None, now=None, independent=False):
    columns = [*ITEMS, "stratum", "psu", "weight"]
    data = two_years
    if independent:
        data = data.assign(
            psu=data["psu"] + "/" + data["year"].astype(str),
            stratum=data["stratum"] + data["year"].astype(str),
        )
    split = {year: data.loc[data["year"] == year, columns] for year in (2025, 2026)}
    instrument = one_item_criteria()
    return WaveData(split[2025], before or instrument), WaveData(split[2026], now or instrument)


@pytest.mark.parametrize("block", ["panel", "indep"])
def test_the_change_of_every_item_and_of_their_mean_equals_r(two_years, block):
    told = TWO_YEARS[block]

    found = {
        each.code: each
        for each in change(*waves(two_years, independent=block == "indep"), target_set(), Method())
    }

    items = [found[f"1.{i}"] for i in range(1, 13)]
    assert [each.first for each in items] == pytest.approx(told["est_2025"], rel=1e-9)
    assert [each.second for each in items] == pytest.approx(told["est_2026"], rel=1e-9)
    assert [each.estimate for each in items] == pytest.approx(told["diff"], rel=1e-9)
    assert [each.se for each in items] == pytest.approx(told["se_diff"], rel=1e-9)
    assert {each.df for each in items} == {told["df"]}
    assert found["1"].estimate == pytest.approx(told["mean_diff"]["estimate"], rel=1e-9)
    assert found["1"].se == pytest.approx(told["mean_diff"]["se"], rel=1e-9)


def test_repeated_communes_make_a_change_visible_that_independent_waves_would_hide(two_years):
    panel = {each.code: each for each in change(*waves(two_years), target_set(), Method())}
    apart = {each.code: each for each in change(*waves(two_years, independent=True), target_set(), Method())}

    assert panel["1"].certain
    assert not apart["1"].certain
    assert apart["1"].se > 3 * panel["1"].se


def test_only_what_both_questionnaires_measure_is_compared(two_years):
    shorter = questionnaire_of(heading("1", criterion("1.1", "q01"), criterion("1.3", "q03")))

    found = change(*waves(two_years, before=shorter), target_set(c1=(80, ("1.1", "1.3"))), Method())

    assert [each.code for each in found] == ["1", "1.1", "1.3"]


def test_waves_that_cannot_be_compared_say_why(two_years):
    before, now = waves(two_years)
    other = questionnaire_of(criterion("9", "q01"))

    with pytest.raises(ScoringError, match="chưa có phiếu"):
        change(WaveData(before.data.iloc[:0], before.questionnaire), now, target_set(), Method())
    with pytest.raises(ScoringError, match="không có tiêu chí nào chung"):
        change(before, WaveData(now.data, other), target_set(), Method())
    with pytest.raises(ScoringError, match="cùng các cột"):
        change(WaveData(before.data.drop(columns="psu"), before.questionnaire), now, target_set(), Method())


def test_a_row_without_answers_in_one_wave_says_why(two_years):
    before, now = waves(two_years)

    found = change(WaveData(before.data.assign(q01=0), before.questionnaire), now, target_set(), Method())

    row = next(each for each in found if each.code == "1.1")
    assert (row.first, row.estimate, row.certain) == (None, None, False)
    assert row.n == (0, int(now.data["q01"].between(1, 5).sum()))
    assert row.why[0]


@pytest.mark.parametrize("block", ["wr", "fpc1", "fpc3"])
def test_web_against_paper_equals_r(small, expected, block):
    columns = {"wr": [], "fpc1": ["fpc_1"], "fpc3": ["ssu", "tsu", "fpc_1", "fpc_2", "fpc_3"]}[block]
    data = small[["q01", "stratum", "psu", "weight", "mode", *columns]]
    told = expected[block]["mode_ttest_q01"]

    (found,) = mode_effect(
        data, questionnaire_of(criterion("1", "q01")), target_set(), method=Method()
    ).observed

    assert found.estimate == pytest.approx(told["estimate"], rel=1e-9)
    assert found.estimate / found.se == pytest.approx(told["statistic"], rel=1e-9)
    assert (found.df, found.p) == (told["df"], pytest.approx(told["p"], rel=1e-9))


def unlike_modes():
    """Young people are less satisfied and answer on the web; within an age the mode makes no difference."""
    rng = np.random.default_rng(2)
    n = 4000
    young = rng.random(n) < 0.5
    web = rng.random(n) < np.where(young, 0.8, 0.2)
    satisfied = rng.random(n) < np.where(young, 0.6, 0.9)
    return pd.DataFrame(
        {
            "a": np.where(satisfied, 4, 2),
            "age": np.where(young, "1", "2"),
            "mode": np.where(web, "web", "paper"),
            "weight": 1.0,
        }
    )


def test_standardising_compares_people_of_the_same_age():
    questionnaire = questionnaire_of(criterion("1", "a"))

    found = mode_effect(unlike_modes(), questionnaire, target_set(), method=Method(), groups=["age"])

    assert found.observed[0].estimate < -0.12
    assert found.notable == ("1",)
    assert not found.standardised[0].certain
    assert found.covered == pytest.approx(1.0)


def test_groups_count_by_their_weight_and_what_is_compared_adds_up_to_the_whole():
    data = unlike_modes()
    third = np.arange(len(data)) % 3 == 0
    data = data.assign(weight=np.where(data["age"] == "1", 5.0, 1.0)).assign(
        age=np.where(third, "3", data["age"])
    )
    data.loc[third, "mode"] = "paper"
    questionnaire = questionnaire_of(criterion("1", "a"))

    found = mode_effect(data, questionnaire, target_set(), method=Method(), groups=["age"])

    both = data[~third]
    weight = both.groupby("age")["weight"].sum()
    satisfied = (
        both.assign(yes=(both["a"] == 4) * both["weight"]).groupby(["age", "mode"])[["yes", "weight"]].sum()
    )
    gaps = (satisfied["yes"] / satisfied["weight"]).unstack()
    expected = ((gaps["web"] - gaps["paper"]) * weight).sum() / weight.sum()
    assert found.standardised[0].estimate == pytest.approx(expected, rel=1e-9)
    assert found.covered == pytest.approx(weight.sum() / data["weight"].sum(), rel=1e-9)


def test_groups_of_one_mode_are_left_out_and_told():
    data = unlike_modes()
    data.loc[data["age"] == "1", "mode"] = "web"
    questionnaire = questionnaire_of(criterion("1", "a"))

    found = mode_effect(data, questionnaire, target_set(), method=Method(), groups=["age"])
    alone = mode_effect(
        data.assign(age=data["mode"]), questionnaire, target_set(), method=Method(), groups=["age"]
    )

    assert 0.4 < found.covered < 0.6
    old = data[data["age"] == "2"].groupby("mode")["a"].apply(lambda codes: (codes == 4).mean())
    (standardised,) = found.standardised
    assert standardised.estimate == pytest.approx(old["web"] - old["paper"], rel=1e-9)
    assert (found.observed[0].df, standardised.df) == (3998, 3998)
    assert alone.standardised[0].why[0] == "Không có nhóm nào trả lời bằng cả hai hình thức."


@pytest.mark.parametrize(
    ("data", "groups", "part"),
    [
        (unlike_modes().drop(columns="mode"), [], "không có cột mode"),
        (unlike_modes().assign(mode="web"), [], "Chỉ có một hình thức"),
        (unlike_modes(), ["sex"], "không có cột sex"),
    ],
)
def test_modes_that_cannot_be_compared_say_why(data, groups, part):
    with pytest.raises(ScoringError) as refused:
        mode_effect(data, questionnaire_of(criterion("1", "a")), target_set(), method=Method(), groups=groups)

    assert part in refused.value.vi


def test_communes_that_are_certain_in_both_waves_change_by_their_villages():
    rng = np.random.default_rng(6)
    village = np.arange(240) // 10
    frame = pd.DataFrame({"weight": 1.0, "stratum": village // 6, "psu": village // 6, "ssu": village})
    data = frame.assign(fpc_1=1, fpc_2=40)
    waves = [
        WaveData(data.assign(a=rng.integers(1, 6, 240)), questionnaire_of(criterion("1", "a")))
        for _ in range(2)
    ]

    (found,) = change(*waves, target_set(), Method(lonely="fail"))

    assert found.df == 24 - 4
    assert found.se > 0
