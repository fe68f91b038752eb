"""Designs as other people have them: lonely strata, certainty units, text labels, restarting ids, other codes."""

import math

import numpy as np
import pandas as pd
import pytest

from scoring import Design, ScoringError, contrast, estimate
from scoring.comparison.chi_square import chi_square
from scoring.comparison.ttest import ttest
from scoring.criteria.groups import estimate_groups
from scoring.design.replication import balanced, bootstrap, given, jackknife
from scoring.estimation.quantile import quantile

LONELY = {
    "h": ["a", "a", "a", "a", "b", "b", "c", "c", "c"],
    "psu": [1, 1, 2, 2, 1, 1, 1, 2, 3],
    "w": [1, 2, 1, 1, 3, 2, 2, 2, 2.0],
    "x": [1.0, 2.0, 4.0, 3.0, 5.0, 1.0, 2.0, 2.0, 7.0],
}


def lonely(rule, **other):
    return Design.from_frame(LONELY, strata="h", clusters="psu", weight="w", lonely=rule, **other)


def by_hand(rule):
    """Return the variance of the mean under a rule, stratum by stratum."""
    h, psu, w, x = (np.array(LONELY[name]) for name in ("h", "psu", "w", "x"))
    mean = (w * x).sum() / w.sum()
    z = w * (x - mean) / w.sum()
    parts = {}
    for stratum in "abc":
        totals = np.array([z[(h == stratum) & (psu == p)].sum() for p in np.unique(psu[h == stratum])])
        n = totals.size
        if n > 1:
            parts[stratum] = n / (n - 1) * ((totals - totals.mean()) ** 2).sum()
        elif rule == "adjust":
            parts[stratum] = (totals**2).sum()
    total = sum(parts.values())
    return total * 3 / 2 if rule == "average" else total


@pytest.mark.parametrize("rule", ["remove", "certainty", "adjust", "average"])
def test_a_stratum_of_one_psu_counts_as_its_rule_says(rule):
    row = estimate(lonely(rule), "x", statistic="mean")["x"]

    assert row.se**2 == pytest.approx(by_hand(rule), rel=1e-12)
    assert row.df == 6 - 3


@pytest.mark.parametrize("rule", ["remove", "certainty", "adjust", "average"])
def test_covariances_follow_the_lonely_rule_too(rule):
    table = estimate(lonely(rule), ["x"], by={"g": [1, 2, 1, 2, 1, 2, 1, 2, 1]}, statistic="mean")

    np.testing.assert_allclose(np.diag(table.vcov), table.spread.variances().ravel(), rtol=1e-12)


def test_by_default_a_stratum_of_one_psu_is_refused_by_name():
    with pytest.raises(ScoringError, match="«b»"):
        _ = estimate(lonely("fail"), "x", statistic="mean").se


def test_a_stratum_taken_whole_needs_no_second_psu():
    population = [9, 9, 9, 9, 1, 1, 9, 9, 9]
    design = Design.from_frame(
        {**LONELY, "N": population}, strata="h", clusters="psu", weight="w", fpc="N", lonely="fail"
    )
    open_ended = estimate(lonely("remove"), "x", statistic="mean")["x"].se

    assert 0 < estimate(design, "x", statistic="mean")["x"].se < open_ended


@pytest.mark.parametrize(
    ("answers", "statistic", "se"),
    [
        ([5, 5, None, None, None, None], "satisfied", None),
        ([5, 5, 5, None, None, None], "satisfied", 0.0),
        ([5, 5, 5, 5, 5, 5], "satisfied", 0.0),
        ([None, None, None, None, 5, 5], "total", None),
    ],
)
def test_agreement_within_one_psu_has_no_standard_error_and_agreement_of_several_one_of_zero(
    answers, statistic, se
):
    design = Design(clusters=[[1, 1, 2, 2, 3, 3]], weights=[2, 2, 2, 2, 0, 0])

    assert estimate(design, {"q": np.array(answers, float)}, statistic=statistic)["q"].se == se


def test_replicates_that_never_differ_have_no_standard_error_unless_all_answers_are_the_same():
    design = jackknife(Design(clusters=[[1, 1, 2, 2, 3, 3]], weights=[2.0] * 6))
    one_psu = np.array([5, 1, None, None, None, None], float)

    assert estimate(design, {"q": one_psu})["q"].se is None
    assert estimate(design, {"q": np.full(6, 5.0)})["q"].se == 0


