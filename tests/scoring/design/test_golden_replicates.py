"""Replicate weights that came with the data, against R's ``svrepdesign``: NHANES II jackknife and half-samples."""

import numpy as np
import pytest

from scoring import Design, contrast, estimate
from scoring.design.replication import given, jackknife
from scoring.estimation.population_variance import population_variance
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio
from tests.scoring.reference import close, expected, frame

WANTED = expected("replicates")
FILES = {"jk": {"scale": 1, "rscales": np.full(62, 0.5)}, "brr": {"scale": 1 / 32}}


def nhanes(kind, *, mse, **changed):
    data = frame(f"nhanes2{kind}")
    prefix = {"jk": "jkw_", "brr": "brr_"}[kind]
    weights = data[[name for name in data if name.startswith(prefix)]].to_numpy(float)
    design = Design.from_frame(data, weight="finalwgt")
    return given(design, weights, **{**FILES[kind], "mse": mse, **changed})


@pytest.mark.parametrize("mse", [False, True])
@pytest.mark.parametrize("kind", FILES)
def test_means_and_totals_are_those_of_r_around_either_centre(kind, mse):
    design, wanted = nhanes(kind, mse=mse), WANTED[f"nhanes{kind}_w_{str(mse).upper()}"]
    mean, total = (estimate(design, "weight", statistic=each).rows[0] for each in ("mean", "total"))

    close([mean.estimate, mean.se], [wanted["mean"], wanted["se"]])
    close([total.estimate, total.se], [wanted["total"], wanted["total_se"]])
    assert mean.df == wanted["df"]


@pytest.mark.parametrize("mse", [False, True])
def test_a_ratio_is_that_of_r_around_either_centre(mse):
    wanted = WANTED[f"nhanesjk_ratio_{str(mse).upper()}"]
    row = ratio(nhanes("jk", mse=mse), "weight", "height").rows[0]

    close([row.estimate, row.se], [wanted["ratio"], wanted["se"]])


def replicate_by_replicate(design, statistic):
    """Return the standard error by the definition: the statistic under every replicate weight, around the estimate.

    A row that a replicate leaves out has next to no weight there, so that it stays in the number of answers.
    """
    made = design.replicates
    base = design.weight if made.base is None else made.base
    full = statistic(Design(weights=design.weight, data=design.data))
    again = [
        statistic(Design(weights=np.maximum(base * column, np.finfo(float).tiny), data=design.data))
        for column in made.factors[made.unit_of_row].T
    ]
    return full, np.sqrt(made.scale * np.sum(made.rscales * (np.array(again) - full) ** 2))


STATISTICS = {
    "share": lambda design: estimate(design, {"tall": tall(design)}, satisfied=[1], interval="t").rows[0],
    "ratio": lambda design: ratio(design, "weight", "height").rows[0],
    "variance": lambda design: population_variance(design, "weight").rows[0],
    "total": lambda design: estimate(design, "height", statistic="total").rows[0],
    "difference": lambda design: contrast(
        {"weight[tall=1]": 1.0, "weight[tall=0]": -1.0},
        estimate(design, "weight", {"tall": tall(design)}, statistic="mean"),
    ),
}


def tall(design):
    return (np.asarray(design.column("height")) > 168).astype(int)


@pytest.mark.parametrize("of", STATISTICS.values(), ids=STATISTICS)
@pytest.mark.parametrize("kind", FILES)
def test_every_statistic_is_made_again_under_every_replicate_weight(kind, of):
    design = nhanes(kind, mse=True)
    row = of(design)

    close([row.estimate, row.se], replicate_by_replicate(design, lambda one: of(one).estimate))


def test_the_share_below_a_quantile_is_centred_at_the_estimate():
    design = nhanes("jk", mse=True)
    around, plain = (quantile(each, "weight", 0.5).rows[0] for each in (design, nhanes("jk", mse=False)))

    assert around.estimate == plain.estimate
    close([around.se, around.low, around.high], [plain.se, plain.low, plain.high], 0.02)


def test_factors_that_are_not_whole_weights_multiply_the_weight_of_the_design():
    whole = nhanes("jk", mse=True)
    factors = whole.replicates.factors / whole.weight[:, None]
    design = given(without_replicates(whole), factors, combined=False, mse=True, **FILES["jk"])
    ours, theirs = (estimate(each, "weight", statistic="mean").rows[0] for each in (design, whole))

    close([ours.estimate, ours.se], [theirs.estimate, theirs.se])


def without_replicates(design):
    return Design(weights=design.weight, data=design.data)


def test_a_single_unit_whose_replicate_weights_move_together_has_no_standard_error():
    data = {"q": [5, 1, 5, 1, 5, 2.0], "area": [1, 1, 1, 2, 2, 2]}
    weights = [[1, 1, 1], [1, 1, 1], [1, 1, 1], [0, 2, 1], [2, 0, 1], [1, 1, 1]]
    one, other = estimate(given(Design(data=data), weights, scale=1), "q", "area", statistic="mean").rows

    assert (one.se, one.low, one.high) == (None, None, None)
    assert one.why is not None
    assert other.se > 0


def test_a_jackknife_of_one_psu_that_agrees_has_no_standard_error_either():
    design = jackknife(Design(clusters=[[1, 1, 2, 2, 3, 3]]))
    one_psu = np.array([5, 5, None, None, None, None], float)

    assert estimate(design, {"q": one_psu})["q"].se is None


@pytest.mark.parametrize("smallest", [1e-3, 1e-6])
def test_the_degrees_of_freedom_are_the_rank_by_singular_values_minus_one(smallest):
    rng = np.random.default_rng(5)
    weights = 1 + rng.uniform(-0.5, 0.5, (400, 9)) @ rng.uniform(-0.2, 0.2, (9, 30))
    weights[:, -1] = weights[:, 0] + smallest * rng.uniform(-1, 1, 400)
    singular = np.linalg.svd(weights, compute_uv=False)
    design = given(Design(weights=np.ones(400)), weights, scale=1)

    assert design.df == (singular > 1e-5 * weights.max()).sum() - 1
    assert 9 <= design.df <= 10
