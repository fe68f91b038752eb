"""A number that does not exist is none with a reason that fits; one that does is computed."""

import numpy as np
import pandas as pd
import pytest

from scoring import Design, chi_square, estimate, quantile
from scoring.errors import ScoringError

ONE = pd.DataFrame(
    {
        "h": list("aaaaabbbbb"),
        "psu": [1, 1, 2, 2, 3, 1, 1, 2, 2, 3],
        "w": [2.0, 2, 3, 3, 1, 4, 4, 2, 2, 2],
        "q": [5, 4, 2, 4, 1, 5, 5, 3, 4, 4],
        "d": ["x", "y", "x", "z", "x", "y", "y", "x", "x", ""],
    }
)


def design(data=ONE, **other):
    return Design.from_frame(data, strata="h", clusters="psu", weight="w", **other)


def test_total_of_a_domain_in_one_psu_has_the_error_of_r():
    row = estimate(design(), "q", "d", statistic="total", valid=range(1, 6))["q[d=z]"]
    assert (row.estimate, row.se) == (12, pytest.approx(12))
    assert row.low is not None
    mean = estimate(design(), "q", "d", statistic="mean")["q[d=z]"]
    assert mean.se is None
    assert "single sampled PSU" in mean.why[1]


def test_quantile_without_an_interval_has_no_error_and_a_reason_that_fits():
    rows = list(quantile(design(), "q", by="d"))
    without = [row for row in rows if row.low is None or row.high is None]
    assert without
    for row in without:
        assert row.se is None
        assert "share for 0 to 1" not in row.why[1]
        assert "interval = t" not in row.why[1]
    assert any("quantile has no interval" in row.why[1] for row in without)


def test_mean_without_degrees_of_freedom_in_its_domain_says_so():
    data = ONE.assign(d=["y"] * 2 + ["x"] * 3 + ["y"] * 2 + ["x"] * 3)
    row = estimate(design(data), "q", "d", statistic="mean", df="domain")["q[d=y]"]
    assert (row.df_domain, row.low) == (0, None)
    assert "df = design" in row.why[1]


def test_weights_that_add_up_to_no_population_have_no_deff_of_a_finite_sample_and_say_so():
    data = ONE.assign(w=ONE["w"] / ONE["w"].mean())
    row = estimate(design(data), "q", statistic="mean")["q"]
    assert row.deff is None
    assert "use deff = wr" in row.why[1]


@pytest.mark.parametrize("rule", ["school", "hf2"])
def test_median_at_an_exact_half_is_the_mean_of_two_values_whatever_the_floats(rule):
    tie = Design(data={"q": [1, 2, 3, 4]}, weights=[2.5, 2.4, 3.8, 1.1])
    assert quantile(tie, "q", rule=rule)["q"].estimate == 2.5


@pytest.mark.parametrize("rule", ["math", "school", "shahvaish", *(f"hf{n}" for n in range(1, 10))])
def test_no_rule_depends_on_the_order_of_rows(rule):
    rng = np.random.default_rng(3)
    x, w = rng.integers(1, 6, 40), rng.uniform(0.5, 4, 40)
    found = []
    for _ in range(5):
        order = rng.permutation(40)
        row = quantile(Design(data={"x": x[order]}, weights=w[order]), "x", 0.4, rule=rule)["x"]
        found.append([row.estimate, row.se, row.low, row.high])
    for other in found[1:]:
        assert other == pytest.approx(found[0], rel=1e-9)


def test_unweighted_ties_give_the_usual_quantile():
    x = [1, 1, 2, 5, 5, 5, 9]
    for p in (0.2, 0.35, 0.5, 0.8):
        row = quantile(Design(data={"x": x}), "x", p, rule="hf7")["x"]
        assert row.estimate == pytest.approx(np.quantile(x, p))


def test_where_and_columns_of_pandas_go_by_their_index():
    drawn = design()
    flags = ONE["d"].isin(["x", "y"])
    right = estimate(drawn, "q", where=flags.to_numpy(), valid=range(1, 6))["q"]
    assert estimate(drawn, "q", where=flags.iloc[::-1], valid=range(1, 6))["q"].estimate == right.estimate
    turned = {"q": ONE["q"].iloc[::-1]}
    assert estimate(drawn, turned, where=flags, valid=range(1, 6))["q"].estimate == right.estimate
    with pytest.raises(ScoringError, match="chỉ mục khác"):
        estimate(drawn, "q", where=flags.set_axis(range(5, 15)))


@pytest.mark.parametrize("wrong", [["no"] * 10, ["True"] * 10, [0, 1, 2, 0, 0, 0, 0, 0, 0, 0], [np.nan] * 10])
def test_where_takes_true_and_false_only(wrong):
    with pytest.raises(ScoringError, match="không phải đúng hay sai"):
        estimate(design(), "q", where=wrong)
    assert estimate(design(), "q", where=[1] * 9 + [0])["q"].n == 9


@pytest.mark.parametrize("kind", ["Wald", "adjWald"])
def test_columns_that_determine_each_other_have_no_wald_test(kind):
    data = {"a": [1, 2, 3] * 10, "b": [4, 5, 6] * 10}
    with pytest.raises(ScoringError, match="quyết định nhau"):
        chi_square(Design(data=data), "a", "b", kind)


@pytest.mark.parametrize("kind", ["F", "Chisq", "saddlepoint", "Wald"])
def test_two_by_two_table_with_an_empty_diagonal_has_no_test(kind):
    with pytest.raises(ScoringError, match="quyết định nhau"):
        chi_square(Design(data={"a": [1, 2] * 15, "b": [4, 5] * 15}), "a", "b", kind)


@pytest.mark.parametrize("weight", [1e308, 1e160])
def test_weights_too_large_to_square_are_refused_with_their_row(weight):
    with pytest.raises(ScoringError, match="dòng dữ liệu 2 trống, âm hoặc quá lớn"):
        _ = design(ONE.assign(w=[1.0, weight, *[1.0] * 8])).weight
