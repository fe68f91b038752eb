"""Steps of weighting: totals are met, order matters and is kept, and what cannot be met is named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import Design, ScoringError, estimate
from scoring.weighting import Margin, calibrate, nonresponse, nonresponse_to_drawn, poststratify, rake, trim

DATA = {
    "sex": ["1", "1", "2", "2", "2", "1"],
    "age": [20.0, 30.0, 40.0, 50.0, 60.0, 70.0],
    "town": ["a", "b", "a", "b", "a", "b"],
    "psu": [1, 1, 2, 2, 3, 3],
    "q": [5, 1, 4, 4, 2, 5],
    "w": [10.0, 20.0, 10.0, 15.0, 12.0, 18.0],
}


def design(**change):
    return Design.from_frame({**DATA, **change}, clusters="psu", weight="w")


def total(step, column, level):
    return step.design.weight[np.array(DATA[column]) == level].sum()


def test_poststrata_of_two_columns_are_named_with_a_comma():
    counts = {"1,a": 30.0, "1,b": 20.0, "2,a": 40.0, "2,b": 10.0}
    step = poststratify(design(), ["sex", "town"], counts)

    assert total(step, "sex", "1") == pytest.approx(50)
    assert step.design.weight[3] == pytest.approx(10)


def test_the_standard_error_of_a_poststratum_share_is_zero():
    step = poststratify(design(), "sex", {"1": 50, "2": 50})
    row = estimate(step.design, "sex", satisfied=["1"], interval="t")["sex"]

    assert (row.estimate, row.se) == (pytest.approx(0.5), pytest.approx(0, abs=1e-12))


@settings(deadline=None, max_examples=40)
@given(st.floats(20, 80), st.floats(20, 80))
def test_raking_meets_every_margin(men, town):
    step = rake(
        design(), [Margin("sex", {"1": men, "2": 100 - men}), Margin("town", {"a": town, "b": 100 - town})]
    )

    assert total(step, "sex", "1") == pytest.approx(men, rel=1e-9)
    assert total(step, "town", "a") == pytest.approx(town, rel=1e-9)


def test_raking_goes_on_where_a_round_ends_farther_off_than_the_one_before():
    answered = Design(
        data={"a": ["0", "0", "1", "1"], "b": ["0", "1", "0", "0"], "c": ["0", "0", "1", "0"]},
        weights=[1.0, 20.0, 11.0, 17.0],
    )

    step = rake(
        answered,
        [
            Margin("a", {"0": 43, "1": 53}),
            Margin("b", {"0": 61.5, "1": 34.5}),
            Margin("c", {"0": 76.5, "1": 19.5}),
        ],
    )

    np.testing.assert_allclose(step.design.weight, [8.5, 34.5, 19.5, 33.5])
    assert 10 < step.report.iterations < 1000
    assert step.report.gap < 1e-12


def test_margins_that_agree_but_for_their_rounding_are_raked():
    step = rake(design(), [Margin("sex", {"1": 40, "2": 60}), Margin("town", {"a": 33.33333, "b": 66.66666})])

    assert total(step, "town", "a") == pytest.approx(33.33333)
    assert total(step, "sex", "1") == pytest.approx(40, rel=1e-6)


@pytest.mark.parametrize(
    ("method", "bounds"), [("linear", None), ("raking", None), ("logit", (0.2, 3)), ("linear", (0.2, 3)), ("raking", (0.2, 3))]
)  # fmt: skip
def test_calibration_meets_counts_and_sums_together(method, bounds):
    totals = {"(intercept)": 100.0, "sex=2": 45.0, "age": 4700.0}
    step = calibrate(design(), totals, method=method, bounds=bounds)
    weight = step.design.weight

    assert weight.sum() == pytest.approx(100)
    assert total(step, "sex", "2") == pytest.approx(45)
    assert weight @ np.array(DATA["age"]) == pytest.approx(4700)
    if bounds:
        ratio = weight / np.array(DATA["w"])
        assert bounds[0] - 1e-9 <= ratio.min() <= ratio.max() <= bounds[1] + 1e-9


def test_linear_calibration_to_counts_alone_is_poststratification():
    counts = poststratify(design(), "sex", {"1": 60, "2": 40})
    line = calibrate(design(), {"sex=1": 60, "sex=2": 40})
    rows = [estimate(step.design, "q", valid=range(1, 6))["q"] for step in (counts, line)]

    np.testing.assert_allclose(counts.design.weight, line.design.weight)
    assert rows[0].se == pytest.approx(rows[1].se, rel=1e-12)


def test_trimming_keeps_the_sum_and_says_who_was_cut():
    step = trim(design(), lower=11, upper=17)

    assert step.design.weight.sum() == pytest.approx(sum(DATA["w"]))
    assert step.report.trimmed == (0, 1, 2, 5)
    np.testing.assert_allclose(step.design.weight[[0, 1, 2, 5]], [11, 17, 11, 17])


def test_strict_trimming_leaves_nobody_outside():
    skewed = Design(weights=[100.0, 12.9, 12.9, 1.0, 1.0, 1.0])

    assert trim(skewed, upper=25).design.weight.max() > 25
    strict = trim(skewed, upper=25, strict=True)
    assert strict.design.weight.max() <= 25 + 1e-12
    assert strict.design.weight.sum() == pytest.approx(128.8)


def test_respondents_carry_their_class_and_others_stay_in_the_design():
    step = nonresponse(design(), [True, False, True, True, False, True], "sex")

    np.testing.assert_allclose(
        step.design.weight, [10 * 48 / 28, 0, 10 * 37 / 25, 15 * 37 / 25, 0, 18 * 48 / 28]
    )
    assert step.design.n == 6
    assert step.report.n == 4


def test_respondents_alone_get_the_weights_they_get_beside_nonrespondents():
    answered = np.array([True, False, True, True, False, True])
    whole = nonresponse(design(), answered, "sex")
    sexes, weight = design().column("sex").astype(str), design().weight
    drawn = {sex: weight[sexes == sex].sum() for sex in ("1", "2")}
    alone = Design(weights=weight[answered], data={"sex": sexes[answered]})

    step = nonresponse_to_drawn(alone, drawn, "sex")

    np.testing.assert_allclose(step.design.weight, whole.design.weight[answered])
    assert (step.report.classes, step.report.fewest) == (whole.report.classes, whole.report.fewest) == (2, 2)
    assert step.report.ratio_low == pytest.approx(37 / 25)
    assert step.report.ratio_high == pytest.approx(48 / 28)


def test_steps_follow_one_another_and_each_is_remembered():
    first = nonresponse(design(), [True] * 5 + [False], "sex")
    second = poststratify(first.design, "sex", {"1": 50, "2": 50})
    third = trim(second.design, upper=30)

    assert len(third.design.calibrations) == 1
    assert third.design.weight.sum() == pytest.approx(100)
    assert estimate(third.design, "q", valid=range(1, 6)).se[0, 0] > 0


def test_the_report_tells_the_spread_of_the_weights():
    report = poststratify(design(), "sex", {"1": 50, "2": 50}).report
    weight = poststratify(design(), "sex", {"1": 50, "2": 50}).design.weight

    assert report.deff_w == pytest.approx(6 * (weight**2).sum() / weight.sum() ** 2)
    assert (report.low, report.high, report.total) == (weight.min(), weight.max(), pytest.approx(100))
    # 48 of men become 50, 37 of women 50.
    assert (report.ratio_low, report.ratio_high) == (pytest.approx(50 / 48), pytest.approx(50 / 37))


def test_a_blank_matters_only_where_there_is_a_weight():
    unused = design(sex=["1", "", "2", "2", "2", "1"], w=[10.0, 0.0, 10.0, 15.0, 12.0, 18.0])

    step = poststratify(unused, "sex", {"1": 50, "2": 50})

    assert step.design.weight[1] == 0
    assert step.design.weight.sum() == pytest.approx(100)


def test_a_blank_number_matters_only_where_there_is_a_weight():
    unused = design(age=[20.0, np.nan, 40, 50, 60, 70], w=[10.0, 0.0, 10.0, 15.0, 12.0, 18.0])

    weight = calibrate(unused, {"(intercept)": 70, "age": 3500}).design.weight

    assert weight[1] == 0
    assert weight @ [20.0, 0, 40, 50, 60, 70] == pytest.approx(3500)


def test_a_class_nobody_was_drawn_in_is_no_class():
    step = nonresponse(design(w=[0.0, 0, 10, 15, 12, 0]), [False, False, True, True, False, False], "sex")

    assert (step.report.classes, step.report.fewest) == (1, 2)
    np.testing.assert_allclose(step.design.weight, [0, 0, 10 * 37 / 25, 15 * 37 / 25, 0, 0])


@pytest.mark.parametrize("size", [1.0, 1e-3, 1e9])
def test_margins_are_raked_and_their_gap_told_relative_to_them_whatever_the_population(size):
    margins = [
        Margin("sex", {"1": 40 * size, "2": 60 * size}),
        Margin("town", {"a": 70 * size, "b": 30 * size * (1 + 1e-8)}),
    ]

    step = rake(design(), margins)

    assert step.design.weight.sum() == pytest.approx(100 * size, rel=1e-7)
    assert step.report.gap < 1e-7
    apart = [margins[0], Margin("town", {"a": 70 * size, "b": 31 * size})]
    with pytest.raises(ScoringError, match="Các biên không khớp"):
        rake(design(), apart)


BAD = {
    "an empty poststratum": (lambda: poststratify(design(), "sex", {"1": 1, "2": 1, "3": 1}), "«sex=3»"),
    "a level without a count": (lambda: poststratify(design(), "sex", {"1": 1}), "«sex=2»"),
    "a negative count": (lambda: poststratify(design(), "sex", {"1": 1, "2": -1}), "«sex=2»"),
    "an infinite count": (lambda: poststratify(design(), "sex", {"1": 1, "2": np.inf}), "«sex=2».*inf"),
    "no weight left": (lambda: poststratify(design(), "sex", {"1": 0, "2": 0}), "«sex»: các tổng đều bằng 0"),
    "a blank level": (
        lambda: poststratify(design(sex=["1", "", "2", "2", "2", "1"]), "sex", {"1": 1, "2": 1}),
        "dòng dữ liệu 2",
    ),
    "margins that disagree": (
        lambda: rake(design(), [Margin("sex", {"1": 1, "2": 1}), Margin("town", {"a": 1, "b": 2})]),
        "«sex» cộng lại 2, «town» 3",
    ),
    "margins that disagree by a hundred-thousandth": (
        lambda: rake(design(), [Margin("sex", {"1": 1, "2": 1}), Margin("town", {"a": 1, "b": 1.00002})]),
        r"«sex» cộng lại 2, «town» 2\.00002",
    ),
    "no margins": (lambda: rake(design(), []), "margins"),
    "margins that cannot hold together": (
        lambda: rake(
            Design(data={"a": ["1", "2"], "b": ["1", "2"]}),
            [Margin("a", {"1": 1, "2": 3}), Margin("b", {"1": 3, "2": 1})],
        ),
        "không hội tụ.*«a=1»",
    ),
    "bounds that are too narrow": (
        lambda: calibrate(design(), {"(intercept)": 85, "sex=2": 60}, bounds=(0.9, 1.1)),
        "«sex=2».*0.9, 1.1",
    ),
    "bounds without one": (lambda: calibrate(design(), {"age": 1}, bounds=(1.1, 2)), "1.1"),
    "bounds that begin at one": (
        lambda: calibrate(design(), {"age": 1}, bounds=(1, 2)),
        "phải chứa 1 ở giữa",
    ),
    "bounds that end at one": (
        lambda: calibrate(design(), {"age": 1}, method="logit", bounds=(0.5, 1)),
        "phải chứa 1 ở giữa",
    ),
    "a class whose one answer has no weight": (
        lambda: nonresponse(design(w=[0.0, 20, 10, 15, 12, 0]), [True, False, True, True, True, True], "sex"),
        "«sex=1» không có ai trả lời",
    ),
    "a class with too few answers that have weight": (
        lambda: nonresponse(
            design(w=[0.0, 20, 10, 15, 12, 18]), [True, True, True, True, True, False], "sex", least=2
        ),
        "«sex=1» chỉ có 1 phiếu trả lời, cần ít nhất 2",
    ),
    "logit without bounds": (lambda: calibrate(design(), {"age": 1}, method="logit"), "bounds"),
    "an unknown distance": (lambda: calibrate(design(), {"age": 1}, method="cubic"), "cubic"),
    "a level that is not there": (lambda: calibrate(design(), {"sex=3": 1}), "«sex=3»"),
    "a number that is a word": (lambda: calibrate(design(), {"town": 1}), "«town»"),
    "a blank number": (
        lambda: calibrate(design(age=[1.0, np.nan, 1, 1, 1, 1]), {"age": 9}),
        "«age», dòng dữ liệu 2",
    ),
    "limits that leave nobody": (lambda: trim(design(), lower=50, upper=60), "50, 60"),
    "a class in which nobody answered": (
        lambda: nonresponse(design(), [False, False, True, True, True, False], "sex"),
        "«sex=1»",
    ),
    "a class with too few answers": (
        lambda: nonresponse(design(), [True, False, True, True, False, True], "sex", least=3),
        "cần ít nhất 3",
    ),
    "a drawn class nobody answered in": (
        lambda: nonresponse_to_drawn(design(), {"1": 9, "2": 9, "3": 4}, "sex"),
        "«sex=3» không có ai trả lời",
    ),
    "respondents outside the drawn sample": (
        lambda: nonresponse_to_drawn(design(), {"1": 9}, "sex"),
        "«sex=2» có phiếu trả lời nhưng không có trong mẫu",
    ),
    "an answer column of another length": (lambda: nonresponse(design(), [True]), "responded"),
}


@pytest.mark.parametrize(("make", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_met_is_refused_by_name(make, said):
    with pytest.raises(ScoringError, match=said) as caught:
        make()

    assert caught.value.en
