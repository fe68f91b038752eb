"""The likelihood interval is the exact root; R's printed numbers are the same function, interpolated."""

import numpy as np
import pytest

from scoring import Design, estimate
from scoring.interval import deviance, t_quantile
from tests.scoring.profile_of_r import Profile
from tests.scoring.reference import LIKELIHOOD, SIPAS, VALID, api, close, expected, frame, sipas

INTERPOLATED = 1e-9  # R's own steps on our function give R's numbers


def nhanes():
    return Design.from_frame(
        frame("nhanes"), strata="SDMVSTRA", clusters="SDMVPSU", weight="WTMEC2YR", nest=True
    )


def cases():
    """Yield (file, column, satisfied codes, weight column, design, R's interval) of every reference number."""
    for name in ("apistrat", "apiclus1"):
        yield (
            name,
            "comp.imp",
            ["Yes"],
            "pw",
            lambda n=name: api(n),
            expected(name)["ciprop"]["likelihood"]["ci"],
        )
    yield "nhanes", "HI_CHOL", [1], "WTMEC2YR", nhanes, expected("nhanes")["ciprop"]["likelihood"]["ci"]
    for block in SIPAS:
        for item, wanted in expected("sipas_small")[block]["ciprop"].items():
            yield "sipas_small", item, [4, 5], "w", lambda b=block: sipas(b), wanted["likelihood"]
    for item, wanted in expected("ciprop_survey45")["likelihood"].items():
        yield "sipas_small", item, [4, 5], "w", lambda: sipas("wr"), wanted


every_case = pytest.mark.parametrize(
    ("name", "column", "satisfied", "weight", "design", "wanted"),
    [pytest.param(*case, id=f"{at}-{case[0]}-{case[1]}") for at, case in enumerate(cases())],
)


def row_of(design, column, satisfied):
    valid = {"valid": VALID} if satisfied == [4, 5] else {}
    return estimate(design, column, satisfied=satisfied, interval="likelihood", **valid).rows[0]


def profile_of(name, column, satisfied, weight, row, **how):
    data = frame(name)
    valid = (data[column].isin(VALID) if satisfied == [4, 5] else data[column].notna()).to_numpy()
    weights = (data[weight] / data[weight].mean()).to_numpy(float)
    answers = data[column].isin(satisfied).to_numpy(float)
    return Profile(answers[valid], weights[valid], row.se, float(t_quantile(row.df, 0.95)), **how)


@every_case
def test_the_steps_of_r_on_our_deviance_give_the_numbers_of_r(
    name, column, satisfied, weight, design, wanted
):
    row = row_of(design(), column, satisfied)

    close(profile_of(name, column, satisfied, weight, row).interval(), wanted, INTERPOLATED)
    close([row.low, row.high], wanted, LIKELIHOOD)


@every_case
def test_the_same_steps_made_finer_arrive_at_our_bounds(name, column, satisfied, weight, design, wanted):
    row = row_of(design(), column, satisfied)
    finer = profile_of(name, column, satisfied, weight, row, finer=10, settled=True)

    close([row.low, row.high], finer.interval(), 1e-8)


@pytest.mark.parametrize("item", ["q01", "q05", "q17", "q40"])
def test_at_the_bounds_the_deviance_is_exactly_what_is_allowed(item):
    row = row_of(sipas("wr"), item, [4, 5])
    weights = frame("sipas_small")["w"]
    phi = row.sum_w / weights.mean() / (row.n - 1)
    effective = row.estimate * (1 - row.estimate) / row.se**2
    allowed = t_quantile(row.df, 0.95) ** 2 * phi

    for bound in (row.low, row.high):
        close(effective * deviance(np.array(row.estimate), np.array(bound)), allowed, 1e-11)
