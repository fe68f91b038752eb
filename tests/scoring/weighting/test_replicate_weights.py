"""Every step of weighting is done again in every replicate."""

import numpy as np
import pytest

from scoring import Design, ScoringError, estimate
from scoring.design.replication import balanced, bootstrap, given, jackknife
from scoring.weighting import Margin, calibrate, nonresponse, nonresponse_to_drawn, poststratify, rake, trim
from tests.scoring.reference import api, close, expected

WANTED = expected("replicates")
TYPES = {"E": 4421, "H": 755, "M": 1018}
TOTALS = {"(intercept)": 6194, "stype=H": 755, "stype=M": 1018, "api99": 3914069}
WIDE = [Margin("stype", TYPES), Margin("sch.wide", {"No": 1072, "Yes": 5122})]


def schools():
    return jackknife(api("apiclus1"))


def mean_of(design):
    row = estimate(design, "api00", statistic="mean").rows[0]
    return [row.estimate, row.se]


@pytest.mark.parametrize(
    ("name", "step", "rtol"),
    [
        ("calibrate", lambda design: calibrate(design, TOTALS), 1e-9),
        ("poststratify", lambda design: poststratify(design, "stype", TYPES), 1e-9),
        ("rake", lambda design: rake(design, WIDE), 1e-4),  # R's rake stops at a change of 1
    ],
)
def test_steps_on_a_jackknife_are_those_of_r(name, step, rtol):
    wanted = WANTED[f"apiclus1_jk1_{name}"]

    close(mean_of(step(schools()).design), [wanted["mean"], wanted["se"]], rtol)


def people():
    """Return a design of 4 strata × 2 PSUs × 15 people, and its data."""
    rng = np.random.default_rng(3)
    data = {
        "sex": rng.integers(1, 3, 120), "age": rng.integers(18, 80, 120), "area": rng.integers(1, 4, 120),
        "answered": rng.random(120) < 0.8, "q": rng.integers(1, 6, 120), "w": rng.uniform(2, 9, 120),
    }  # fmt: skip
    stratum, psu = np.repeat(np.arange(4), 30), np.repeat(np.arange(8), 15)
    return Design(strata=stratum, clusters=[psu], weights=data["w"], data=data)


def came_with_the_data(design):
    made = jackknife(design).replicates
    return given(design, made.weights(design.weight), scale=1, rscales=np.full(8, 0.5), mse=True)


