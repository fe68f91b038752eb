"""Differences and contrasts: which side is subtracted, their error, interval, test and degrees of freedom."""

import numpy as np
import pytest
from scipy import stats

from scoring.comparison.contrast import Contrast, contrast, quotient
from scoring.comparison.difference import Difference, with_result, without_result
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate

BARE = Difference(code="1.2", first=0.5, second=0.75, n=(40, 30))
PSU = [1, 1, 2, 2, 3, 3, 4, 4]
DESIGN = Design(clusters=[PSU])
TABLE = estimate(
    DESIGN, {"q": [5, 1, 5, 5, 5, 1, 4, 2], "r": [5, 5, 1, 5, 5, 5, 1, 4]}, by={"year": [1, 2] * 4}
)


def test_a_difference_has_its_t_interval_and_two_sided_test():
    found = with_result(BARE, 0.25, 0.1, df=7, confidence=0.9)
    half = stats.t.ppf(0.95, 7) * 0.1

    assert (found.code, found.first, found.second, found.n) == ("1.2", 0.5, 0.75, (40, 30))
    assert (found.estimate, found.se, found.df, found.why) == (0.25, 0.1, 7, None)
    assert (found.low, found.high) == pytest.approx((0.25 - half, 0.25 + half))
    assert found.p == pytest.approx(2 * stats.t.sf(2.5, 7))
    assert with_result(BARE, -0.25, 0.1, df=7, confidence=0.9).p == found.p
    assert with_result(BARE, 0.25, 0.0, df=7, confidence=0.9).p is None


@pytest.mark.parametrize(
    ("estimate_", "certain"), [(0.25, True), (-0.25, True), (0.1, False), (-0.1, False), (0.0, False)]
)
def test_a_rise_and_a_fall_are_certain_where_the_interval_leaves_zero_out(estimate_, certain):
    assert with_result(BARE, estimate_, 0.1, df=30, confidence=0.95).certain is certain


def test_without_a_result_both_sides_stay_and_the_reason_is_told():
    assert without_result(BARE, ("vì", "for")) == Difference(
        code="1.2", first=0.5, second=0.75, n=(40, 30), why=("vì", "for")
    )
    assert without_result(BARE, None).why == (
        "Quá ít đơn vị chọn mẫu để so sánh.",
        "Too few sampling units to compare.",
    )
    assert not without_result(BARE, None).certain


def test_a_contrast_has_its_t_its_two_sided_test_and_its_interval():
    found = Contrast(estimate=-0.5, se=0.2, df=5)
    half = stats.t.ppf(0.975, 5) * 0.2

    assert found.t == pytest.approx(-2.5)
    assert found.p == pytest.approx(2 * stats.t.sf(2.5, 5))
    assert found.interval() == pytest.approx((-0.5 - half, -0.5 + half))
    assert np.isnan(Contrast(estimate=1.0, se=0.0, df=5).t)


def test_the_error_of_a_difference_and_a_quotient_is_that_of_their_units():
    shares = {year: TABLE[f"q[year={year}]"].estimate for year in (1, 2)}
    units = {year: TABLE.totals(f"q[year={year}]") for year in (1, 2)}

    def error(totals):
        means = np.array([totals.ravel()[DESIGN.stages.stages[0].of_leaf == unit].sum() for unit in range(4)])
        return np.sqrt(4 / 3 * ((means - means.mean()) ** 2).sum())

    change = contrast({"q[year=2]": 1, "q[year=1]": -1}, TABLE)
    ratio = quotient("q[year=2]", "q[year=1]", TABLE)

    assert change.estimate == pytest.approx(shares[2] - shares[1])
    assert change.se == pytest.approx(error(units[2] - units[1]))
    assert ratio.estimate == pytest.approx(shares[2] / shares[1])
    assert ratio.se == pytest.approx(error((units[2] - ratio.estimate * units[1]) / shares[1]))
    assert (change.df, ratio.df) == (3, 3)


def test_estimates_of_two_designs_are_not_compared():
    other = estimate(Design(clusters=[PSU]), {"q": [5, 1, 5, 5, 5, 1, 4, 2]})

    with pytest.raises(ScoringError, match="cùng một thiết kế mẫu"):
        contrast({"q[year=1]": 1, "q": -1}, TABLE, other)
