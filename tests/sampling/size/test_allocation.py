import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling.errors import SamplingError
from sampling.plan.plan import Take
from sampling.size import allocation
from sampling.size.bethel import bethel, bethel_for_cv


def test_cochrans_64_cities_have_the_published_variances_and_neymans_sizes(golden):
    known = golden("allocation")["cochran_5_1"]
    population, deviation = np.array(known["Nh"]), np.sqrt(known["S2h"])
    total = population.sum()

    assert allocation.neyman(population, deviation, 24) == pytest.approx(known["neyman_real"], rel=1e-9)
    for name, sizes in {
        "V_total_prop": allocation.proportional(population, 24),
        "V_total_equal": allocation.equal(2, 24),
    }.items():
        variance = total**2 * allocation.variance_of_mean(population, deviation, sizes)
        assert variance == pytest.approx(known[name], rel=1e-9)
    one = total**2 * allocation.variance_of_mean([total], [np.sqrt(known["S2"])], [24])
    assert one == pytest.approx(known["V_total_srs"], rel=1e-9)


def test_lohrs_agriculture_sample_is_rounded_to_the_published_sizes(golden):
    known = golden("allocation")["lohr_agsrs_prop"]

    real = allocation.proportional(known["Nh"], known["n"])

    assert real == pytest.approx(known["real"], rel=1e-9)
    assert allocation.whole(real).tolist() == known["rounded"]


def test_a_budget_is_spent_as_the_reference_spends_it(golden):
    known = golden("allocation")["cost"]

    sizes = allocation.cost_optimal(known["Nh"], known["Sh"], known["ch"], budget=known["cost"])

    assert sizes == pytest.approx(known["r"]["nh"], rel=1e-9)
    assert np.dot(sizes, known["ch"]) == pytest.approx(known["cost"])
    error = np.sqrt(allocation.variance_of_mean(known["Nh"], known["Sh"], sizes))
    assert error == pytest.approx(known["r"]["se"], rel=1e-9)


def test_a_precision_costs_what_the_reference_says(golden):
    known = golden("allocation")["totvar"]
    deviation = np.asarray(known["Sh"])[:, None]

    result = bethel_for_cv(known["Nh"], deviation, [known["ybarU"]], [known["CV0"]], cost=known["ch"])

    assert result.n == pytest.approx(known["r"]["nh"], rel=1e-6)


@pytest.mark.parametrize("case", ["a", "b"])
def test_bethels_allocation_is_that_of_two_other_solvers(golden, case):
    known = golden("bethel")[case]

    result = bethel_for_cv(known["Nh"], known["S"], known["mean"], known["cv_target"], cost=known["cost"])

    assert result.n == pytest.approx(known["n_real"], rel=1e-6)
    assert result.cost == pytest.approx(known["total_cost"], rel=1e-6)
    assert result.use == pytest.approx(known["constraint_use"], rel=1e-6)


@given(st.integers(0, 10_000))
def test_bethels_allocation_keeps_every_limit_and_wastes_nothing(seed):
    rng = np.random.default_rng(seed)
    strata, variables = int(rng.integers(1, 40)), int(rng.integers(1, 12))
    population = rng.integers(20, 5000, strata)
    deviation = rng.uniform(0.1, 2, (strata, variables)) * (rng.random((strata, variables)) < 0.7)
    mean = rng.uniform(1, 5, variables)

    result = bethel_for_cv(
        population, deviation, mean, rng.uniform(0.005, 0.1, variables), cost=rng.uniform(0.5, 3, strata)
    )

    assert (result.use <= 1 + 1e-7).all()
    assert (result.n >= np.minimum(2, population) - 1e-9).all()
    assert (result.n <= population + 1e-9).all()
    # A multiplier that is not 0 belongs to a limit that is used up: no cheaper allocation exists.
    assert np.abs(result.multipliers * (1 - result.use)).max() <= 1e-6 * result.cost


def test_a_domain_of_its_own_is_a_row_with_zeros_outside_it():
    spread = [[1.0, 1.0, 0.0], [0.0, 0.0, 4.0]]

    result = bethel(spread, [0.1, 0.1], cost=1.0)

    assert result.n == pytest.approx([20, 20, 40])


