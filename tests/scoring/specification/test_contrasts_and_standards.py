"""``[[contrast]]`` and ``standardise``: numbers of R, and what is refused."""

import json

import numpy as np
import pytest

from scoring import Design, contrast, estimate, quotient
from scoring.errors import ScoringError
from scoring.specification.output import to_json
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import expected, frame

R = expected("standardised")
NHANES = {"strata": "SDMVSTRA", "clusters": "SDMVPSU", "weight": "WTMEC2YR"}
CHOL = {"columns": ["HI_CHOL"], "valid": [0, 1]}
AGES = dict(zip(["(0,19]", "(19,39]", "(39,59]", "(59,Inf]"], R["agecat"]["shares"], strict=True))
HIGH = {"name": "high", "satisfied": [1], "deff": "wr"}
BY_AGE = {"column": "agecat", "shares": AGES}


def asked(data, design, items, **blocks):
    spec = read_spec({"design": design, "items": items, **blocks})
    return json.loads(to_json(run(data, list(data.columns), spec)))


def close(actual, wanted):
    np.testing.assert_allclose(np.asarray(actual, float), np.asarray(wanted, float), rtol=1e-8)


def nhanes(data=None, **blocks):
    return asked(frame("nhanes") if data is None else data, NHANES, CHOL, **blocks)


def test_standardised_shares_and_their_difference_are_those_of_r():
    done = nhanes(
        estimate=[{**HIGH, "by": ["race"], "standardise": BY_AGE}],
        contrast=[{"of": "high", "between": "race", "reference": "1"}],
    )

    wanted = R["nhanes_race"]
    assert [row["by"] for row in done["estimates"]] == [{"race": level} for level in wanted["levels"]]
    for ours in ("estimate", "se", "deff"):
        close([row[ours] for row in done["estimates"]], wanted[ours])
    close([done["contrasts"][0][key] for key in ("estimate", "se")], wanted["difference"])
    assert [row["by"] for row in done["contrasts"]] == [{"race": level} for level in "234"]


def test_everybody_standardised_is_that_of_r():
    (row,) = nhanes(estimate=[{**HIGH, "standardise": BY_AGE}])["estimates"]

    close([row["estimate"], row["se"]], [R["nhanes_all"]["estimate"], R["nhanes_all"]["se"]])
    assert row["n"] == int(frame("nhanes")["HI_CHOL"].notna().sum())


def test_standardised_means_of_schools_are_those_of_r():
    block = {"statistic": "mean", "by": "awards", "deff": "wr", "name": "m"}
    standard = {"column": "stype", "shares": {"E": 0.5, "H": 0.2, "M": 0.3}}
    done = asked(
        frame("apistrat"),
        {"strata": "stype", "weight": "pw", "fpc": "fpc"},
        {"columns": ["api00"]},
        estimate=[{**block, "standardise": standard}],
        contrast=[{"of": "m", "terms": {"api00[awards=Yes]": 1, "api00[awards=No]": -1}}],
    )

    for ours in ("estimate", "se", "deff"):
        close([row[ours] for row in done["estimates"]], R["apistrat"][ours])
    close([done["contrasts"][0][key] for key in ("estimate", "se")], R["apistrat"]["difference"])
    assert done["contrasts"][0]["variable"] == "api00[awards=Yes] − api00[awards=No]"


@pytest.mark.parametrize("mse", [False, True])
def test_standardised_means_under_jackknife_weights_are_those_of_r(mse):
    data = frame("nhanes2jk")
    third = np.select([data["height"] <= 155, data["height"] <= 165], ["a", "b"], "c")
    data = data.assign(third=third, side=(data["finalwgt"] > 10000).astype(int))
    standard = {"column": "third", "shares": {"a": 0.2, "b": 0.5, "c": 0.3}}
    done = asked(
        data,
        {"weight": "finalwgt", "replicates": "jkw_*", "scale": 1, "rscales": 0.5, "mse": mse},
        {"columns": ["weight"]},
        estimate=[{"statistic": "mean", "by": "side", "standardise": standard}],
    )

    wanted = R[f"nhanes2jk_{str(mse).upper()}"]
    for ours in ("estimate", "se"):
        close([row[ours] for row in done["estimates"]], wanted[ours])


