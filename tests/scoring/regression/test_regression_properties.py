"""What must hold of any model, whatever the data."""

import numpy as np
import pandas as pd
import pytest

from scoring import Design, contrast, estimate
from scoring.design.replication import jackknife
from scoring.regression.marginal_effects import marginal_effects
from scoring.regression.regression import RegressionModel, regress
from tests.scoring.reference import VALID, close, frame, sipas

ITEMS = {"q01": VALID}


def model(terms, **options):
    return RegressionModel(outcome="q01", valid=ITEMS, terms=terms, **options)


@pytest.mark.parametrize("block", ["wr", "fpc1", "fpc3"])
def test_a_factor_alone_has_the_difference_of_domain_means_with_its_error(block):
    design = sipas(block)
    made = regress(design, model(["sex"], factors=["sex"])).coefficients
    table = estimate(design, "q01", "sex", valid=VALID, statistic="mean")
    gap = contrast({"q01[sex=2]": 1, "q01[sex=1]": -1}, table)

    close([made.value[1], made.se[1]], [gap.estimate, gap.se])


@pytest.mark.parametrize("block", ["wr", "fpc3"])
def test_a_logistic_factor_alone_has_the_difference_of_shares_as_its_effect(block):
    design = sipas(block)
    made = regress(design, model(["sex"], factors=["sex"], kind="logistic", ones=(4, 5)))
    effect = marginal_effects(made)
    gap = contrast({"q01[sex=2]": 1, "q01[sex=1]": -1}, estimate(design, "q01", "sex", valid=VALID))

    close([effect.value[0], effect.se[0]], [gap.estimate, gap.se])


def test_under_a_jackknife_too():
    design = jackknife(sipas("wr"))
    made = regress(design, model(["sex"], factors=["sex"], kind="logistic", ones=(4, 5)))
    effect = marginal_effects(made)
    gap = contrast({"q01[sex=2]": 1, "q01[sex=1]": -1}, estimate(design, "q01", "sex", valid=VALID))

    close([effect.value[0], effect.se[0]], [gap.estimate, gap.se])


def test_another_reference_gives_the_same_model_with_the_opposite_sign():
    design = sipas("wr")
    first = regress(design, model(["sex", "m_resp"], factors=["sex"]))
    second = regress(design, model(["sex", "m_resp"], reference={"sex": "2"}))

    assert second.coefficients.names[1] == "sex=1"
    close(
        [-second.coefficients.value[1], second.coefficients.se[1]],
        [first.coefficients.value[1], first.coefficients.se[1]],
    )
    close(second.tests[0].statistic, first.tests[0].statistic, 1e-8)


def test_units_of_a_number_change_nothing_but_its_coefficient():
    data = frame("sipas_small").assign(
        thousands=lambda d: d["m_resp"] / 1000, year=2026 + frame("sipas_small")["age"] * 1e-3
    )
    design = Design.from_frame(data, strata="stratum", clusters="psu", weight="w")
    plain = regress(design, model(["m_resp", "age"])).coefficients
    scaled = regress(design, model(["thousands", "year"])).coefficients

    close(scaled.value[1:] / [1e3, 1e3], plain.value[1:], 1e-7)
    close(scaled.t[1:], plain.t[1:], 1e-7)


def test_rows_with_a_blank_leave_the_model_and_stay_in_the_design():
    data = frame("sipas_small")
    design = sipas("wr")
    made = regress(design, model(["sex"]))

    assert made.n + made.blank == len(data)
    assert made.blank == int((~data["q01"].isin(VALID)).sum())
    assert made.df == 30 + 1 - 2


def test_weights_of_another_sum_give_the_same_model():
    data = frame("sipas_small").assign(small=lambda d: d["w"] * 1e-9)

    def make(weight):
        design = Design.from_frame(data, strata="stratum", clusters="psu", weight=weight)
        return regress(design, model(["sex", "age"], kind="logistic", ones=(4, 5))).coefficients

    close(make("small").value, make("w").value, 1e-8)
    close(make("small").se, make("w").se, 1e-8)


def test_a_pandas_filter_goes_by_its_index_and_equals_the_domain_of_rs_subset():
    data = frame("sipas_small")
    design = sipas("wr")
    rows = data["urban"] == 1
    shuffled = rows.sample(frac=1, random_state=1)

    close(
        regress(design, model(["sex"]), where=shuffled).coefficients.vcov,
        regress(design, model(["sex"]), where=rows).coefficients.vcov,
    )


def test_the_product_of_two_factors_has_cell_means():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(
        {"a": rng.integers(1, 4, 300), "b": rng.integers(1, 3, 300), "y": rng.normal(size=300)}
    )
    made = regress(
        Design.from_frame(data), RegressionModel(outcome="y", terms=["a", "b", "a:b"], factors=["a", "b"])
    ).coefficients
    value = dict(zip(made.names, made.value, strict=True))
    means = data.groupby(["a", "b"])["y"].mean()

    both = value["(intercept)"] + value["a=3"] + value["b=2"] + value["a=3:b=2"]
    assert both == pytest.approx(means[3, 2], rel=1e-10)