def test_a_precision_beyond_a_census_is_refused_by_its_number():
    with pytest.raises(SamplingError, match="Yêu cầu độ chính xác thứ 2"):
        bethel([[1.0], [1.0]], [1.0, 0.001], cost=1.0, most=10.0)


@given(st.lists(st.floats(0, 1e4, allow_subnormal=False), min_size=1, max_size=40))
def test_rounding_moves_no_stratum_by_one_and_keeps_the_total(real):
    result = allocation.whole(real)

    assert np.abs(result - np.array(real)).max() < 1
    assert result.sum() == round(sum(real)) or abs(result.sum() - sum(real)) <= 0.5 + 1e-6


@pytest.mark.parametrize(
    ("real", "rounded"),
    [
        ([1.5, 2.5], [1, 3]),
        ([2.5, 1.5], [3, 1]),
        ([2.5, 2.5], [3, 2]),
        ([0.5, 3.5, 1.5, 2.5], [0, 4, 1, 3]),
        ([1.2, 2.4, 3.4], [1, 2, 4]),
    ],
)
def test_a_tie_in_rounding_goes_to_the_larger_stratum_then_to_the_earlier(real, rounded):
    assert allocation.whole(real).tolist() == rounded


@given(
    st.lists(st.tuples(st.floats(0.1, 100), st.integers(0, 5), st.integers(5, 50)), min_size=1, max_size=20),
    st.floats(0, 1),
)
def test_a_share_stays_within_its_bounds_and_sums_to_the_total(strata, position):
    measure, least, most = (np.array(column, dtype=float) for column in zip(*strata, strict=True))
    total = least.sum() + position * (most.sum() - least.sum())

    result = allocation.share(measure, total, least=least, most=most)

    assert result.sum() == pytest.approx(total, abs=1e-6)
    assert (result >= least - 1e-9).all()
    assert (result <= most + 1e-9).all()
    # Whoever is at no bound has the same multiple of its measure.
    free = (result > least + 1e-6) & (result < most - 1e-6)
    assert np.ptp((result / measure)[free]) < 1e-6 if free.any() else True


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("equal", [5, 5, 5]),
        ("proportional", [2, 3, 10]),
        ("sqrt", [3, 4, 8]),
        ("power", [3, 4, 8]),
        ("neyman", [6, 3, 6]),
    ],
)
def test_a_total_is_shared_by_its_rule(rule, expected):
    take = Take(total=15, allocation=rule, minimum=2)

    assert allocation.takes(take, [100, 100, 100], [100, 200, 700], [5.0, 1.0, 0.7]) == expected


def test_a_maximum_gives_no_more_than_a_stratum_has():
    assert allocation.takes(Take(total=9, maximum=8), [1, 20], [10, 20]) == [1, 8]
    assert allocation.takes(Take(total=9, maximum=6), [10, 20], [10, 90]) == [3, 6]


def test_a_minimum_asks_for_no_more_than_a_stratum_has():
    assert allocation.takes(Take(total=10, minimum=3), [1, 50, 50], [1, 50, 50]) == [1, 5, 4]
    # All that the minima can ask for is 1 + 4 + 5: the total fits, although 3 × 5 would not.
    assert allocation.takes(Take(total=10, minimum=5), [1, 4, 50], [1, 4, 50]) == [1, 4, 5]
    assert allocation.takes(Take(total=6, minimum=5, maximum=3), [1, 2, 50], [1, 2, 50]) == [1, 2, 3]


@pytest.mark.parametrize(
    ("take", "said"),
    [
        (Take(total=5, minimum=2), "không đủ cho số tối thiểu"),
        (Take(total=500), "chỉ có thể cho"),
        (Take(total=30, maximum=4), "chỉ có thể cho 12"),
    ],
)
def test_a_total_that_does_not_fit_is_refused(take, said):
    with pytest.raises(SamplingError, match=said):
        allocation.takes(take, [10, 10, 10], [10, 10, 10])


@pytest.mark.parametrize("measure", [[0, 0], [1, -1]])
def test_strata_without_size_cannot_share(measure):
    with pytest.raises(SamplingError, match="cỡ không âm"):
        allocation.proportional(measure, 3)


def test_each_stratum_gives_two_units_unless_told_otherwise_so_that_its_variance_can_be_estimated():
    found = bethel([[1e-6, 4.0]], [1.0], cost=1.0)

    assert found.n == pytest.approx([2.0, 4.0], rel=1e-5)