def test_certainty_psus_leave_the_variance_to_the_stage_below():
    rng = np.random.default_rng(0)
    data = pd.DataFrame({"psu": np.repeat(np.arange(4), 6), "x": rng.normal(size=24)})
    data["ssu"], data["N1"], data["N2"] = np.tile(np.repeat([1, 2, 3], 2), 4), 4, 10
    whole = Design.from_frame(data, clusters=["psu", "ssu"], fpc=["N1", "N2"])
    strata = Design.from_frame(data, strata="psu", clusters="ssu", fpc="N2")

    ours, theirs = (estimate(design, "x", statistic="mean")["x"].se for design in (whole, strata))
    assert ours == pytest.approx(theirs, rel=1e-12)


def test_populations_may_be_given_as_sampled_shares():
    data = {**LONELY, "N": [4, 4, 4, 4, 2, 2, 12, 12, 12], "f": [0.5] * 6 + [0.25] * 3}
    by_size, by_share = (
        estimate(
            Design.from_frame(data, strata="h", clusters="psu", weight="w", fpc=name, lonely="remove"),
            "x",
            statistic="mean",
        )["x"].se
        for name in ("N", "f")
    )

    assert by_size == pytest.approx(by_share, rel=1e-12)


def test_a_later_stage_without_population_is_drawn_with_replacement():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"psu": np.repeat(np.arange(5), 6), "ssu": np.tile(np.repeat([1, 2, 3], 2), 5)})
    data["x"], data["N1"], data["N2"] = rng.normal(size=30), 20, 1e12
    short, long = (
        Design.from_frame(data, clusters=["psu", "ssu"], fpc=fpc) for fpc in (["N1"], ["N1", "N2"])
    )

    ours, theirs = (estimate(design, "x", statistic="mean")["x"].se for design in (short, long))
    assert ours == pytest.approx(theirs, rel=1e-9)


def renamed(data, names):
    return {name: [names.get(value, value) for value in column] for name, column in data.items()}


def test_names_in_any_script_and_numbers_as_text_change_nothing():
    words = {"a": "Biên Hòa", "b": "Thị trấn «Định Quán»", "c": "Xuân Lộc, ấp 3"}
    plain = {**LONELY, "q": [5, 4, 1, 9, 4, 4, 2, 5, 5]}
    text = {name: [str(value) for value in column] for name, column in renamed(plain, words).items()}
    tables = [
        estimate(
            Design.from_frame(data, strata="h", clusters="psu", weight="w", lonely="remove"),
            "q",
            by="h",
            valid=range(1, 6),
            interval="t",
        )
        for data in (plain, text)
    ]

    np.testing.assert_allclose(tables[0].value, tables[1].value)
    np.testing.assert_allclose(tables[0].vcov, tables[1].vcov)
    assert [row.by["h"] for row in tables[1]] == list(words.values())


def test_ids_that_restart_in_every_stratum_are_different_psus_only_when_nested():
    with pytest.raises(ScoringError, match="nest = true"):
        _ = Design.from_frame(LONELY, strata="h", clusters="psu", nest=False).df
    assert Design.from_frame(LONELY, strata="h", clusters="psu", nest=True).df == 3


@pytest.mark.parametrize(
    "answers",
    [
        np.array([5, 4, 88, 2, 99, 5], np.int64),
        np.array([5, 4, np.nan, 2, np.nan, 5]),
        np.array([5, 4, -1, 2, -9, 5], np.int32),
        np.array([5, 4, 255, 2, 0, 5], np.uint8),
        np.array([5, 4, 1000, 2, 77, 5], np.int64),
        np.array(["5", "4", "DK", "2", "", "5"]),
        np.array(["5.0", "4.0", "NA", "2.0", "9", "5.0"], dtype=object),
        pd.Series([5, 4, None, 2, None, 5], dtype="Int64"),
        pd.Series(["5", "4", None, "2", "x", "5"]),
        pd.Categorical([5, 4, 9, 2, None, 5]),
    ],
    ids=lambda values: str(getattr(values, "dtype", "")),
)
def test_answers_in_any_coding_give_one_share(answers):
    row = estimate(Design(weights=[1, 2, 3, 4, 5, 6]), {"q": answers}, valid=range(1, 6))["q"]

    assert (row.estimate, row.n, row.sum_w) == (pytest.approx(9 / 13), 4, 13)


def test_words_can_be_answers():
    answers = ["Hài lòng", "Rất hài lòng", "Không hài lòng", "không biết", ""]
    row = estimate(
        Design(weights=[1, 1, 2, 5, 5]),
        {"q": answers},
        satisfied=["Hài lòng", "Rất hài lòng"],
        valid=["Hài lòng", "Rất hài lòng", "Không hài lòng"],
    )["q"]

    assert (row.estimate, row.n) == (0.5, 3)


