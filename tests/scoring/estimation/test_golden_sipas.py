"""The one-province survey under three designs: items, criteria, every domain, tests, replicates, two years."""

import numpy as np
import pytest

from scoring import Design, contrast, estimate
from scoring.comparison.chi_square import chi_square
from scoring.comparison.ttest import ttest
from scoring.criteria.groups import estimate_groups
from scoring.design.replication import given, jackknife
from tests.scoring.reference import ITEMS, LIKELIHOOD, SIPAS, TIGHT, VALID, close, expected, frame, sipas

WANTED = expected("sipas_small")
CRITERIA = {f"C{at + 1}": names for at, names in enumerate(WANTED["wr"]["criteria"]["items_of"])}
HEADING = {"all": list(CRITERIA), **CRITERIA}
EIGHT = {"all": dict.fromkeys(CRITERIA, 1 / 8)}
BY = ["district", "urban", "sex", "age", "mode"]
OURS = {"beta": "korn_graubard", "mean": "t"}
blocks = pytest.mark.parametrize("block", SIPAS)
combines = pytest.mark.parametrize("combine", ["mean_of_items", "pooled"])


def columns(table, **fields):
    """Hold columns of a table's first domain against lists of R."""
    for name, wanted in fields.items():
        close(getattr(table, name)[0], wanted)


@blocks
def test_the_size_of_the_design(block):
    design, wanted = sipas(block), WANTED[block]

    assert (design.n, design.psu.parent.size, np.unique(design.psu.parent).size, design.df) == tuple(
        wanted[k] for k in ("n", "n_psu", "n_strata", "df")
    )


@blocks
def test_forty_items(block):
    wanted = WANTED[block]["items"]
    table = estimate(sipas(block), wanted["item"], valid=VALID, interval="t")

    columns(
        table,
        value=wanted["estimate"],
        se=wanted["se"],
        low=wanted["ci_low"],
        high=wanted["ci_high"],
        deff=wanted["deff"],
        n=wanted["n_valid"],
        sum_w=wanted["sum_w"],
    )
    replaced = estimate(sipas(block), wanted["item"], valid=VALID, deff="wr")
    close(replaced.deff[0], wanted["deff_replace"])


@blocks
def test_mean_scores(block):
    wanted = WANTED[block]["mean_score"]
    table = estimate(sipas(block), wanted["item"], valid=VALID, statistic="mean")
    fifth = estimate(sipas(block), wanted["item"], valid=VALID, statistic="mean5")
    index = estimate(sipas(block), wanted["item"], valid=VALID, statistic="mean01")

    columns(table, value=wanted["estimate"], se=wanted["se"], low=wanted["ci_low"], high=wanted["ci_high"])
    close(fifth.value[0], np.array(wanted["estimate"]) / 5)
    close(index.se[0], np.array(wanted["se"]) / 4)


@blocks
@combines
def test_criteria_and_their_covariance(block, combine):
    wanted = WANTED[block]["criteria"][combine]
    table = estimate_groups(sipas(block), CRITERIA, combine=combine, valid=VALID, interval="t")

    columns(table, value=wanted["estimate"], se=wanted["se"], low=wanted["ci_low"], high=wanted["ci_high"])
    close(table.vcov, wanted["vcov"])


@blocks
@combines
def test_a_criterion_minus_another_and_the_mean_of_all(block, combine):
    wanted = WANTED[block]["criteria"]
    table = estimate_groups(sipas(block), CRITERIA, combine=combine, valid=VALID)
    difference = contrast({"C1": 1, "C2": -1}, table)
    overall = table.combine(EIGHT).rows[0]

    close([difference.estimate, difference.se], list(wanted["diff_1_minus_2"][combine].values()))
    close([overall.estimate, overall.se], list(wanted["overall_mean_of_criteria"][combine].values()))


@blocks
def test_a_heading_over_criteria_is_the_mean_of_criteria(block):
    row = estimate_groups(sipas(block), HEADING, valid=VALID)["all"]

    close(
        [row.estimate, row.se],
        list(WANTED[block]["criteria"]["overall_mean_of_criteria"]["mean_of_items"].values()),
    )


@blocks
@pytest.mark.parametrize("by", BY)
def test_items_of_every_domain(block, by):
    wanted = WANTED[block]["by"][by]
    table = estimate(sipas(block), ITEMS, by=by, valid=VALID, interval="t")

    assert [level[0] for level in table.domains.levels] == wanted["levels"]
    for d, cell in enumerate(wanted["cells"]):
        items = cell["items"]
        assert table.extent.rows[d] == cell["n"]
        assert table.extent.df[d] == items["df_domain"]
        for ours, theirs in (
            ("value", "estimate"), ("se", "se"), ("low", "ci_low"), ("high", "ci_high"), ("n", "n_valid"), ("sum_w", "sum_w")
        ):  # fmt: skip
            close(getattr(table, ours)[d], items[theirs])


