"""What must hold for any data: weights' scale, row order, a census, split rows, the jackknife, both kernels."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scoring import Design, contrast, estimate, tally
from scoring.criteria.groups import estimate_groups
from scoring.design.replication import balanced, bootstrap, jackknife
from scoring.design.replication import given as given_weights
from scoring.estimation.estimate import estimate_each
from scoring.estimation.quantile import quantile
from scoring.estimation.ratio import ratio

pytestmark = pytest.mark.slow

VALID = (1, 2, 3, 4, 5)
RELAXED = settings(
    deadline=None, max_examples=40
)  # imports, and a compiler at the first call, take their time
FIELDS = ("value", "se", "low", "high", "n", "sum_w")


@st.composite
def surveys(draw):
    """Return columns of a survey of two or more PSUs in every stratum, in random order of rows."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    strata = draw(st.integers(1, 4))
    psus = rng.integers(2, 5, strata)
    stratum = np.repeat(np.arange(strata), psus)
    rows = rng.integers(1, 7, stratum.size)
    psu = np.repeat(np.concatenate([np.arange(count) for count in psus]), rows)
    n = psu.size
    return {
        "stratum": np.repeat(stratum, rows),
        "psu": psu,
        "w": rng.uniform(0.5, 9, n),
        "sex": rng.integers(1, 3, n),
        "q1": rng.choice([1, 2, 3, 4, 5, 9], n),
        "q2": rng.choice([1, 2, 3, 4, 5, 9], n),
    }


def designed(data, **other):
    return Design.from_frame(data, **{"strata": "stratum", "clusters": "psu", "weight": "w", **other})


def shares(design, by="sex"):
    return estimate(design, ["q1", "q2"], by=by, valid=VALID, interval="korn_graubard")


def same(left, right, fields=FIELDS, rtol=1e-9):
    for field in fields:
        np.testing.assert_allclose(getattr(left, field), getattr(right, field), rtol=rtol, atol=1e-12)


@RELAXED
@given(surveys(), st.floats(0.01, 1000))
def test_weights_times_k_change_nothing_but_totals(data, k):
    larger = {**data, "w": data["w"] * k}
    before, after = shares(designed(data)), shares(designed(larger))
    totals = [estimate(designed(d), "q1", valid=VALID, statistic="total").value for d in (data, larger)]

    same(before, after, ("value", "se", "low", "high", "n"))
    np.testing.assert_allclose(totals[1], totals[0] * k)


