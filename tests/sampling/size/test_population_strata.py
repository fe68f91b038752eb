"""A population in strata: every rule beside its own formula, and the precision each reaches."""

import numpy as np
import pytest

from sampling.size.allocation import cost_optimal, neyman, power, proportional, share, whole
from sampling.size.bethel import Allocation, bethel_for_cv
from sampling.size.population_strata import PopulationStrata, rounded_up

SIZE = np.array([4000.0, 1000.0, 250.0, 1.0])
STRATA = PopulationStrata(
    size=SIZE,
    mean=np.array([[0.8, 10.0], [0.6, 30.0], [0.5, 20.0], [0.9, 15.0]]),
    deviation=np.array([[0.4, 4.0], [0.49, 25.0], [0.5, 8.0], [0.0, 0.0]]),
    cost=np.array([1.0, 2.0, 9.0, 4.0]),
)


def test_the_mean_of_the_whole_weighs_strata_by_their_units():
    first = (4000 * 0.8 + 1000 * 0.6 + 250 * 0.5 + 0.9) / 5251
    second = (4000 * 10 + 1000 * 30 + 250 * 20 + 15) / 5251
    assert STRATA.overall == pytest.approx([first, second])


def test_bethels_allocation_is_the_cheapest_for_these_costs():
    found = STRATA.bethel([0.03, 0.05])
    reference = bethel_for_cv(SIZE, STRATA.deviation, STRATA.overall, [0.03, 0.05], cost=STRATA.cost)

    assert found.n == pytest.approx(reference.n)
    assert found.cost == pytest.approx(float(STRATA.cost @ found.n))
    sized = rounded_up(found, SIZE)
    assert (STRATA.cv(sized) <= [0.03, 0.05]).all()


def test_the_precision_of_an_allocation_is_that_of_the_formula():
    n = np.array([40.0, 20.0, 10.0, 1.0])
    share_of = SIZE / SIZE.sum()
    expected = [
        np.sqrt(np.sum(share_of**2 * deviation**2 * (1 / n - 1 / SIZE))) / mean
        for deviation, mean in zip(STRATA.deviation.T, STRATA.overall, strict=True)
    ]

    assert STRATA.cv(n) == pytest.approx(expected)
    assert STRATA.cv(SIZE) == pytest.approx([0.0, 0.0], abs=1e-9), "a census has no error"


def test_each_rule_shares_the_total_by_its_own_measure_two_a_stratum_where_it_has_them():
    spread = STRATA.deviation[:, 1]
    measures = {
        "equal": np.ones(4),
        "proportional": proportional(SIZE, 60),
        "sqrt": power(SIZE, 60),
        "neyman": neyman(SIZE, spread, 60),
        "cost": cost_optimal(SIZE, spread, STRATA.cost, budget=60),
    }

    found = {name: sizes.tolist() for name, sizes in STRATA.by_rule(60, variable=1).items()}

    least = np.array([2.0, 2.0, 2.0, 1.0])
    assert found == {
        name: whole(share(measure, 60, least=least, most=SIZE)).tolist() for name, measure in measures.items()
    }
    assert found["equal"] == [20, 20, 19, 1]
    assert found["proportional"] == [45, 11, 3, 1]
    assert {sum(sizes) for sizes in found.values()} == {60}
    assert min(min(sizes[:3]) for sizes in found.values()) == 2


def test_real_sizes_are_rounded_up_but_for_what_rounding_alone_added_and_never_beyond_the_units():
    real = Allocation(np.array([10.2, 5.0 + 1e-12, 249.9, 1.5]), 0.0, np.zeros(2), np.zeros(2))

    assert rounded_up(real, SIZE).tolist() == [11, 5, 250, 1]
