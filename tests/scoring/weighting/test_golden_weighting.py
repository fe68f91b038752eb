"""Weights adjusted as R adjusts them, and standard errors that know about it."""

import numpy as np
import pytest

from scoring import estimate
from scoring.design.replication import jackknife
from scoring.estimation.ratio import ratio
from scoring.weighting import Margin, calibrate, poststratify, rake, trim
from tests.scoring.reference import ITEMS, VALID, api, close, expected, sipas

SCHOOLS = expected("apiclus1")
OPTIMISED = 1e-6


def margins(listed):
    """Return margins from R's lists of {column: level, Freq: count}."""
    return [
        Margin(next(iter(rows[0])), {str(next(iter(row.values()))): row["Freq"] for row in rows})
        for rows in listed
    ]


def totals(listed):
    """Return totals under our names: R's ``stypeH`` is ``stype=H``."""
    return {
        name.replace("stype", "stype=").replace("(Intercept)", "(intercept)"): x for name, x in listed.items()
    }


def holds(design, wanted, rtol):
    for key, variable in (("mean", "api00"), ("total", "enroll")):
        if key in wanted:
            row = estimate(design, variable, statistic=key, interval="t").rows[0]
            close([row.estimate, row.se], [wanted[key]["estimate"][0], wanted[key]["se"][0]], rtol)
            close([row.low, row.high], [wanted[key]["ci_low"][0], wanted[key]["ci_high"][0]], rtol)


def schools_poststratified():
    counts = {row["stype"]: row["Freq"] for row in SCHOOLS["poststratify"]["targets"]}
    return poststratify(api("apiclus1"), "stype", counts)


def test_poststratification():
    wanted, step = SCHOOLS["poststratify"], schools_poststratified()

    close(step.design.weight[:10], wanted["weights_first10"])
    holds(step.design, wanted, 1e-9)


def test_raking_of_schools():
    wanted = SCHOOLS["rake"]
    step = rake(api("apiclus1"), margins(wanted["margins"]))

    close(step.design.weight, wanted["weights"], OPTIMISED)
    holds(step.design, wanted, 1e-9)


def test_raking_of_the_province():
    wanted = expected("sipas_small")["rake"]
    step = rake(sipas("wr"), margins(wanted["margins"]))
    table = estimate(step.design, ITEMS, valid=VALID)

    close(step.design.weight, wanted["weights"], OPTIMISED)
    close(table.value[0], wanted["items"]["estimate"])
    close(table.se[0], wanted["items"]["se"], 1e-8)
    assert step.report.gap < 1e-12


@pytest.mark.parametrize("kind", SCHOOLS["calibrate"])
def test_calibration(kind):
    wanted = SCHOOLS["calibrate"][kind]
    bounds = None if wanted["bounds"] is None else tuple(wanted["bounds"])
    method = kind.removesuffix("_bounded")
    step = calibrate(
        api("apiclus1"), totals(SCHOOLS["calibrate"]["linear"]["poptotals"]), method=method, bounds=bounds
    )

    close(step.design.weight, wanted["weights"], OPTIMISED)
    holds(step.design, wanted, 1e-8)


def test_trimming_after_poststratification():
    wanted = SCHOOLS["trim"]
    step = trim(schools_poststratified().design, lower=wanted["lower"], upper=wanted["upper"])

    close(step.design.weight, wanted["weights"])
    holds(step.design, wanted, 1e-9)
    assert len(step.report.trimmed) == int(np.sum(schools_poststratified().design.weight > wanted["upper"]))


def test_the_unstratified_jackknife():
    wanted, design = SCHOOLS["replicates"]["JK1"], jackknife(api("apiclus1"))
    mean = estimate(design, "api00", statistic="mean").rows[0]
    per = ratio(design, "api.stu", "enroll").rows[0]

    close(design.replicates.scale, wanted["scale"])
    close([mean.estimate, mean.se, mean.low], [wanted["mean"][k][0] for k in ("estimate", "se", "ci_low")])
    close([per.estimate, per.se], [wanted["ratio"]["est"], wanted["ratio"]["se"]])
