"""The likelihood interval of a share is the one R prints, and not far from the root that R's steps approximate."""

import numpy as np
import pytest

from scoring import Design, estimate, estimate_each
from scoring.intervals.intervals import Basis, intervals, t_quantile
from scoring.intervals.likelihood_profile import deviance, root
from tests.scoring.profile_of_r import Profile
from tests.scoring.reference import LIKELIHOOD, SIPAS, VALID, api, close, expected, frame, sipas

READ = 1e-9  # relative, to R's own numbers, of shares that are neither rare nor of a handful of answers
INTERPOLATED = 1e-5  # relative, between R's reading and the root
SHAPES = expected("ciprop_shapes")["likelihood"]


def nhanes():
    return Design.from_frame(
        frame("nhanes"), strata="SDMVSTRA", clusters="SDMVPSU", weight="WTMEC2YR", nest=True
    )


def lopsided(case):
    data = frame("ciprop_shapes")
    return Design.from_frame(
        data[data["case"] == int(case)].reset_index(drop=True), clusters="psu", weight="w"
    )


def cases():
    """Yield (column, satisfied codes, design, R's interval) of every reference number."""
    for name in ("apistrat", "apiclus1"):
        wanted = expected(name)["ciprop"]["likelihood"]["ci"]
        yield "comp.imp", ["Yes"], lambda n=name: api(n), wanted
    yield "HI_CHOL", [1], nhanes, expected("nhanes")["ciprop"]["likelihood"]["ci"]
    for block in SIPAS:
        for item, wanted in expected("sipas_small")[block]["ciprop"].items():
            yield item, [4, 5], lambda b=block: sipas(b), wanted["likelihood"]
    for item, wanted in expected("ciprop_survey45")["likelihood"].items():
        yield item, [4, 5], lambda: sipas("wr"), wanted


every_case = pytest.mark.parametrize(
    ("column", "satisfied", "design", "wanted"),
    [pytest.param(*case, id=f"{at}-{case[0]}") for at, case in enumerate(cases())],
)


def row_of(design, column, satisfied):
    valid = {"valid": VALID} if satisfied == [4, 5] else {}
    return estimate(design, column, satisfied=satisfied, interval="likelihood", **valid).rows[0]


def profile_of(design, row, **how):
    return Profile(
        row.estimate,
        row.se,
        float(t_quantile(row.df, 0.95)),
        row.n,
        row.sum_w / design.weight.mean(),
        **how,
    )


def roots_of(profile):
    share, limit = np.array([profile.share]), np.array([profile.cut**2 / (profile.n - 1)])
    return [float(root(share, limit, side)[0]) for side in (-1, 1)]


def intervals_of(**columns):
    """Return the bounds of shares of which weights are not known one by one."""
    arrays = {name: np.atleast_1d(np.asarray(values, float)) for name, values in columns.items()}
    return intervals(Basis(rows=arrays["n"], **arrays), "likelihood")


@every_case
def test_the_bounds_are_those_of_r(column, satisfied, design, wanted):
    row = row_of(design(), column, satisfied)

    close([row.low, row.high], wanted, READ)


@pytest.mark.parametrize("case", SHAPES)
def test_the_bounds_of_small_and_lopsided_samples_are_those_of_r(case):
    row = row_of(lopsided(case), "y", [1])
    for bound, wanted in zip((row.low, row.high), SHAPES[case], strict=True):
        if wanted is not None:
            close(bound, wanted, LIKELIHOOD)

    assert 0 <= row.low < row.estimate < row.high <= 1


@pytest.mark.parametrize("case", [case for case, wanted in SHAPES.items() if None in wanted])
def test_where_r_finds_no_bound_the_root_stands(case):
    design = lopsided(case)
    row = row_of(design, "y", [1])
    for bound, wanted, exact in zip(
        (row.low, row.high), SHAPES[case], roots_of(profile_of(design, row)), strict=True
    ):
        if wanted is None:
            assert bound == pytest.approx(exact, rel=1e-3)  # R's information is one step short of the last


