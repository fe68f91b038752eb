"""Ten rows whose every number R printed: the smallest design with strata, clusters, a blank and populations."""

import pytest

from scoring import Design, contrast, estimate
from scoring.estimation.ratio import ratio
from tests.scoring.reference import close, expected, frame

CASES = expected("tiny")["cases"]


def design(**fpc):
    return Design.from_frame(frame("tiny"), strata="h", clusters="psu", weight="w", **fpc)


TABLES = {
    "mean_g_wr": lambda: estimate(design(), "g", satisfied=[1], interval="t"),
    "mean_g_fpc": lambda: estimate(design(fpc="N"), "g", satisfied=[1], interval="t"),
    "total_g_fpc": lambda: estimate(design(fpc="N"), "g", statistic="total"),
    "top2_q_na_fpc": lambda: estimate(design(fpc="N"), "q", interval="t"),
}


@pytest.mark.parametrize("case", TABLES)
def test_value_error_interval_and_covariance_are_those_of_r(case):
    table, wanted = TABLES[case](), CASES[case]

    close(table.value[0], wanted["estimate"])
    close(table.se[0], wanted["se"])
    close(table.vcov, wanted["vcov"])
    close(table.low[0], wanted["ci_low"])
    close(table.high[0], wanted["ci_high"])
    close(table.se[0] / table.value[0], wanted["cv"])
    assert table.design.df == wanted["df"]


def test_a_share_among_valid_answers_is_the_ratio_of_two_totals():
    data = frame("tiny").assign(top=lambda d: (d["q"] >= 4) * 1.0, valid=lambda d: d["q"].notna() * 1.0)
    wanted = CASES["top2_q_ratio_fpc"]

    row = ratio(
        Design.from_frame(data, strata="h", clusters="psu", weight="w", fpc="N"), "top", "valid"
    ).rows[0]

    close([row.estimate, row.se], [wanted["estimate"], wanted["se"]])


@pytest.mark.parametrize(("reference", "field"), [("wor", "deff"), ("wr", "deff_replace")])
def test_the_design_effect_names_its_reference(reference, field):
    row = estimate(design(fpc="N"), "g", satisfied=[1], deff=reference)["g"]

    close(row.deff, CASES["top2_q_deff_wr"][field])


def test_domains_keep_their_covariance():
    table, wanted = estimate(design(fpc="N"), "g", by="area", satisfied=[1]), CASES["mean_g_by_area_fpc"]

    assert [row.by["area"] for row in table] == wanted["levels"]
    close(table.value[:, 0], wanted["estimate"])
    close(table.se[:, 0], wanted["se"])
    close(table.vcov, wanted["vcov"])
    difference = contrast({"g[area=r]": 1, "g[area=u]": -1}, table)
    v = wanted["vcov"]
    close(difference.se**2, v[0][0] + v[1][1] - 2 * v[0][1])
