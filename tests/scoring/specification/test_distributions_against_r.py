"""``distribution``, ``share`` and ``count`` of codes against R's svymean and svytotal of factors."""

import json

import pandas as pd
import pytest

from tests.scoring.reference import GOLDEN, close, expected

SIPAS = """
[design]
strata = "stratum"
clusters = "psu"
weight = "w"
[items]
columns = ["q01", "q02"]
valid = [1, 2, 3, 4, 5]
"""
API = """
[design]
strata = "stype"
weight = "pw"
fpc = "fpc"
[items]
columns = ["awards"]
"""
NHANES = """
[design]
weight = "finalwgt"
{design}
[columns.tall]
from = "height"
cut = [-inf, 160, 170]
labels = ["a", "b", "c"]
[items]
columns = ["tall"]
valid = ["a", "b", "c"]
"""
DESIGNS = {
    "jk": 'replicates = "jkw_*"\nscale = 1\nrscales = 0.5\n',
    "brr": f'replicates = "brr_*"\nscale = {1 / 32!r}\nmse = true\n',
}


def rows_of(result):
    assert result.exit_code == 0, result.exception
    return json.loads(result.output)["estimates"]


def block(statistic, rest=""):
    return f'[[estimate]]\nstatistic = "{statistic}"\n{rest}\n'


def of(rows, field):
    return [row[field] for row in rows]


CASES = {
    ("sipas", "q01"): "",
    ("sipas", "q02"): "",
    ("town",): "where = 'urban == 1'",
    ("women",): "where = 'sex == 2 and age >= 2'",
}


@pytest.mark.parametrize(("path", "where"), CASES.items())
def test_a_distribution_is_that_of_svymean_of_a_factor(ask, path, where):
    wanted = expected("distributions")
    for name in path:
        wanted = wanted[name]
    item = path[1] if len(path) > 1 else "q01"

    rows = [row for row in rows_of(ask(SIPAS + block("distribution", where))) if row["variable"] == item]

    assert of(rows, "code") == wanted["codes"]
    for ours, theirs in (("estimate", "share"), ("se", "share_se"), ("low", "low"), ("high", "high")):
        close(of(rows, ours), wanted[theirs])
    if not where:  # of a subset R compares with a sample of the subset's share of the population
        close(of(rows, "deff"), wanted["share_deff"])


@pytest.mark.parametrize(("path", "where"), CASES.items())
def test_a_count_is_that_of_svytotal_of_a_factor(ask, path, where):
    wanted = expected("distributions")
    for name in path:
        wanted = wanted[name]
    item = path[1] if len(path) > 1 else "q01"
    counts = [block("count", f"codes = [{code}]\n{where}") for code in wanted["codes"]]

    rows = [row for row in rows_of(ask(SIPAS + "".join(counts))) if row["variable"] == item]

    close(of(rows, "estimate"), wanted["count"])
    close(of(rows, "se"), wanted["count_se"])


def test_domains_have_the_distributions_of_their_subsets(ask):
    rows = rows_of(ask(SIPAS + block("distribution", 'by = ["urban"]')))
    first = [row for row in rows if row["variable"] == "q01"]

    for level, name in (("0", "country"), ("1", "town")):
        here = [row for row in first if row["by"] == {"urban": level}]
        close(of(here, "estimate"), expected("distributions")[name]["share"])
        close(of(here, "se"), expected("distributions")[name]["share_se"])


def test_words_are_codes_where_no_codes_are_listed(ask):
    spec = API + block("distribution") + block("count", 'codes = ["Yes"]')
    rows = rows_of(ask(spec, data=GOLDEN / "apistrat.csv"))
    wanted = expected("distributions")["api"]

    assert of(rows[:2], "code") == wanted["codes"] == ["No", "Yes"]
    close(of(rows[:2], "estimate"), wanted["share"])
    close(of(rows[:2], "se"), wanted["share_se"])
    close(of(rows[:2], "deff"), wanted["share_deff"])
    close([rows[2]["estimate"], rows[2]["se"]], [wanted["count"][1], wanted["count_se"][1]])