REPLICATED = {
    "jackknife": jackknife,
    "half-samples": balanced,
    "Fay": lambda design: balanced(design, fay=0.3),
    "bootstrap": lambda design: bootstrap(design, 12, np.random.default_rng(1)),
    "given": came_with_the_data,
}
SEXES, AREAS = {"1": 330.0, "2": 310.0}, {"1": 200.0, "2": 210.0, "3": 230.0}
CALIBRATED = {"(intercept)": 640.0, "sex=1": 330.0, "age": 640 * 49.0}
STEPS = {
    "nonresponse": lambda design: nonresponse(design, design.column("answered"), "sex"),
    "poststratify": lambda design: poststratify(design, "sex", SEXES),
    "rake": lambda design: rake(design, [Margin("sex", SEXES), Margin("area", AREAS)]),
    "calibrate by raking": lambda design: calibrate(design, CALIBRATED, method="raking"),
    "calibrate": lambda design: calibrate(design, CALIBRATED, method="linear"),
    "calibrate within bounds": lambda design: calibrate(
        design, CALIBRATED, method="logit", bounds=(0.2, 9.0)
    ),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@pytest.mark.parametrize("replicated", REPLICATED.values(), ids=REPLICATED)
def test_the_weights_of_a_replicate_are_those_of_the_step_on_the_replicate_alone(replicated, step):
    design = replicated(people())
    after = step(design).design
    alone = [
        step(Design(weights=column, data=design.data)).design.weight
        for column in design.replicates.weights(design.weight).T
    ]

    assert after.weight == pytest.approx(step(people()).design.weight, rel=1e-9)
    assert after.replicates.weights(after.weight) == pytest.approx(
        np.stack(alone, axis=1), rel=1e-8, abs=1e-9
    )


@pytest.mark.parametrize("strict", [False, True])
def test_a_row_that_a_replicate_draws_twice_is_trimmed_as_two_rows(strict):
    plain = people()
    design = bootstrap(plain, 12, np.random.default_rng(1))
    after = trim(poststratify(design, "sex", SEXES).design, upper=7.0, strict=strict).design
    whole = after.replicates.weights(after.weight)
    sexed = poststratify(design, "sex", SEXES).design

    for at, column in enumerate(sexed.replicates.weights(sexed.weight).T):
        times = np.rint(design.replicates.factors[design.replicates.unit_of_row, at]).astype(int)
        each = np.divide(column, times, out=np.zeros(120), where=times > 0)
        copies = trim(Design(weights=np.repeat(each, times)), upper=7.0, strict=strict).design.weight
        row = np.repeat(np.arange(120), times)
        assert whole[:, at] == pytest.approx(np.bincount(row, copies, minlength=120), rel=1e-9)


def test_respondents_raised_to_what_was_drawn_carry_the_same_factor_in_every_replicate():
    design = jackknife(people())
    after = nonresponse_to_drawn(design, {"1": 900, "2": 800}, "sex").design
    factor = after.weight / design.weight

    whole = design.replicates.weights(design.weight) * factor[:, None]
    assert after.replicates.weights(after.weight) == pytest.approx(whole, rel=1e-12)


@pytest.mark.parametrize("replicated", REPLICATED.values(), ids=REPLICATED)
def test_the_share_and_the_total_of_a_poststratum_are_known(replicated):
    design = poststratify(replicated(people()), "sex", SEXES).design
    ones = {"woman": np.asarray(design.column("sex") == 2, float)}
    share, total = (estimate(design, ones, statistic=each).rows[0] for each in ("mean", "total"))

    assert share.estimate == pytest.approx(310 / 640)
    assert share.se < 1e-12
    assert total.se < 1e-9


def test_two_steps_follow_one_another_in_every_replicate():
    design = jackknife(people())
    once = poststratify(design, "area", AREAS).design
    twice = rake(once, [Margin("sex", SEXES), Margin("area", AREAS)]).design
    ones = {"man": np.asarray(design.column("sex") == 1, float)}

    assert estimate(twice, ones, "area", statistic="total").value.sum() == pytest.approx(330)
    assert estimate(twice, ones, statistic="total").rows[0].se < 1e-9
    assert twice.df == design.df


LONE = {
    "sex": [1, 1, 2, 2, 1, 1],
    "answered": [1, 1, 1, 1, 0, 1],
    "group": [1, 1, 2, 2, 2, 2],
    "x": [1, 2, 5, 5, 1, 1.0],
}


@pytest.mark.parametrize(
    ("step", "cell"),
    [
        (lambda design: poststratify(design, "sex", {"1": 9, "2": 9}), "sex=2"),
        (lambda design: rake(design, [Margin("sex", {"1": 9, "2": 9})]), "sex=2"),
        (lambda design: calibrate(design, {"sex=1": 9, "sex=2": 9}), "sex=2"),
        (lambda design: nonresponse(design, np.array([1, 1, 1, 1, 0, 0], bool), "group"), "group=2"),
        (lambda design: trim(design, upper=0.5), "[-inf, 0.5]"),
    ],
)
def test_a_step_that_a_replicate_cannot_repeat_is_refused_and_names_the_replicate(step, cell):
    design = jackknife(Design(clusters=[[1, 1, 2, 2, 3, 3]], weights=[1, 1, 1, 0.3, 1, 1], data=LONE))
    with pytest.raises(ScoringError) as error:
        step(design)

    assert cell in error.value.vi
    assert cell in error.value.en
    assert "mẫu lặp 2" in error.value.vi
    assert "replicate 2" in error.value.en