def test_numbers_that_fit_no_byte_are_measured():
    income = [1.5, 2.5e6, -3.0, np.nan]
    row = estimate(Design(weights=[1, 1, 1, 1]), {"x": income}, statistic="mean")["x"]

    assert row.estimate == pytest.approx(np.nanmean(income))
    assert row.se == pytest.approx(estimate_se(income))


def estimate_se(values):
    x = np.array(values)
    valid = ~np.isnan(x)
    z = np.where(valid, x - np.nanmean(x), 0) / valid.sum()
    return math.sqrt(x.size / (x.size - 1) * ((z - z.mean()) ** 2).sum())


def test_a_blank_level_is_in_no_domain():
    table = estimate(Design(data={"q": [5, 5, 1, 1], "sex": ["1", "2", "", "2"]}), "q", by="sex")

    assert [(row.by["sex"], row.n) for row in table] == [("1", 1), ("2", 2)]


def test_levels_that_are_numbers_come_in_the_order_of_numbers():
    table = estimate(Design(data={"q": [5] * 3, "d": ["10", "9", "1"]}), "q", by="d")

    assert [row.by["d"] for row in table] == ["1", "9", "10"]


REASONS = {
    "no answers": ({"q": [9, 9, 9, 9]}, (), "estimate", "không có câu trả lời hợp lệ"),
    "all satisfied": ({"q": [5, 5, 5, 5]}, (), "low", "0 % hoặc 100 %"),
    "one psu": ({"q": [5, 1, 5, 5]}, "psu", "se", "một đơn vị chọn mẫu"),
    "tiny weights": ({"q": [5, 1, 5, 4]}, (), "deff", "deff"),
}


@pytest.mark.parametrize(("answers", "by", "field", "said"), REASONS.values(), ids=REASONS)
def test_a_missing_number_says_why(answers, by, field, said):
    design = Design.from_frame({**answers, "psu": [1, 1, 2, 2], "w": [0.1] * 4}, clusters="psu", weight="w")
    row = estimate(design, "q", by=by, valid=range(1, 6)).rows[0]

    assert getattr(row, field) is None
    assert said in row.why[0]
    assert row.why[1]