@RELAXED
@given(surveys(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(data, random):
    order = list(range(data["w"].size))
    random.shuffle(order)

    same(shares(designed(data)), shares(designed({name: column[order] for name, column in data.items()})))


@RELAXED
@given(surveys())
def test_two_half_weight_rows_of_a_psu_are_one_row(data):
    half = {name: np.repeat(column, 2) for name, column in data.items()}
    half["w"] = half["w"] / 2

    same(
        estimate(designed(data), ["q1"], by="sex", valid=VALID, interval="t"),
        estimate(designed(half), ["q1"], by="sex", valid=VALID, interval="t"),
        ("value", "se", "low", "high", "sum_w"),
    )


@RELAXED
@given(surveys())
def test_a_census_has_no_standard_error(data):
    counts = {}
    for stratum, psu in set(zip(data["stratum"].tolist(), data["psu"].tolist(), strict=True)):
        counts.setdefault(stratum, set()).add(psu)
    population = np.array([len(counts[stratum]) for stratum in data["stratum"].tolist()])
    table = shares(designed({**data, "N": population}, fpc="N"))

    np.testing.assert_allclose(table.se[~np.isnan(table.value)], 0, atol=1e-12)


@RELAXED
@given(surveys())
def test_leaving_rows_out_is_the_same_as_weighting_them_zero(data):
    keep = data["sex"] == 1
    subset = estimate(designed(data), "q1", where=keep, valid=VALID, interval="t")
    design = designed({**data, "w": np.where(keep, data["w"], 0.0)})
    assume(design.df > 0)
    zero = estimate(design, "q1", valid=VALID, interval="t")

    same(subset, zero, ("value", "se", "sum_w"))


@RELAXED
@given(surveys(), st.sampled_from([0.0, 0.3]))
def test_everybody_and_the_domains_come_out_of_one_pass(data, blank):
    # Who has no sex is in the whole and in no domain.
    share = np.arange(data["w"].size) * 0.618 % 1
    design = designed({**data, "sex": np.where(share < blank, "", data["sex"].astype(str))})
    everybody, sexes, both = estimate_each(design, ["q1", "q2"], [(), "sex", ["stratum", "sex"]], valid=VALID)

    for table, by in ((everybody, ()), (sexes, "sex"), (both, ["stratum", "sex"])):
        alone = estimate(design, ["q1", "q2"], by, valid=VALID)
        assert table.domains.levels == alone.domains.levels
        same(table, alone, (*FIELDS, "deff"))
    np.testing.assert_allclose(
        sexes.vcov, estimate(design, ["q1", "q2"], by="sex", valid=VALID).vcov, atol=1e-14
    )


@RELAXED
@given(surveys())
def test_the_compiled_kernel_gives_what_numpy_gives(data):
    for order in (slice(None), slice(None, None, -1)):
        design = designed({name: column[order] for name, column in data.items()})
        compiled = estimate(design, ["q1", "q2"], by="sex", valid=VALID, statistic="mean", kernel="numba")
        plain = estimate(design, ["q1", "q2"], by="sex", valid=VALID, statistic="mean", kernel="numpy")

        same(compiled, plain, (*FIELDS, "deff"))
        assert (compiled.kernel, plain.kernel) == ("numba", "numpy")


@RELAXED
@given(surveys())
def test_a_criterion_of_one_item_is_the_item(data):
    design = designed(data)
    item = estimate(design, "q1", by="sex", valid=VALID)

    for combine in ("mean_of_items", "pooled", "item_weighted"):
        group = estimate_groups(design, {"C": ["q1"]}, by="sex", combine=combine, valid=VALID)
        same(item, group, (*FIELDS, "deff", "vcov"))


@RELAXED
@given(surveys())
def test_the_diagonal_of_the_covariance_is_the_standard_error(data):
    table = shares(designed(data))
    known = ~np.isnan(table.se.ravel())

    np.testing.assert_allclose(np.sqrt(np.diag(table.vcov))[known], table.se.ravel()[known], atol=1e-12)


@RELAXED
@given(surveys())
def test_a_difference_knows_the_covariance(data):
    table = estimate(designed(data), ["q1", "q2"], valid=VALID)
    difference = contrast({"q1": 1, "q2": -1}, table)
    v = table.vcov

    np.testing.assert_allclose(difference.se**2, v[0, 0] + v[1, 1] - 2 * v[0, 1], atol=1e-14)
    assert contrast({"q1": 1, "q2": 0}, table).se ** 2 == pytest.approx(v[0, 0])


@settings(RELAXED, max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_linearisation_and_replicates_agree_on_smooth_statistics(seed):
    rng = np.random.default_rng(seed)
    n = 2400
    data = {
        "stratum": np.repeat(np.arange(30), 80),
        "psu": np.repeat(np.arange(60), 40),
        "w": rng.uniform(1, 3, n),
        "q1": rng.integers(1, 6, n),
    }
    design = designed(data)
    linear = estimate(design, "q1", valid=VALID).se[0, 0]

    for other in (jackknife(design), balanced(design), balanced(design, fay=0.4)):
        assert estimate(other, "q1", valid=VALID).se[0, 0] == pytest.approx(linear, rel=0.02)
    drawn = bootstrap(design, 800, np.random.default_rng(seed))
    assert estimate(drawn, "q1", valid=VALID).se[0, 0] == pytest.approx(linear, rel=0.15)


def test_replicates_of_totals_equal_linearisation_exactly():
    rng = np.random.default_rng(3)
    data = {
        "stratum": np.repeat(np.arange(6), 4),
        "psu": np.tile([0, 0, 1, 1], 6),
        "w": np.ones(24),
        "x": rng.normal(size=24),
    }
    design = designed(data)
    wanted = estimate(design, "x", statistic="total").se[0, 0]

    for other in (jackknife(design), balanced(design), balanced(design, fay=0.3)):
        assert estimate(other, "x", statistic="total").se[0, 0] == pytest.approx(wanted, rel=1e-12)


STATISTICS = {
    "shares": lambda design: estimate(design, ["q"], "sex", satisfied=[4, 5], valid=VALID, interval="t"),
    "means": lambda design: estimate(design, ["q", "x"], "sex", statistic="mean"),
    "totals": lambda design: estimate(design, ["q", "x"], "sex", statistic="total"),
    "ratios": lambda design: ratio(design, ["q"], "x", "sex"),
    "quantiles": lambda design: quantile(design, ["x"], 0.5, "sex"),
    "criteria": lambda design: estimate_groups(
        design, {"A": ["q", "x"]}, "sex", statistic="mean", combine="pooled"
    ),
    "groupings": lambda design: estimate_each(design, ["q", "x"], ["sex", ["area", "sex"]], statistic="mean")[
        1
    ],
}


@pytest.mark.parametrize("of", STATISTICS.values(), ids=STATISTICS)
@pytest.mark.parametrize("replicated", [jackknife, balanced])
def test_replicate_weights_that_come_with_the_data_give_what_those_made_here_give(of, replicated):
    rng = np.random.default_rng(8)
    data = {
        "stratum": np.repeat(np.arange(5), 24), "psu": np.tile(np.repeat([0, 1], 12), 5), "w": rng.uniform(1, 9, 120),
        "q": rng.integers(1, 6, 120).astype(float), "x": rng.uniform(1, 5, 120), "sex": rng.integers(1, 3, 120),
        "area": rng.integers(1, 3, 120),
    }  # fmt: skip
    ours = replicated(designed(data))
    made = ours.replicates
    weights = made.factors[made.unit_of_row] * data["w"][:, None]
    theirs = given_weights(designed(data), weights, scale=made.scale, rscales=made.rscales, mse=made.mse)

    assert (of(ours).se > 0).all()
    same(of(ours), of(theirs), ("value", "se", "n", "sum_w"))


@pytest.mark.parametrize("lonely", ["adjust", "average", "remove", "certainty"])
@pytest.mark.parametrize("stages", [1, 2])
def test_the_diagonal_of_the_covariance_is_the_square_of_the_errors(lonely, stages):
    rng = np.random.default_rng(4)
    data = {
        "stratum": np.repeat([0, 1, 2, 3], [60, 60, 20, 20]), "psu": np.arange(160) // 20, "ssu": np.arange(160) // 5,
        "w": rng.uniform(1, 9, 160), "n1": np.repeat([9, 9, 9, 1], [60, 60, 20, 20]), "n2": np.full(160, 12),
        "q": rng.integers(1, 6, 160).astype(float), "x": rng.uniform(1, 5, 160), "sex": rng.integers(1, 3, 160),
    }  # fmt: skip
    names = {"clusters": ["psu", "ssu"][:stages], "fpc": ["n1", "n2"][:stages], "lonely": lonely}

    table = estimate(designed(data, **names), ["q", "x"], "sex", statistic="mean")

    assert (table.se > 0).all()
    assert np.diag(table.vcov) == pytest.approx(table.se.ravel() ** 2, rel=1e-9)
    first, second = (row.key for row in table.rows[:2])
    difference = contrast({first: 1.0, second: -1.0}, table)
    step = np.array([1.0, -1.0])
    assert difference.se**2 == pytest.approx(step @ table.vcov[:2, :2] @ step, rel=1e-9)


def test_every_answer_is_counted_under_its_own_name_in_rows_and_weights():
    data = {
        "q": ["5", "9", "", "5", "x", "9"],
        "r": [1.0, np.nan, 2.5, 1.0, 1.0, np.nan],
        "sex": ["1", "1", "2", "2", "", "2"],
        "w": [1.0, 2.0, 4.0, 8.0, 16.0, 32.0],
    }
    design = Design.from_frame(data, weight="w")

    everybody, by_sex = tally(design, ["q", "r"]), tally(design, ["q", "r"], "sex")
    without_last = tally(design, "q", where=[True] * 5 + [False])

    def told(counts, name):
        return {answer: counts[name][answer].tolist() for answer in counts[name]}

    assert told(everybody.n, "q") == {"5": [2], "9": [2], "x": [1], "": [1]}
    assert told(everybody.weight, "q") == {"5": [9], "9": [34], "x": [16], "": [4]}
    assert told(everybody.n, "r") == {"1": [3], "2.5": [1], "": [2]}
    assert told(everybody.weight, "r") == {"1": [25], "2.5": [4], "": [34]}
    assert by_sex.domains.levels == (("1",), ("2",))
    assert told(by_sex.n, "q") == {"5": [1, 1], "9": [1, 1], "x": [0, 0], "": [0, 1]}
    assert told(by_sex.weight, "q") == {"5": [1, 8], "9": [2, 32], "x": [0, 0], "": [0, 4]}
    assert told(without_last.weight, "q") == {"5": [9], "9": [2], "x": [16], "": [4]}


@pytest.mark.parametrize("statistic", ["satisfied", "mean", "total"])
def test_where_nobody_answered_no_statistic_is_a_number(statistic):
    design = Design.from_frame({"q": [5.0, 4, 2, np.nan, np.nan], "area": list("aaabb")})

    rows = {row.by["area"]: row for row in estimate(design, "q", by="area", statistic=statistic).rows}

    assert rows["a"].estimate is not None
    assert (rows["b"].n, rows["b"].estimate, rows["b"].se) == (0, None, None)
    assert rows["b"].why
