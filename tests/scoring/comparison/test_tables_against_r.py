"""Tables and tests of a specification against R's svyby, svymean, svytotal, svychisq, svyttest, svygofchisq."""

import json

import numpy as np
import pytest

from scoring.errors import ScoringError
from scoring.specification.output import to_json
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import expected, frame

R = expected("tables")
TIGHT = 1e-8
NHANES = {"strata": "SDMVSTRA", "clusters": "SDMVPSU", "weight": "WTMEC2YR"}
SCHOOLS = {"strata": "stype", "weight": "pw", "fpc": "fpc"}
JACKKNIFE = {"weight": "finalwgt", "replicates": "jkw_*", "scale": 1, "rscales": 0.5}


def close(actual, wanted, rtol):
    """Hold numbers against R's; where R's standard error is rounding error, ours is 0."""
    np.testing.assert_allclose(np.asarray(actual, float), np.asarray(wanted, float), rtol=rtol, atol=1e-16)


KINDS = ["F", "Chisq", "Wald", "adjWald", "saddlepoint"]


def height3(data):
    """The jackknife file with two columns to cross."""
    tall = np.select([data["height"] <= 160, data["height"] <= 170], ["a", "b"], "c")
    return data.assign(height3=tall, heavy=np.where(data["weight"] > 80, "yes", "no"))


SURVEYS = {
    "nhanes": (frame("nhanes"), NHANES, "race", "HI_CHOL"),
    "apistrat": (frame("apistrat"), SCHOOLS, "comp.imp", "awards"),
    "nhanes2jk_FALSE": (height3(frame("nhanes2jk")), JACKKNIFE, "height3", "heavy"),
    "nhanes2jk_TRUE": (height3(frame("nhanes2jk")), {**JACKKNIFE, "mse": True}, "height3", "heavy"),
}
surveys = pytest.mark.parametrize("name", SURVEYS)


def asked(data, design, **blocks):
    """Return what a specification gives, as JSON."""
    return json.loads(to_json(run(data, list(data.columns), read_spec({"design": design, **blocks}))))


def table(name, **keys):
    """Return the rows and the tests of one table."""
    data, design, row, column = SURVEYS[name]
    block = {"name": "t", "rows": row, "columns": column, **keys}
    return asked(data, design, table=[block])


def numbers(rows):
    """Return estimates and standard errors in the order of the rows; an error of 0 is rounding."""
    return [row["estimate"] for row in rows], [row["se"] or 0.0 for row in rows]


@surveys
@pytest.mark.parametrize("cells", ["row", "column", "all", "count"])
def test_cells_and_their_errors_are_those_of_r(name, cells):
    wanted = R[name]
    theirs = [np.array(wanted[cells][part]) for part in ("estimate", "se")]
    if cells == "column":
        theirs = [part.T for part in theirs]

    rows = table(name, cells=cells, test="none")["tables"]

    _, _, row, column = SURVEYS[name]
    assert [(each["by"][row], each["by"][column]) for each in rows] == [
        (one, other) for one in wanted["rows"] for other in wanted["columns"]
    ]
    for ours, r in zip(numbers(rows), theirs, strict=True):
        close(ours, r.ravel(), TIGHT)


@surveys
@pytest.mark.parametrize("kind", KINDS)
def test_the_test_of_a_table_is_that_of_r(name, kind):
    (test,) = table(name, test=kind)["tests"]

    same_test(test, R[name]["tests"][kind])


def same_test(ours, r):
    parameters = r["parameters"] or []
    parameters = parameters if isinstance(parameters, list) else [parameters]
    close(ours["statistic"], r["statistic"], TIGHT)
    close([ours[key] for key in ("df", "df2") if ours[key] is not None], parameters, TIGHT)
    close(ours["p"], r["p"], 1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_in_a_domain_is_that_of_the_subset(kind):
    done = table("nhanes", by="RIAGENDR", test=kind)
    women = [row for row in done["tables"] if row["by"]["RIAGENDR"] == "2"]
    (test,) = [test for test in done["tests"] if test["by"] == {"RIAGENDR": "2"}]

    for ours, part in zip(numbers(women), ("estimate", "se"), strict=True):
        close(ours, np.array(R["nhanes_women"]["row"][part]).ravel(), TIGHT)
    same_test(test, R["nhanes_women"]["tests"][kind])


def test_rows_of_a_cell_are_counted_beside_those_of_its_share():
    data = frame("nhanes")
    answered = data[data["HI_CHOL"].notna()]
    rows = table("nhanes")["tables"]

    for row in rows:
        race, chol = int(row["by"]["race"]), float(row["by"]["HI_CHOL"])
        of_race = answered[answered["race"] == race]
        assert (row["n"], row["n_cell"]) == (len(of_race), int((of_race["HI_CHOL"] == chol).sum()))


T_TESTS = {
    "share of codes": {"between": "RIAGENDR", "statistic": "share", "codes": [1]},
    "sex": {"between": "RIAGENDR"},
    "race_2_4": {"between": "race", "levels": ["2", "4"]},
    "against": {"value": 0.1},
}


@pytest.mark.parametrize("name", T_TESTS)
def test_a_t_test_is_that_of_r(name):
    (test,) = asked(frame("nhanes"), NHANES, test=[{"of": "HI_CHOL", **T_TESTS[name]}])["tests"]

    same_t(test, R["ttest"]["sex" if name == "share of codes" else name])


@pytest.mark.parametrize(
    ("keys", "named"),
    [({"statistic": "share"}, "cần danh sách mã"), ({"codes": [1]}, "chỉ dùng với statistic = share")],
)
def test_codes_that_are_missing_or_idle_are_refused(keys, named):
    with pytest.raises(ScoringError, match=rf"\[\[test\]\] 1 khóa «codes»: .*{named}"):
        asked(frame("nhanes"), NHANES, test=[{"of": "HI_CHOL", **keys}])


def same_t(ours, r):
    close(
        [ours["estimate"], ours["statistic"], ours["df"], ours["p"]],
        [r["estimate"], r["statistic"], r["parameter"], r["p"]],
        TIGHT,
    )


def test_a_t_test_in_a_domain_is_that_of_the_subset():
    block = {"of": "HI_CHOL", "between": "RIAGENDR", "by": "race"}
    tests = asked(frame("nhanes"), NHANES, test=[block])["tests"]

    assert [test["by"]["race"] for test in tests] == ["1", "2", "3", "4"]
    same_t(tests[0], R["ttest"]["sex_race_1"])


def test_levels_written_the_other_way_round_turn_the_difference():
    block = {"of": "HI_CHOL", "between": "race"}
    one, other = (
        asked(frame("nhanes"), NHANES, test=[{**block, "levels": levels}])["tests"][0]
        for levels in (["2", "4"], ["4", "2"])
    )

    assert (other["estimate"], other["low"], other["high"]) == (-one["estimate"], -one["high"], -one["low"])
    assert (other["se"], other["p"]) == (one["se"], one["p"])


def test_goodness_of_fit_is_that_of_r():
    shares = {"1": 0.2, "2": 0.6, "3": 0.12, "4": 0.08}
    block = {"kind": "goodness", "column": "race", "shares": shares}
    (test,) = asked(frame("nhanes"), NHANES, test=[block])["tests"]

    r = R["goodness"]
    close([test["statistic"], test["df"], test["p"]], [r["statistic"] / r["scale"], r["df"], r["p"]], TIGHT)