BAD = {
    "a missing column": (lambda: Design.from_frame(LONELY, strata="nope"), "nope"),
    "a blank weight": (lambda: Design(weights=[1, np.nan]).weight, "dòng dữ liệu 2"),
    "a negative weight": (lambda: Design(weights=[1, 2, -1]).weight, "dòng dữ liệu 3"),
    "a weight that is a word": (lambda: Design(weights=["1", "nặng"]).weight, "nặng"),
    "a blank cluster": (lambda: Design(clusters=[["a", ""]]).df, "dòng dữ liệu 2"),
    "a blank stratum": (lambda: Design(strata=["a", None]).df, "strata"),
    "a population below its sample": (lambda: Design(fpc=[[1.5, 1.5]]).stages, "nhỏ hơn"),
    "a population that changes": (lambda: Design(fpc=[[5, 6]]).stages, "như nhau"),
    "a population of zero": (lambda: Design(fpc=[[0, 5]]).stages, "dòng dữ liệu 1"),
    "more populations than stages": (lambda: Design(clusters=[[1, 2]], fpc=[[9, 9]] * 3), "fpc"),
    "an unknown lonely rule": (lambda: Design(lonely="maybe"), "maybe"),
    "an unknown statistic": (lambda: estimate(Design(data={"q": [1]}), "q", statistic="mode"), "mode"),
    "an unknown interval": (lambda: estimate(Design(data={"q": [1]}), "q", interval="wald"), "wald"),
    "a confidence of 95": (lambda: estimate(Design(data={"q": [1]}), "q", confidence=95), "95"),
    "a mean of words": (
        lambda: estimate(Design(data={"q": ["4", "tốt"]}), "q", statistic="mean"),
        "«q», dòng dữ liệu 2",
    ),
    "a blank population, by its column": (
        lambda: Design.from_frame({"N": [4, None], "q": [1, 1]}, fpc="N").stages,
        "«N», dòng dữ liệu 2",
    ),
    "a negative weight, by its column": (
        lambda: Design.from_frame({"w": [4, -1]}, weight="w").weight,
        "«w», dòng dữ liệu 2",
    ),
    "no data": (lambda: Design().n, "dữ liệu"),
    "a column of another length": (lambda: estimate(Design(weights=[1, 1]), {"q": [1]}), "1 dòng"),
    "a filter of another length": (
        lambda: estimate(Design(weights=[1, 1]), {"q": [1, 1]}, where=[True]),
        "where",
    ),
    "a criterion that contains itself": (
        lambda: estimate_groups(Design(data={"q": [1]}), {"A": ["B"], "B": ["A"]}),
        "chứa chính nó",
    ),
    "a quantile of 2": (lambda: quantile(Design(data={"q": [1]}), "q", 2), "2"),
    "an unknown rule of quantiles": (lambda: quantile(Design(data={"q": [1]}), "q", rule="hf0"), "hf0"),
    "three groups in a t test": (
        lambda: ttest(Design(data={"q": [1, 2, 3], "g": [1, 2, 3]}), "q", "g"),
        "hai nhóm",
    ),
    "one level in a chi-square": (
        lambda: chi_square(Design(data={"q": [1, 1], "g": [1, 2]}), "q", "g"),
        "hai mức",
    ),
    "an unknown chi-square": (
        lambda: chi_square(Design(data={"q": [1, 2], "g": [1, 2]}), "q", "g", "G"),
        "«G»",
    ),
    "half-samples of three": (lambda: balanced(Design(weights=[1, 1, 1])), "= 2"),
    "a jackknife of one": (lambda: jackknife(Design(strata=["a", "a", "b"])), "«b»"),
    "a bootstrap of one": (
        lambda: bootstrap(Design(strata=["a", "a", "b"]), 5, np.random.default_rng(1)),
        "«b»",
    ),
    "replicates of another length": (lambda: given(Design(weights=[1, 1]), [[1.0]], scale=1), "1 dòng"),
    "a fay of one": (lambda: balanced(Design(weights=[1, 1]), fay=1), "fay"),
    "a contrast of a name that is not there": (
        lambda: contrast({"z": 1}, estimate(Design(data={"q": [1, 5]}), "q")),
        "«z»",
    ),
    "a contrast across designs": (
        lambda: contrast({"q": 1}, *(estimate(Design(data={"q": [1, 5]}), "q") for _ in range(2))),
        "cùng một thiết kế",
    ),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_one_sentence_that_names_it(make, said):
    with pytest.raises(ScoringError, match=said) as caught:
        make()

    assert caught.value.en


@pytest.mark.parametrize(("rare", "end"), [(1, 0.0), (0, 1.0)])
def test_the_arcsine_interval_of_a_rare_answer_of_one_village_ends_at_0_or_100_percent(rare, end):
    # 8 of 400, all in one village of 20: asin √0.02 = 0.142, and half of the interval is 0.149.
    village = np.repeat(np.arange(20), 20)
    answer = np.where(np.arange(400) < 8, rare, 1 - rare)

    row = estimate(Design(clusters=[village]), {"q": answer}, satisfied=[1], valid=[0, 1], interval="asin")[
        "q"
    ]

    half = 2.0930 * row.se / (2 * math.sqrt(0.02 * 0.98))
    other = math.sin(math.asin(math.sqrt(0.02)) + half) ** 2
    assert (row.low if rare else row.high) == end
    assert (row.high if rare else row.low) == pytest.approx(other if rare else 1 - other, abs=1e-5)


def test_the_simple_random_sample_of_schools_has_the_published_mean():
    from tests.scoring.reference import api

    row = estimate(api("apisrs"), "api00", statistic="mean")["api00"]

    assert (round(row.estimate, 2), round(row.se, 4)) == (656.58, 9.2497)


def test_without_the_extra_the_result_says_that_numpy_ran(monkeypatch):
    monkeypatch.setattr("scoring.reduction.numba_kernel.compiled_pass", None)

    assert estimate(Design(data={"q": [1, 5]}), "q", kernel="numba").kernel == "numpy"


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_nobody_in_the_domain_gives_no_number_and_says_why(kernel):
    (row,) = estimate(Design(data={"q": [1, 5]}), "q", where=[False, False], kernel=kernel)

    assert (row.estimate, row.n, row.sum_w) == (None, 0, 0.0)
    assert row.why


def test_rows_of_no_domain_at_the_end_of_the_file_count_nowhere():
    data = {"q": [5, 1, 5, 1], "area": ["a", "a", "", ""]}

    (row,) = estimate(Design(weights=[1, 2, 4, 8], data=data), "q", by="area")

    assert (row.estimate, row.n, row.sum_w) == (pytest.approx(1 / 3), 2, 3.0)


def test_a_lonely_unit_of_a_later_stage_is_named_by_its_ids():
    data = {
        "h": ["a"] * 4,
        "psu": ["x", "x", "y", "y"],
        "ssu": [1, 1, 1, 2],
        "N": [9] * 4,
        "M": [5] * 4,
        "q": [1, 2, 3, 4],
    }

    design = Design.from_frame(data, strata="h", clusters=("psu", "ssu"), fpc=("N", "M"))
    table = estimate(design, "q", statistic="mean")

    with pytest.raises(ScoringError) as refusal:
        _ = table["q"].se
    assert "a / x" in str(refusal.value)
