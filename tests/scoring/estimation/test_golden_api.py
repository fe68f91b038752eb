"""The California schools of R's survey package: means, totals, ratios, domains, intervals, quantiles, tests."""

import numpy as np
import pytest

from scoring import Design, contrast, estimate
from scoring.comparison.chi_square import chi_square
from scoring.comparison.contrast import quotient
from scoring.comparison.ttest import ttest
from scoring.estimation.population_variance import population_variance
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from tests.scoring.reference import LIKELIHOOD, TIGHT, api, close, expected, frame, three

FILES = ["apistrat", "apiclus1"]
pytestmark = pytest.mark.parametrize("name", FILES)
OURS = {"beta": "korn_graubard", "mean": "t"}


def indicator(name, *columns):
    data = frame(name)
    return {
        f"{column}{level}": (data[column] == level) * 1.0
        for column in columns
        for level in sorted(set(data[column]))
    }


def test_means(name):
    wanted = expected(name)["mean"]
    table = estimate(api(name), wanted["names"], statistic="mean")

    for ours, theirs in zip(three(table), ("estimate", "se", "vcov"), strict=True):
        close(ours, wanted[theirs])
    close(table.low[0], wanted["ci_low"])
    close(table.high[0], wanted["ci_high"])
    assert table.design.df == wanted["df"] == expected(name)["df"]


@pytest.mark.parametrize(("reference", "field"), [("wor", "deff"), ("wr", "deff_replace")])
def test_design_effects_of_means(name, reference, field):
    wanted = expected(name)["mean"]

    close(estimate(api(name), wanted["names"], statistic="mean", deff=reference).deff[0], wanted[field])


def test_shares_of_factor_levels(name):
    wanted = expected(name)["factor_mean"]
    table = estimate(api(name), indicator(name, "stype", "comp.imp"), satisfied=[1], interval="t")

    assert list(table.variables) == wanted["names"]
    for ours, theirs in zip(three(table), ("estimate", "se", "vcov"), strict=True):
        np.testing.assert_allclose(ours, wanted[theirs], rtol=TIGHT, atol=1e-14)
    np.testing.assert_allclose(table.low[0], wanted["ci_low"], rtol=TIGHT, atol=1e-14)


def test_totals(name):
    wanted = expected(name)["total"]
    table = estimate(api(name), wanted["names"], statistic="total")

    for ours, theirs in zip(three(table), ("estimate", "se", "vcov"), strict=True):
        close(ours, wanted[theirs])
    close(table.deff[0], wanted["deff"])
    close(table.high[0], wanted["ci_high"])


def test_a_ratio(name):
    wanted = expected(name)["ratio"]
    row = ratio(api(name), "api.stu", "enroll").rows[0]

    close([row.estimate, row.se, row.df], [wanted["estimate"], wanted["se"], wanted["df"]])


def test_domains_by_one_column(name):
    wanted = expected(name)["by_stype"]
    table = estimate(api(name), "api00", by="stype", statistic="mean")

    assert [row.by["stype"] for row in table] == wanted["levels"]
    close(table.value[:, 0], wanted["estimate"])
    close(table.se[:, 0], wanted["se"])
    np.testing.assert_allclose(table.vcov, wanted["vcov"], rtol=TIGHT, atol=1e-10)


def test_domains_by_two_columns(name):
    wanted = expected(name)["by_two"]
    table = estimate(api(name), "comp.imp", by=["stype", "sch.wide"], satisfied=["Yes"])
    names = [
        f"comp.imp[stype={stype},sch.wide={wide}]"
        for stype, wide in zip(wanted["stype"], wanted["sch.wide"], strict=True)
    ]

    close([[table[name].estimate, table[name].se] for name in names], wanted["est"])


def test_a_mean_within_a_domain(name):
    wanted = expected(name)["domain_mean"]
    table = estimate(
        api(name), "api00", where=frame(name)["comp.imp"] == "Yes", statistic="mean", df="domain"
    )

    close(table.value[0], wanted["estimate"])
    close(table.se[0], wanted["se"])
    close([table.low[0, 0], table.high[0, 0]], [wanted["ci_low"][0], wanted["ci_high"][0]])
    assert table.rows[0].df_domain == wanted["df"]


@pytest.mark.parametrize("kind", ["logit", "likelihood", "asin", "beta", "mean", "xlogit"])
def test_intervals_of_a_share(name, kind):
    wanted = expected(name)["ciprop"][kind]
    row = estimate(api(name), "comp.imp", satisfied=["Yes"], interval=OURS.get(kind, kind)).rows[0]

    close([row.estimate, row.se], [wanted["estimate"], wanted["se"]])
    close([row.low, row.high], wanted["ci"], LIKELIHOOD if kind == "likelihood" else TIGHT)


def test_an_interval_of_90_percent(name):
    row = estimate(api(name), "comp.imp", satisfied=["Yes"], confidence=0.9).rows[0]

    close([row.low, row.high], expected(name)["ciprop"]["level90_logit"])


def test_quantiles_with_their_intervals(name):
    wanted = expected(name)["quantile_math"]

    for p, row in zip(wanted["p"], wanted["table"], strict=True):
        table = quantile(api(name), "api00", p, rule=wanted["qrule"])
        close([part[0, 0] for part in (table.value, table.low, table.high, table.se)], row)


def test_rules_of_quantiles(name):
    for rule, wanted in expected(name)["quantile_rules"].items():
        close([quantile(api(name), "api00", p, rule=rule).value[0, 0] for p in (0.25, 0.5, 0.75)], wanted)


def test_the_t_test_of_two_groups(name):
    wanted = expected(name)["ttest"]
    test = ttest(api(name), "api00", "comp.imp")

    close(
        [test.estimate, test.statistic, test.df, test.p],
        [wanted[k] for k in ("estimate", "statistic", "df", "p")],
    )
    close([test.low, test.high], wanted["ci"])


def test_the_t_test_of_pairs(name):
    wanted = expected(name)["ttest_paired"]
    data = frame(name)
    test = ttest(api(name), {"gain": data["api00"] - data["api99"]})

    close(
        [test.estimate, test.statistic, test.df, test.p],
        [wanted[k] for k in ("estimate", "statistic", "df", "p")],
    )


@pytest.mark.parametrize("kind", ["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"])
def test_independence(name, kind):
    wanted = expected(name)["chisq"][kind]
    test = chi_square(api(name), "comp.imp", "stype", kind)

    close(test.statistic, wanted["statistic"])
    close(test.parameters, wanted["parameter"])
    close(test.p, wanted["p"])


def test_a_difference_and_a_quotient_of_two_means(name):
    wanted = expected(name)
    means = estimate(api(name), ["api00", "api99"], statistic="mean")
    difference, factor = contrast({"api00": 1, "api99": -1}, means), quotient("api00", "api99", means)

    close([difference.estimate, difference.se], [wanted["contrast_diff"][k] for k in ("estimate", "se")])
    close([factor.estimate, factor.se], [wanted["contrast_ratio"][k] for k in ("estimate", "se")])


def test_the_variance_in_the_population(name):
    row = population_variance(api(name), "api00", statistic="mean").rows[0]

    close([row.estimate, row.se], [expected(name)["var"][k] for k in ("estimate", "se")])


def test_the_design_does_not_change_under_its_estimates(name):
    design = api(name)
    estimate(design, "api00", statistic="mean")

    assert not design.weight.flags.writeable
    with pytest.raises(AttributeError):
        design.weights = None  # type: ignore[misc]
    assert isinstance(design, Design)
