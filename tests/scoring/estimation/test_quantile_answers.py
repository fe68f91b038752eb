"""The error of a quantile rests on the PSUs in which somebody answers, as R has it."""

import numpy as np
import pytest

from scoring import Design
from scoring.estimation.quantile import quantile
from scoring.intervals.intervals import t_quantile
from tests.scoring.reference import api, close, expected

REFERENCE = expected("quantile_answers")


@pytest.fixture(scope="module")
def schools():
    data = {
        name: np.asarray(api("apiclus1").data[name]) for name in ("dnum", "pw", "stype", "api00", "enroll")
    }
    districts = np.unique(data["dnum"])
    silent = {
        "api00": np.isin(data["dnum"], districts[:4]) & (data["stype"] == "E"),
        "enroll": np.isin(data["dnum"], districts[4:6]),
    }
    data |= {name: np.where(rows, np.nan, data[name].astype(float)) for name, rows in silent.items()}
    return Design.from_frame(data, clusters="dnum", weight="pw")


def test_each_item_has_the_degrees_of_freedom_of_its_own_answers(schools):
    table = quantile(schools, ["api00", "enroll"], 0.5, "stype", df="domain")

    for item in ("api00", "enroll"):
        for wanted in REFERENCE[item]:
            row = table[f"{item}[stype={wanted['level']}]"]
            assert row.df_domain == wanted["df"]
            close(
                [row.estimate, row.low, row.high, row.se],
                [wanted[each] for each in ("estimate", "low", "high", "se")],
                1e-9,
            )
    frees = {item: [one["df"] for one in REFERENCE[item]] for item in ("api00", "enroll")}
    assert frees["api00"] != frees["enroll"]


def test_with_the_degrees_of_the_design_only_the_domain_s_own_are_counted_so(schools):
    whole = quantile(schools, "api00", 0.5, "stype")

    for wanted in REFERENCE["api00"]:
        row = whole[f"api00[stype={wanted['level']}]"]
        assert (row.df, row.df_domain) == (14, wanted["df"])
        assert row.se == pytest.approx((row.high - row.low) / (2 * float(t_quantile(np.array(14.0), 0.95))))


def test_a_domain_in_which_nobody_answers_says_so(schools):
    silent = np.where(np.isnan(schools.column("enroll")), "im lặng", "có trả lời")

    row = quantile(schools, "enroll", 0.5, {"d": silent}, df="domain")["enroll[d=im lặng]"]

    assert (row.n, row.estimate, row.se) == (0, None, None)
    assert "không có câu trả lời hợp lệ nào" in row.why[0]


def test_a_domain_answered_in_one_psu_has_no_degrees_of_freedom():
    data = {"psu": [1, 1, 2, 2, 3, 3], "w": [1.0] * 6, "g": list("aabbab"), "x": [1, 2, np.nan, 4, np.nan, 6]}
    row = quantile(Design.from_frame(data, clusters="psu", weight="w"), "x", 0.5, "g", df="domain")["x[g=a]"]

    assert (row.n, row.df_domain, row.low, row.se) == (2, 0, None, None)
    assert row.why is not None


def test_a_domain_without_an_interval_takes_none_from_the_others(schools):
    table = quantile(schools, "enroll", 0.5, "stype", df="domain")

    without, others = table["enroll[stype=H]"], [table[f"enroll[stype={level}]"] for level in "EM"]
    assert (without.low, without.se) == (None, None)
    assert "khoảng tin cậy của phân vị không tồn tại" in without.why[0]
    assert [row.se for row in others] == pytest.approx([one["se"] for one in REFERENCE["enroll"]], rel=1e-9)
