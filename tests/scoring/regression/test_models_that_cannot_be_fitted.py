"""A model that cannot be fitted is refused by a sentence that names the term; one without an error says why."""

import numpy as np
import pytest

from scoring import Design, ScoringError
from scoring.design.replication import jackknife
from scoring.regression.marginal_effects import marginal_effects
from scoring.regression.regression import RegressionModel, regress

ROWS = 24
GROUP = np.tile(["a", "b", "c"], ROWS // 3)
DATA = {
    "psu": np.repeat(np.arange(12), 2),
    "x": np.arange(ROWS, dtype=float),
    "twice": 2.0 * np.arange(ROWS),
    "group": GROUP,
    "one": np.full(ROWS, "only"),
    "y": np.tile([0, 1, 1, 0, 0, 1], ROWS // 6),
    "c": GROUP == "c",
    "word": np.where(GROUP == "a", "yes", "no"),
    "codes": np.tile([1, 2, 3, 9], ROWS // 4),
    "same": np.ones(ROWS),
    "always": np.where(GROUP == "c", 1, np.arange(ROWS) % 2),
}


def refused(terms, outcome="y", kind="logistic", where=None, data=DATA, **options):
    with pytest.raises(ScoringError) as error:
        regress(
            Design.from_frame(data, clusters="psu"),
            RegressionModel(outcome=outcome, terms=terms, kind=kind, **options),
            where=where,
        )
    return error.value


@pytest.mark.parametrize(
    ("terms", "options", "en"),
    [
        (["x", "twice"], {}, "The model's column “twice” is a combination"),
        (["group", "c"], {}, "The model's column “c” is a combination"),
        (["one"], {}, "The factor “one” has a single level (only)"),
        (["x"], {"outcome": "codes"}, "“codes”, data row 2: 2 is neither 0 nor 1"),
        (["x"], {"outcome": "word"}, "“yes” is not a number; say which codes count as 1"),
        (["x"], {"outcome": "word", "ones": ["YES"]}, "no row has a code among [YES]; there are: no, yes"),
        (["group"], {"outcome": "always"}, "“group=c” separates the rows"),
        (["x", "group"], {"outcome": "always"}, "“group=c” separates the rows"),
        (["x"], {"outcome": "same", "kind": "linear"}, "The outcome “same” has a single value (1)"),
        (["x", "x"], {}, "The term “x” is in the model twice"),
        (["x", "y"], {}, "holds the outcome “y” itself"),
        (["x", "x:group"], {}, "The product “x:group” needs exactly two columns"),
        (["nothing"], {}, "no column “nothing”"),
        (["group"], {"reference": {"group": "z"}}, "no row used has the reference level “z”; there are: a, b, c"),
        (["group"], {"reference": {"x": "1"}}, "“x” is said to be a factor but is not in the model (group)"),
        ([], {}, "at least one term"),
        (["x"], {"kind": "probit"}, "choose linear or logistic"),
        (["x"], {"confidence": 1.0}, "must lie between 0 and 1"),
    ],
)  # fmt: skip
def test_a_model_without_an_estimate_is_refused_by_the_name_of_the_term(terms, options, en):
    error = refused(terms, **options)

    assert en in error.en
    assert error.vi != error.en


def test_a_number_that_separates_the_outcome_is_named():
    error = refused(["codes", "x"], data={**DATA, "y": np.arange(ROWS) >= 10})

    assert "“x” separates the rows with outcome 0 from those with 1" in error.en


def test_a_model_with_as_many_coefficients_as_rows_is_refused():
    few = np.arange(ROWS) < 4

    assert "has 4 coefficients but only 4 complete rows" in refused(["x", "group"], where=few).en


def test_a_model_without_a_complete_row_is_refused():
    assert (
        "has 3 coefficients but only 0 complete rows"
        in refused(["x", "group"], where=np.zeros(ROWS, bool)).en
    )


def test_a_column_of_ids_is_refused_before_its_columns_are_made():
    data = {"id": np.arange(5000).astype(str), "y": np.arange(5000) % 7}
    design = Design.from_frame(data)

    with pytest.raises(ScoringError) as error:
        regress(design, RegressionModel(outcome="y", terms=["id"], factors=["id"]))
    assert "5000 coefficients, most of them of “id”; 300 at most" in error.value.en


def test_a_level_that_is_absent_from_the_rows_used_has_no_coefficient():
    made = regress(
        Design.from_frame(DATA, clusters="psu"),
        RegressionModel(outcome="x", terms=["group"]),
        where=GROUP != "a",
    )

    assert made.coefficients.names == ("(intercept)", "group=c")


def test_too_few_psus_leave_the_coefficients_without_error_test_and_interval():
    data = {**DATA, "psu": np.arange(ROWS) % 3}
    made = regress(
        Design.from_frame(data, clusters="psu"), RegressionModel(outcome="y", terms=["x", "group"])
    )

    assert made.df == -1
    for numbers in (made.coefficients.se, made.coefficients.p, made.coefficients.low):
        assert np.isnan(numbers).all()
    assert np.isfinite(made.coefficients.value).all()
    assert "df below 1" in made.coefficients.why(1)[1]
    assert [test.statistic for test in made.tests] == [None, None]
    assert np.isnan(marginal_effects(made).se).all()


def test_a_replicate_in_which_the_model_has_no_estimate_is_named():
    y = np.zeros(ROWS)
    y[[0, 3, 4, 9]] = 1
    data = {**DATA, "y": y, "rare": (np.arange(ROWS) < 2).astype(float)}
    design = jackknife(Design.from_frame(data, clusters="psu"))

    with pytest.raises(ScoringError) as error:
        regress(design, RegressionModel(outcome="y", terms=["rare"], kind="logistic"))

    assert error.value.en.startswith("Replicate weight “1”: The model's column “rare” is a combination")


def test_a_test_of_a_term_whose_covariance_is_singular_says_so():
    data = {"psu": [1, 1, 1, 2, 2, 2, 3, 3, 3] * 2, "g": ["a", "b", "c"] * 6, "y": np.arange(18.0) ** 2}
    design = Design.from_frame(data, clusters="psu")
    made = regress(design, RegressionModel(outcome="y", terms=["g"]))

    assert made.df == 0
    assert made.tests[0].why is not None


def test_a_negative_weight_of_a_calibration_is_refused():
    weight = np.ones(ROWS)
    weight[4] = -0.5
    design = Design(weights=weight, data=DATA, negative=True)

    with pytest.raises(ScoringError) as error:
        regress(design, RegressionModel(outcome="x", terms=["group"]))
    assert error.value.en.startswith("regressions: calibration made weights negative")
