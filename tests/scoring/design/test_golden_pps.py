"""Variances of samples drawn with unequal probabilities, without replacement, are those of R's survey."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from scoring import Design, JointProbabilities, Pps, RegressionModel, contrast, estimate, ratio, regress
from tests.scoring.reference import GOLDEN, close, expected, frame

JOINT = pd.read_csv(GOLDEN / "election_jointprob.csv", index_col="id")
NAMES = [
    "brewer",
    "hartley_rao",
    "hartley_rao_of_the_sample",
    "yates_grundy",
    "brewer_strata",
    "hartley_rao_strata",
]


@cache
def design(name):
    kind = name.removesuffix("_strata").removesuffix("_of_the_sample")
    squares = {
        "hartley_rao": {"": expected("pps")["hartley_rao"]["squares"]},
        "hartley_rao_strata": {"a": 1.9, "b": 0.9},
    }.get(name)
    joint = (
        JointProbabilities(tuple(map(str, JOINT.index)), JOINT.to_numpy()) if kind == "yates_grundy" else None
    )
    return Design.from_frame(
        frame("election_pps"),
        strata="half" if "strata" in name else None,
        clusters="id",
        weight="weight",
        fpc="p",
        pps=Pps(kind, joint, squares),
    )


def total(design, *columns, **options):
    return estimate(design, columns, statistic="total", **options)


@pytest.mark.parametrize("name", NAMES)
def test_totals_with_their_covariance_and_contrasts(name):
    wanted, table = expected("pps")[name], total(design(name), "Bush", "Kerry", "Nader")
    difference = contrast({"Bush": 1, "Kerry": -1}, table)

    close(table.value.ravel(), wanted["total"]["estimate"])
    close(table.vcov, wanted["total"]["vcov"])
    close(table.se.ravel() ** 2, np.diag(wanted["total"]["vcov"]))
    close([difference.estimate, difference.se], [wanted["difference"][key] for key in ("estimate", "se")])


@pytest.mark.parametrize("name", NAMES)
def test_means_ratios_and_domains(name):
    wanted, made = expected("pps")[name], design(name)
    large = frame("election_pps")["large"] == 1
    mean = estimate(made, "share", statistic="mean").rows[0]
    per = ratio(made, "Bush", "votes").rows[0]
    within = estimate(made, "share", statistic="mean", where=large).rows[0]
    by = estimate(made, "share", "large", statistic="mean")["share[large=1]"]
    part = total(made, "Bush", where=large).rows[0]

    for row, key in ((mean, "mean"), (per, "ratio"), (within, "domain_mean"), (by, "domain_mean")):
        close([row.estimate, row.se], [wanted[key]["estimate"], wanted[key]["se"]])
    close([part.estimate, part.se**2], [wanted["domain"]["estimate"][0], wanted["domain"]["vcov"][0][0]])


@pytest.mark.parametrize("name", NAMES)
def test_a_regression(name):
    wanted = expected("pps")[name]["regression"]
    made = regress(
        design(name), RegressionModel(outcome="share", terms=["TotPrecincts", "Nader"])
    ).coefficients

    close(made.value, wanted["estimate"], 1e-8)
    close(made.vcov, wanted["vcov"], 1e-8)


def test_two_stages_and_clusters_of_several_rows():
    areas, squares = frame("election_areas"), {"": expected("pps")["hartley_rao"]["squares"]}
    two = Design.from_frame(
        areas, clusters=["id", "area"], weight="weight", fpc=["p", "f2"], pps=Pps("brewer")
    )
    table, per = total(two, "Bush", "Kerry"), ratio(two, "Bush", "Kerry").rows[0]
    wanted = expected("pps")["brewer_two_stages"]
    one = Design.from_frame(
        areas, clusters="id", weight="weight", fpc="p", pps=Pps("hartley_rao", squares=squares)
    )

    close(table.vcov, wanted["total"]["vcov"])
    close([per.estimate, per.se], [wanted["ratio"]["estimate"], wanted["ratio"]["se"]])
    close(total(one, "Bush", "Kerry").vcov, expected("pps")["hartley_rao_clusters"]["total"]["vcov"])


def test_without_the_populations_squares_hartley_and_rao_is_brewer():
    close(
        expected("pps")["hartley_rao_of_the_sample"]["total"]["vcov"],
        expected("pps")["brewer"]["total"]["vcov"],
    )
