import numpy as np
import pytest
from scipy import stats

from scoring.comparison.ttest import ttest
from scoring.design.design import Design

USED = {
    "answer": [1.0, 4, 2, 5, 3, 5, 2, 2],
    "group": list("xyxyxyxx"),
    "psu": list("aabbccdd"),
    "stratum": list("sssstttt"),
    "weight": [1.0] * 8,
}
WITHOUT_PART = {
    "weights of 0": {"weight": 0.0},
    "no answer": {"answer": np.nan},
    "no group": {"group": ""},
}


@pytest.mark.parametrize("lacking", WITHOUT_PART.values(), ids=WITHOUT_PART)
@pytest.mark.parametrize("between", [(), "group"])
def test_psus_that_give_nothing_to_the_difference_give_no_degree_of_freedom(lacking, between):
    more = {"answer": 3.0, "group": "x", "psu": "e", "stratum": "t", "weight": 1.0} | lacking
    data = {name: [*values, more[name], more[name]] for name, values in USED.items()}
    design = Design.from_frame(data, strata="stratum", clusters="psu", weight="weight", lonely="adjust")

    test = ttest(design, "answer", between)

    psus = 5 if "group" in lacking and not between else 4
    assert test.df == psus - 2 - 1


def test_the_interval_and_the_p_value_are_those_of_t():
    rng = np.random.default_rng(5)
    data = {"answer": rng.normal(3, 1, 40), "group": np.array(["x", "y"] * 20)}

    test = ttest(Design(data=data), "answer", "group", confidence=0.9)

    assert test.df == 38
    assert test.estimate == pytest.approx(data["answer"][1::2].mean() - data["answer"][::2].mean(), rel=1e-12)
    assert test.statistic == pytest.approx(test.estimate / test.se, rel=1e-12)
    assert test.p == pytest.approx(2 * stats.t.sf(abs(test.statistic), 38), rel=1e-9)
    half = stats.t.ppf(0.95, 38) * test.se
    assert (test.low, test.high) == pytest.approx((test.estimate - half, test.estimate + half), rel=1e-9)