@every_case
def test_the_bounds_are_near_the_root_at_which_finer_steps_arrive(column, satisfied, design, wanted):
    row = row_of(design(), column, satisfied)
    finer = profile_of(design(), row, finer=10)

    close([row.low, row.high], roots_of(finer), INTERPOLATED)
    close(finer.interval(), roots_of(finer), 1e-8)


@every_case
def test_without_single_weights_the_bounds_are_read_off_the_same_profile(column, satisfied, design, wanted):
    row = row_of(design(), column, satisfied)
    profile = profile_of(design(), row)
    low, high = intervals_of(value=row.estimate, se=row.se, df=row.df, n=row.n, weight=profile.weight)

    close([low[0], high[0]], profile.interval(), 1e-11)
    close([low[0], high[0]], wanted, LIKELIHOOD)


@pytest.mark.parametrize("item", ["q01", "q05", "q17", "q40"])
def test_at_a_root_the_deviance_is_exactly_what_is_allowed(item):
    profile = profile_of(sipas("wr"), row_of(sipas("wr"), item, [4, 5]))

    for bound in roots_of(profile):
        logit = np.array(np.log(bound / (1 - bound)))
        close((profile.n - 1) * deviance(np.array(profile.share), logit), profile.cut**2, 1e-11)


@pytest.mark.parametrize("side", [-1, 1])
def test_the_root_of_a_rare_share_is_that_of_a_poisson_count(side):
    p, limit = np.array([1e-10]), np.array([1e-11])
    found = root(p, limit, side)

    close(2 * (p * np.log(p / found) + found - p), limit, 1e-9)


def test_every_share_has_an_interval_around_it_and_nothing_warns():
    p = np.array([1e-15, 1e-9, 1e-4, 0.01, 0.3, 0.5, 0.99, 1 - 1e-4, 1 - 1e-9, 1 - 1e-15])
    n, deff = np.array([2.0, 5, 30, 1000, 1e8])[:, None], np.array([1e-6, 0.1, 1, 30, 1e6])[:, None, None]
    p, n, deff = (array.ravel() for array in np.broadcast_arrays(p, n, deff))
    se = np.sqrt(p * (1 - p) / n * deff)
    low, high = intervals_of(value=p, se=se, df=np.full(p.size, 7.0), n=n, weight=0.9 * n)

    assert ((low >= 0) & (low <= p) & (p <= high) & (high <= 1)).all()


def test_no_share_no_error_and_one_answer_have_no_interval_and_a_census_has_only_its_share():
    low, high = intervals_of(
        value=[0, 1, np.nan, 0.4, 0.4, 0.4],
        se=[0, 0, np.nan, np.nan, 0.1, 0],
        df=[9, 9, 9, 9, 9, 9],
        n=[20, 20, 0, 20, 1, 20],
        weight=[20, 20, 0, 20, 1, 20],
    )

    assert np.isnan(low[:5]).all()
    assert np.isnan(high[:5]).all()
    assert low[5] == high[5] == 0.4


def test_a_domain_has_the_interval_it_has_alone():
    design, where = sipas("wr"), (frame("sipas_small")["sex"] == 1).to_numpy()
    options = {"valid": VALID, "interval": "likelihood"}
    everybody, by_sex = estimate_each(design, ["q01", "q17"], [(), "sex"], **options)
    alone = estimate(design, ["q01", "q17"], where=where, **options)

    close(everybody["q17"].low, estimate(design, "q17", **options).rows[0].low, 1e-14)
    close(by_sex["q17[sex=1]"].low, alone["q17"].low, 1e-14)


def test_a_domain_without_rows_leaves_the_others_as_they_are():
    design, where = sipas("wr"), (frame("sipas_small")["district"] != "H01").to_numpy()
    options = {"by": "district", "valid": VALID, "interval": "likelihood"}
    some, every = (estimate(design, "q17", where=chosen, **options) for chosen in (where, None))
    kept = [row.key for row in every if row.by["district"] != "H01"]

    close([some[key].low for key in kept], [every[key].low for key in kept], 1e-14)