@blocks
@combines
@pytest.mark.parametrize("by", BY)
def test_criteria_of_every_domain(block, combine, by):
    wanted = WANTED[block]["by"][by]["cells"]
    table = estimate_groups(sipas(block), CRITERIA, by=by, combine=combine, valid=VALID)
    overall = table.combine(EIGHT)

    for d, cell in enumerate(wanted):
        close(table.value[d], cell[f"criteria_{combine}"]["estimate"])
        close(table.se[d], cell[f"criteria_{combine}"]["se"])
        close([overall.value[d, 0], overall.se[d, 0]], list(cell["overall"][combine].values()))


@blocks
@pytest.mark.parametrize("kind", ["logit", "likelihood", "asin", "beta", "mean", "xlogit"])
def test_intervals_of_some_items(block, kind):
    for item, wanted in WANTED[block]["ciprop"].items():
        row = estimate(sipas(block), item, valid=VALID, interval=OURS.get(kind, kind)).rows[0]
        close([row.low, row.high], wanted[kind], LIKELIHOOD if kind == "likelihood" else TIGHT)


@pytest.mark.parametrize("kind", [k for k in expected("ciprop_survey45") if k != "meta"])
def test_intervals_of_all_items_as_survey_4_5_makes_them(kind):
    wanted = expected("ciprop_survey45")[kind]
    table = estimate(sipas("wr"), list(wanted), valid=VALID, interval=OURS.get(kind, kind))

    bounds = np.stack([table.low[0], table.high[0]], axis=1)
    close(bounds, list(wanted.values()), LIKELIHOOD if kind == "likelihood" else TIGHT)


@blocks
def test_the_target_83_25_is_a_t_statistic_away(block):
    wanted = WANTED[block]["target_8325"]
    table = estimate_groups(sipas(block), CRITERIA, valid=VALID)

    close((table.value[0] - wanted["target"]) / table.se[0], wanted["t"])


@blocks
def test_paper_against_web(block):
    wanted = WANTED[block]["mode_ttest_q01"]
    test = ttest(sipas(block), "q01", "mode", statistic="satisfied", valid=VALID)

    np.testing.assert_allclose(test.estimate, wanted["estimate"], rtol=TIGHT, atol=1e-12)
    np.testing.assert_allclose(test.statistic, wanted["statistic"], rtol=1e-8)
    close([test.df, test.p], [wanted["df"], wanted["p"]])


@blocks
@pytest.mark.parametrize("kind", WANTED["wr"]["chisq_q01_sex"])
def test_answers_against_sex(block, kind):
    data = frame("sipas_small").assign(answer=lambda d: d["q01"].where(d["q01"] <= 5))
    design = Design.from_frame(
        data, **{"strata": "stratum", "clusters": "psu", "weight": "w", **SIPAS[block]}
    )
    wanted, test = WANTED[block]["chisq_q01_sex"][kind], chi_square(design, "answer", "sex", kind)

    close([test.statistic, test.p], [wanted["statistic"], wanted["p"]])
    close(test.parameters, wanted["parameter"])


def test_the_jackknife():
    design = jackknife(sipas("wr"))
    table, wanted = estimate(design, ITEMS, valid=VALID), WANTED["JKn"]

    columns(table, value=wanted["items"]["estimate"], se=wanted["items"]["se"])
    assert design.replicates.factors.shape[1] == wanted["n_reps"]
    assert (design.replicates.scale, design.df) == (wanted["scale"], wanted["df"])


def test_bootstrap_weights_that_came_with_the_data():
    wanted = WANTED["subbootstrap"]
    import pandas as pd

    from tests.scoring.reference import GOLDEN

    weights = pd.read_csv(GOLDEN / "sipas_small.bootweights.csv.gz")
    design = given(sipas("wr"), weights, scale=wanted["scale"], mse=wanted["mse"])

    columns(estimate(design, ITEMS, valid=VALID), value=wanted["items"]["estimate"], se=wanted["items"]["se"])


@pytest.mark.parametrize("block", ["panel", "indep"])
def test_a_change_between_years_knows_the_communes_they_share(block):
    wanted, data = expected("sipas_twoyears")[block], frame("sipas_twoyears")
    strata = "stratum" if block == "panel" else ["year", "stratum"]
    design = Design.from_frame(data, strata=strata, clusters="psu", weight="w")
    table = estimate(design, wanted["item"], by="year", valid=VALID)
    changes = [
        contrast({f"{item}[year=2026]": 1, f"{item}[year=2025]": -1}, table) for item in wanted["item"]
    ]

    close(table.value, [wanted["est_2025"], wanted["est_2026"]])
    close(table.se, [wanted["se_2025"], wanted["se_2026"]])
    k = len(wanted["item"])
    np.testing.assert_allclose(np.diag(table.vcov[:k, k:]), wanted["cov"], rtol=TIGHT, atol=1e-18)
    close([change.estimate for change in changes], wanted["diff"])
    close([change.se for change in changes], wanted["se_diff"])
    assert design.df == wanted["df"]
    mean = table.combine({"mean": dict.fromkeys(wanted["item"], 1 / k)})
    change = contrast({"mean[year=2026]": 1, "mean[year=2025]": -1}, mean)
    close([change.estimate, change.se], list(wanted["mean_diff"].values()))
