"""High cholesterol in NHANES: PSU numbers that restart in every stratum, two PSUs each, domains across them."""

import pytest

from scoring import Design, estimate
from scoring.design.replication import jackknife
from tests.scoring.reference import LIKELIHOOD, TIGHT, close, expected, frame

WANTED = expected("nhanes")
OURS = {"beta": "korn_graubard", "mean": "t"}


@pytest.fixture(scope="module")
def design():
    return Design.from_frame(
        frame("nhanes"), strata="SDMVSTRA", clusters="SDMVPSU", weight="WTMEC2YR", nest=True
    )


def test_the_share_its_error_and_design_effect(design):
    row = estimate(design, "HI_CHOL", satisfied=[1], interval="t").rows[0]
    wanted = WANTED["mean"]

    close([row.estimate, row.se, row.deff], [wanted["estimate"][0], wanted["se"][0], wanted["deff"]])
    close([row.low, row.high], [wanted["ci_low"][0], wanted["ci_high"][0]])
    assert row.df == WANTED["df"]


def test_every_cell_of_race_by_age(design):
    wanted = WANTED["by"]
    table = estimate(design, "HI_CHOL", by=["race", "agecat"], satisfied=[1])
    rows = [
        table[f"HI_CHOL[race={race},agecat={age}]"]
        for race, age in zip(wanted["race"], wanted["agecat"], strict=True)
    ]

    close([row.estimate for row in rows], wanted["estimate"])
    close([row.se for row in rows], wanted["se"])


@pytest.mark.parametrize("kind", WANTED["ciprop"])
def test_intervals(design, kind):
    wanted = WANTED["ciprop"][kind]
    row = estimate(design, "HI_CHOL", satisfied=[1], interval=OURS.get(kind, kind)).rows[0]

    close([row.low, row.high], wanted["ci"], LIKELIHOOD if kind == "likelihood" else TIGHT)


def test_the_stratified_jackknife(design):
    table = estimate(jackknife(design), "HI_CHOL", satisfied=[1])

    close(table.se[0, 0], WANTED["JKn"]["se"])
    assert table.design.df == WANTED["JKn"]["df"]
