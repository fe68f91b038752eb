"""Regressions of a specification: what comes out, and what is refused with its place."""

import csv
import io
import json

import pandas as pd
import pytest

from scoring import ScoringError
from tests.scoring.reference import GOLDEN, close, expected
from tests.scoring.regression.models_of_r import gap

DESIGN = """
[design]
strata = "stratum"
clusters = "psu"
weight = "w"
[items]
columns = ["q01", "q02"]
valid = [1, 2, 3, 4, 5]
"""
LOGISTIC = """
[[regression]]
name = "happy"
kind = "logistic"
outcome = "q01"
ones = [4, 5]
terms = ["sex", "age", "q02"]
factors = ["sex", "age"]
effects = "marginal"
"""


def rows(result, kind="regressions"):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)[kind]


def test_coefficients_effects_and_tests_of_a_block_are_those_of_r(ask):
    wanted = expected("regression")["sipas_logistic_wr"]
    result = ask(DESIGN + LOGISTIC)
    made = {(row["effect"], row["variable"]): row for row in rows(result)}
    at = [made["coefficient", name] for name in wanted["names"]]

    for key in ("estimate", "se", "p"):
        assert gap([row[key] for row in at], wanted[key]) < 1e-7
    assert {row["df"] for row in at} == {wanted["df"]}
    assert {row["n"] for row in at} == {wanted["n"]}
    for place, name in enumerate(wanted["effects"]["names"]):
        row = made["marginal", name]
        assert row["estimate"] == pytest.approx(wanted["effects"]["estimate"][place], rel=1e-8)
        assert row["se"] == pytest.approx(wanted["effects"]["vcov"][place][place] ** 0.5, rel=1e-8)
    tests = {row["variable"]: row for row in rows(result, "tests")}
    for one in wanted["tests"]:
        row = tests[one["term"]]
        close(
            [row[key] for key in ("statistic", "df", "df2", "p")],
            [one[key] for key in ("F", "df1", "df2", "p")],
            1e-7,
        )
        assert row["test"] == "wald F"


def test_odds_ratios_are_the_exponentials_of_a_logistic_models_coefficients_but_for_the_intercept(ask):
    from math import exp

    for row in rows(ask(DESIGN + LOGISTIC)):
        if row["effect"] == "coefficient" and row["variable"] != "(intercept)":
            found = [row[key] for key in ("odds_ratio", "odds_low", "odds_high")]
            close(found, [exp(row[key]) for key in ("estimate", "low", "high")], 1e-12)
        else:
            assert row["odds_ratio"] is None
    linear = LOGISTIC.replace("logistic", "linear").replace("ones = [4, 5]", "")
    assert all("odds_ratio" not in row for row in rows(ask(DESIGN + linear)))


def test_rows_left_out_and_reference_levels_are_said(ask, monkeypatch):
    monkeypatch.setenv("SIPAS_LANG", "en")
    said = json.loads(ask(DESIGN + LOGISTIC + "reference = { sex = 2 }\n").stdout)["notes"]

    assert "“happy”: 64 rows lack the outcome or a term and are not in the model (773 rows are)" in said[0]
    assert said[1] == "“happy”: reference levels: sex = 2, age = 1"


def test_a_domain_whose_model_has_no_estimate_says_why_and_the_others_have_theirs(ask, tmp_path, monkeypatch):
    monkeypatch.setenv("SIPAS_LANG", "en")
    data = pd.read_csv(GOLDEN / "sipas_small.csv")
    data["town"] = data["urban"].where(data["urban"] == 1, data["sex"])
    data.to_csv(tmp_path / "data.csv", index=False)
    block = (
        '[[regression]]\noutcome = "q01"\nterms = ["town", "m_resp"]\nfactors = ["town"]\nby = ["urban"]\n'
    )
    made = rows(ask(DESIGN + block, data=tmp_path / "data.csv"))

    refused = [row for row in made if row["by"] == {"urban": "1"}]
    assert "The factor “town” has a single level (1)" in refused[0]["why"]
    assert len(refused) == 1
    assert refused[0]["estimate"] is None
    assert all(row["se"] > 0 for row in made if row["by"] == {"urban": "0"})