def test_a_standardised_criterion_of_one_item_is_that_item():
    data = frame("sipas_small")
    standard = {"column": "age", "shares": {"1": 4, "2": 3, "3": 2, "4": 1}}
    block = {"by": "urban", "standardise": standard}
    done = asked(
        data,
        {"strata": "stratum", "clusters": "psu", "weight": "w"},
        {"columns": ["q01"], "valid": [1, 2, 3, 4, 5]},
        criteria={"C": ["q01"]},
        estimate=[block, {**block, "of": "criteria"}],
    )

    items, criteria = done["estimates"][:2], done["estimates"][2:]
    for key in ("estimate", "se", "low", "high", "deff", "n", "n_psu", "sum_w"):
        close([row[key] for row in criteria], [row[key] for row in items])


def test_a_level_without_answers_in_a_domain_is_named_in_its_row():
    data = frame("nhanes").copy()
    data.loc[(data["race"] == 3) & (data["agecat"] == "(19,39]"), "HI_CHOL"] = np.nan
    rows = nhanes(data, estimate=[{**HIGH, "by": "race", "standardise": BY_AGE}])["estimates"]

    assert [row["estimate"] is None for row in rows] == [False, False, True, False]
    assert "mức «(19,39]» của cột «agecat» không có câu trả lời hợp lệ" in rows[2]["why"]


@pytest.mark.parametrize(
    ("shares", "named"),
    [
        ({**AGES, "(90,99]": 1}, r"\(90,99\]»? không có trong"),
        ({"(0,19]": 1, "(19,39]": 1}, r"\(39,59\]» có trong"),
    ],
)
def test_levels_that_are_not_those_of_the_data_are_refused_by_name(shares, named):
    with pytest.raises(ScoringError, match=named):
        nhanes(estimate=[{**HIGH, "standardise": {"column": "agecat", "shares": shares}}])


WRONG_STANDARDS = {
    "no table": ({"standardise": "agecat"}, "phải là"),
    "a total": ({"standardise": BY_AGE, "statistic": "total"}, "chỉ dùng với statistic"),
    "a domain": ({"standardise": BY_AGE, "by": "agecat"}, "đã nằm trong «by»"),
    "a share of 0": ({"standardise": {"column": "agecat", "shares": {"a": 0}}}, "lớn hơn 0"),
}


@pytest.mark.parametrize(("keys", "named"), WRONG_STANDARDS.values(), ids=WRONG_STANDARDS)
def test_a_standard_that_cannot_be_is_refused_with_its_key(keys, named):
    with pytest.raises(ScoringError, match=rf"\[\[estimate\]\] 1.*khóa.*{named}"):
        nhanes(estimate=[{**HIGH, **keys}])


SIPAS = {"strata": "stratum", "clusters": "psu", "weight": "w"}
ITEMS = {"columns": ["q01", "q02"], "valid": [1, 2, 3, 4, 5]}
BLOCKS = [
    {"name": "towns", "by": "urban"},
    {"name": "all"},
    {"name": "C", "of": "criteria"},
    {"name": "middle", "statistic": "quantile", "p": [0.25, 0.5], "by": "urban"},
]


def contrasted(**keys):
    block = {"of": "towns", **keys}
    done = asked(
        frame("sipas_small"), SIPAS, ITEMS, criteria={"C1": ["q01", "q02"]}, estimate=BLOCKS, contrast=[block]
    )
    return done["contrasts"]


@pytest.fixture(scope="module")
def tables():
    design = Design.from_frame(frame("sipas_small"), **SIPAS)
    return [estimate(design, ["q01", "q02"], by, valid=range(1, 6)) for by in ("urban", ())]


def test_terms_of_two_blocks_share_their_covariance(tables):
    (row,) = contrasted(of=["towns", "all"], terms={"q01[urban=1]": 1, "q02": -0.5}, confidence=0.9)

    wanted = contrast({"q01[urban=1]": 1, "q02": -0.5}, *tables)
    close(
        [row["estimate"], row["se"], row["low"], row["high"], row["p"]],
        [wanted.estimate, wanted.se, *wanted.interval(0.9), wanted.p],
    )
    assert row["variable"] == "q01[urban=1] − 0.5·q02"
    assert "minus" not in row