@pytest.mark.parametrize("kind", DESIGNS)
def test_replicates_give_the_distributions_of_r(ask, kind):
    wanted = expected("distributions")[kind]
    counts = [block("count", f'codes = ["{code}"]') for code in "abc"]
    spec = (
        NHANES.format(design=DESIGNS[kind])
        + block("distribution")
        + block("distribution", "where = 'weight >= 80'")
        + "".join(counts)
    )
    rows = rows_of(ask(spec, data=GOLDEN / f"nhanes2{kind}.csv"))

    for at, name in enumerate(("share", "heavy", "count")):
        close(of(rows[3 * at : 3 * at + 3], "estimate"), wanted[name])
        close(of(rows[3 * at : 3 * at + 3], "se"), wanted[f"{name}_se"])


def test_share_with_codes_is_the_neutral_name_of_satisfied(ask):
    shares, satisfied = (
        rows_of(ask(SIPAS + f'[criteria]\nC = ["q01", "q02"]\n{block(kind, of_what)}'))
        for kind, of_what in (
            ("share", 'codes = [1, 2]\nof = "criteria"'),
            ("satisfied", 'satisfied = [1, 2]\nof = "criteria"'),
        )
    )

    assert shares == satisfied


def test_engines_reduce_distributions_and_counts(ask):
    spec = SIPAS + block("distribution", 'by = ["district"]') + block("count", "codes = [4, 5]")
    with pytest.warns():
        reduced = ask(spec, "--engine", "duckdb")
    for field in ("estimate", "se", "low", "n"):
        ours, theirs = (
            [-1.0 if x is None else x for x in of(rows_of(run), field)] for run in (reduced, ask(spec))
        )
        close(ours, theirs)


def test_the_words_for_codes_stand_in_every_output(ask):
    spec = SIPAS + '[columns.q01]\nlabels = { "5" = "rất hài lòng" }\n' + block("distribution", "name = 'd'")

    rows = rows_of(ask(spec))
    csv = ask(spec, "--format", "csv").output.splitlines()
    table = ask(spec, "--format", "table").output

    assert [row.get("code_label") for row in rows[:5]] == [None] * 4 + ["rất hài lòng"]
    assert csv[0].startswith("name,variable,code,code_label,estimate,")
    assert csv[5].startswith("d,q01,5,rất hài lòng,0.38")
    assert "q01  5  rất hài lòng    0.3881" in table


def test_codes_can_be_contrasted_and_have_their_covariance(ask):
    spec = (
        SIPAS
        + block("distribution", "name = 'd'")
        + block("share", "name = 's'\ncodes = [4, 5]")
        + "[[contrast]]\nof = 'd'\nterms = { 'q01=4' = 1, 'q01=5' = 1 }\n"
    )
    whole = json.loads(ask(spec).output)
    share = next(row for row in whole["estimates"] if row["name"] == "s")

    close([whole["contrasts"][0][x] for x in ("estimate", "se")], [share["estimate"], share["se"]])


def test_a_total_of_codes_says_that_it_is_no_number_of_people(ask):
    whole = json.loads(ask(SIPAS + block("total", "name = 't'")).output)
    without = json.loads(ask(SIPAS.replace("valid = [1, 2, 3, 4, 5]", "") + block("total")).output)

    assert whole["notes"][0].startswith("«t»: total cộng các mã trả lời như cộng số, không phải số người")
    assert "notes" not in without


REFUSED = {
    "count without codes": (block("count"), "«codes»: còn thiếu: statistic = count"),
    "share without codes": (block("share"), "«codes»: còn thiếu: statistic = share"),
    "codes of another statistic": (block("satisfied", "codes = [4]"), "«codes»: chỉ dùng với"),
    "satisfied of another statistic": (block("share", "codes = [4]\nsatisfied = [4]"), "dùng «codes»"),
    "codes that are not valid": (block("count", "codes = [8]"), "«codes»: không mã nào trong [8]"),
    "a distribution of criteria": (block("distribution", 'of = "criteria"'), "chỉ tính cho items"),
    "a count of criteria": (block("count", 'of = "criteria"\ncodes = [5]'), "chỉ tính cho items"),
}


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_has_no_meaning_is_refused(ask, text, said):
    result = ask(SIPAS + '[criteria]\nC = ["q01"]\n' + text)

    assert said in result.exception.vi


def test_a_column_of_many_values_is_to_be_cut_first(ask, tmp_path):
    many = pd.read_csv(GOLDEN / "nhanes2jk.csv", usecols=["height", "finalwgt"])
    many.to_csv(tmp_path / "many.csv", index=False)
    spec = '[design]\nweight = "finalwgt"\n[items]\ncolumns = "height"\n' + block("distribution")

    assert "cut trong [columns]" in ask(spec, data=tmp_path / "many.csv").exception.vi