def test_where_makes_a_domain_of_the_design_as_rs_subset(ask):
    wanted = expected("regression")["sipas_domain_wr"]
    block = LOGISTIC.replace('"age", ', "").replace(', "age"]', "]")
    for spec in (DESIGN + block + 'where = "urban == 1"\n', 'where = "urban == 1"\n' + DESIGN + block):
        made = {row["variable"]: row for row in rows(ask(spec)) if row["effect"] == "coefficient"}
        at = [made[name] for name in wanted["names"]]

        assert gap([row["se"] for row in at], wanted["se"]) < 1e-8
        assert {row["df"] for row in at} == {wanted["df"]}


def test_csv_and_table_have_a_line_per_coefficient(ask):
    lines = list(csv.DictReader(io.StringIO(ask(DESIGN + LOGISTIC, "--format", "csv").stdout)))
    table = ask(DESIGN + LOGISTIC, "--format", "table").stdout

    assert [line["variable"] for line in lines if line["effect"] == "coefficient"] == [
        "(intercept)", "sex=2", "age=2", "age=3", "age=4", "q02",
    ]  # fmt: skip
    assert [line["variable"] for line in lines if line["test"] == "wald F"] == ["sex", "age", "q02"]
    assert "coefficient  sex=2" in table
    assert "odds_ratio" in table


def test_labels_of_levels_stand_beside_the_names(ask, tmp_path):
    import pyreadstat

    data = pd.read_csv(GOLDEN / "sipas_small.csv")[["stratum", "psu", "w", "sex", "q01", "q02"]]
    path = tmp_path / "data.sav"
    pyreadstat.write_sav(data, str(path), variable_value_labels={"sex": {1: "Nam", 2: "Nữ"}})
    block = '[[regression]]\noutcome = "q01"\nterms = ["sex", "q02", "sex:q02"]\nfactors = ["sex"]\n'
    made = rows(ask(DESIGN + block, data=path))

    assert {row["variable"]: row["label"] for row in made} == {
        "(intercept)": "", "sex=2": "sex=Nữ", "q02": "", "sex=2:q02": "sex=Nữ:q02",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "en"),
    [
        ('outcome = "q01"', "", "[[regression]] 1 key “outcome”: is missing"),
        ('terms = ["sex", "age", "q02"]', "", "[[regression]] 1 key “terms”: at least one term is needed"),
        ('"logistic"', '"probit"', "key “kind”: “probit” is unknown; use linear, logistic"),
        ("ones = [4, 5]", "", "[[regression]] 1: The outcome “q01”, data row 1: 4 is neither 0 nor 1"),
        ("ones = [4, 5]", "ones = [7]", "[[regression]] 1: The outcome “q01”: no row has a code among [7]"),
        ('"q02"]', '"psux"]', "[[regression]] 1: The data has no column “psux”"),
        ('effects = "marginal"', 'effects = "all"', "key “effects”: “all” is unknown; use none, marginal"),
        ('factors = ["sex", "age"]', 'factors = ["edu"]', "“edu” is said to be a factor but is not in the model"),
        ('factors = ["sex", "age"]', 'reference = "sex"', "key “reference”: must be a table of column = level"),
        ('factors = ["sex", "age"]', "reference = { sex = 3 }", "no row used has the reference level “3”"),
        ('effects = "marginal"', "confidence = 2", "key “confidence”: must lie between 0 and 1"),
        ('effects = "marginal"', "odds = true", "key “odds”: unknown"),
    ],
)  # fmt: skip
def test_what_a_block_cannot_mean_is_refused_with_its_place(ask, old, new, en):
    error = ask(DESIGN + LOGISTIC.replace(old, new)).exception

    assert isinstance(error, ScoringError)
    assert en in error.en


@pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pandas.errors.Pandas4Warning")
def test_an_engine_fetches_the_columns_of_a_model(ask):
    pytest.importorskip("ibis")
    plain, duck = (rows(ask(DESIGN + LOGISTIC, "--engine", engine)) for engine in ("numpy", "duckdb"))

    assert [row["variable"] for row in duck] == [row["variable"] for row in plain]
    close([row["estimate"] for row in duck], [row["estimate"] for row in plain])
    close([row["se"] for row in duck], [row["se"] for row in plain])