def test_rows_of_one_name_are_told_apart_by_their_blocks():
    blocks = [{"name": "men", "where": "sex == 1"}, {"name": "women", "where": "sex == 2"}, {"name": "each", "by": "sex"}]  # fmt: skip
    contrasts = [
        {"of": ["men", "women"], "terms": {"men: q01": 1, "women: q01": -1}},
        {"of": "each", "terms": {"q01[sex=1]": 1, "q01[sex=2]": -1}},
    ]
    ours, wanted = asked(frame("sipas_small"), SIPAS, ITEMS, estimate=blocks, contrast=contrasts)["contrasts"]

    assert ours["variable"] == "men: q01 − women: q01"
    close([ours[key] for key in ("estimate", "se", "p")], [wanted[key] for key in ("estimate", "se", "p")])


def test_a_quotient_has_the_error_of_the_delta_method(tables):
    (row,) = contrasted(quotient=["q01[urban=1]", "q01[urban=0]"])

    wanted = quotient("q01[urban=1]", "q01[urban=0]", tables[0])
    close([row["estimate"], row["se"]], [wanted.estimate, wanted.se])


def test_an_item_against_its_criterion_and_a_cell_of_a_table_are_contrasted():
    done = asked(
        frame("sipas_small"), SIPAS, ITEMS, criteria={"C1": ["q01", "q02"]}, estimate=BLOCKS,
        table=[{"name": "t", "rows": "edu", "columns": "sex"}],
        contrast=[
            {"of": ["C", "all"], "terms": {"C1": 1, "q01": -0.5, "q02": -0.5}},
            {"of": "t", "between": "edu", "reference": "4"},
            {"of": "middle p=0.5", "between": "urban"},
        ],
    )  # fmt: skip
    identity, *others = done["contrasts"]

    assert abs(identity["estimate"]) < 1e-12
    assert identity["se"] < 1e-12
    cells = {row["by"]["edu"]: row["estimate"] for row in done["tables"] if row["by"]["sex"] == "1"}
    first = others[0]
    assert (first["variable"], first["by"], first["minus"]) == ("sex=1", {"edu": "1"}, "edu=4")
    close(first["estimate"], cells["1"] - cells["4"])
    medians = [row["estimate"] for row in done["estimates"] if row.get("p") == 0.5]
    close([row["estimate"] for row in others[-2:]], [medians[2] - medians[0], medians[3] - medians[1]])


WRONG_CONTRASTS = {
    "no such row": ({"terms": {"q09": 1}}, r"«terms»: không có dòng «q09».*«q01\[urban=0\]»"),
    "no such block": ({"of": "nowhere", "terms": {"q01": 1}}, "«of»: có 0 kết quả tên «nowhere».*towns, all"),
    "two quantiles": ({"of": "middle", "terms": {"q01": 1}}, "có 2 kết quả tên «middle».*middle p=0.25"),
    "no block": ({"of": [], "terms": {"q01": 1}}, r"«of»: cần tên của khối \[\[estimate\]\] hoặc"),
    "two ways": ({"terms": {"q01": 1}, "between": "urban"}, "đúng một trong"),
    "no way": ({}, "đúng một trong"),
    "half a quotient": ({"quotient": ["q01"]}, "hai dòng"),
    "not a domain": ({"between": "sex"}, "không có «by» = «sex»"),
    "no such level": ({"between": "urban", "reference": "7"}, "không có mức «7»; có: 0, 1"),
    "reference alone": ({"terms": {"q01": 1}, "reference": "1"}, "chỉ dùng với «between»"),
}


@pytest.mark.parametrize(("keys", "named"), WRONG_CONTRASTS.values(), ids=WRONG_CONTRASTS)
def test_a_contrast_that_cannot_be_is_refused_with_its_key(keys, named):
    with pytest.raises(ScoringError, match=rf"\[\[contrast\]\] 1 khóa .*{named}"):
        contrasted(**keys)


def test_a_contrast_with_a_row_that_has_no_number_says_why():
    data = frame("sipas_small").copy()
    data.loc[data["urban"] == 1, "q02"] = np.nan
    done = asked(data, SIPAS, ITEMS, estimate=BLOCKS[:1], contrast=[{"of": "towns", "between": "urban"}])

    first, second = done["contrasts"]
    assert first["estimate"] is not None
    assert (second["estimate"], second["p"]) == (None, None)
    assert second["why"] == "«q02[urban=1]»: không có câu trả lời hợp lệ nào trong ô này"
