"""Regression gives what R's svyglm, confint and regTermTest give."""

import numpy as np
import pytest

from scoring.regression.marginal_effects import marginal_effects
from scoring.regression.regression import RegressionModel, regress
from tests.scoring.reference import expected
from tests.scoring.regression.models_of_r import LIPIDS, gap, models, nhanes_linearised, ours, theirs

TOLERANCE = 1e-8
NAMES = sorted(models())
WITH_EFFECTS = [name for name in NAMES if "effects" in expected("regression")[name]]


def test_every_model_of_r_is_compared():
    others = {"meta", "nhanes_effects", "nhanes_predictive_margins"}

    assert set(expected("regression")) - others == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_coefficients_errors_and_intervals_are_those_of_svyglm(name):
    made, wanted = ours(name), theirs(name)
    table = made.coefficients
    at = [table.names.index(each) for each in wanted["names"]]

    assert sorted(table.names) == sorted(wanted["names"])
    assert (made.df, made.n) == (wanted["df"], wanted["n"])
    assert gap(table.value[at], wanted["estimate"]) < TOLERANCE
    assert gap(table.vcov[np.ix_(at, at)], wanted["vcov"]) < TOLERANCE
    assert gap(table.se[at], wanted["se"]) < TOLERANCE
    for key in ("low", "high"):
        assert np.abs((getattr(table, key)[at] - wanted[key]) / table.se[at]).max() < TOLERANCE
    assert np.allclose(table.p[at], wanted["p"], rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_wald_test_of_a_term_is_that_of_regtermtest(name):
    ours_by_term = {test.term: test for test in ours(name).tests}

    for wanted in theirs(name)["tests"]:
        made = ours_by_term[wanted["term"]]
        assert (made.df1, made.df2) == (wanted["df1"], wanted["df2"])
        assert made.statistic == pytest.approx(wanted["F"], rel=1e-7)
        assert made.p == pytest.approx(wanted["p"], rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("name", WITH_EFFECTS)
def test_marginal_effects_are_those_of_the_linearised_values_in_r(name):
    holds(marginal_effects(ours(name)), theirs(name)["effects"])


def test_marginal_effects_of_two_factors_are_those_of_the_linearised_values_in_r():
    holds(marginal_effects(lipids("race", "agecat")), expected("regression")["nhanes_effects"])


def test_effects_of_a_factor_are_differences_of_rs_predictive_margins():
    wanted = expected("regression")["nhanes_predictive_margins"]
    margins = dict(zip(wanted["levels"], wanted["estimate"], strict=True))
    made = marginal_effects(lipids("agecat", "race"))

    for level in "234":
        at = made.names.index(f"race={level}")
        assert made.value[at] == pytest.approx(margins[level] - margins["1"], rel=1e-8)


def holds(made, wanted):
    at = [made.names.index(each) for each in wanted["names"]]

    assert gap(made.value[at], wanted["estimate"]) < TOLERANCE
    assert gap(made.vcov[np.ix_(at, at)], wanted["vcov"]) < TOLERANCE


def lipids(*terms):
    return regress(nhanes_linearised(), RegressionModel(**{**LIPIDS, "terms": terms, "factors": ("race",)}))
