"""Simulations, seeded: what every method promises about its inclusion probabilities, it keeps."""

from itertools import combinations

import numpy as np
import pytest

from sampling.errors import SamplingError
from sampling.selection import conditional_poisson
from sampling.selection.cube import cube
from sampling.selection.inclusion import proportional
from sampling.selection.joint_inclusion import METHODS as WITH_JOINT
from sampling.selection.joint_inclusion import joint
from sampling.selection.methods import METHODS

pytestmark = pytest.mark.slow

SIZE = np.array([3.0, 9, 4, 14, 6, 8, 2, 10, 5, 7])
VALUE = np.array([2.0, 7, 5, 9, 4, 8, 1, 8, 2, 6])
N = 4
DRAWS = 4000
FEWER = {"cps": 500, "cube": 2500}  # these are slow to draw
EQUAL = {"srs"}
FIXED = set(METHODS) - {"poisson"}


def probabilities(method):
    return np.full(SIZE.size, N / SIZE.size) if method in EQUAL else proportional(SIZE, N).pi


@pytest.fixture(scope="module")
def drawn():
    """For each method, up to 4,000 samples as rows of 0 and 1."""
    cache = {}

    def samples(method):
        if method not in cache:
            rng = np.random.default_rng(20251122)
            pi = probabilities(method)
            taken = np.zeros((FEWER.get(method, DRAWS), SIZE.size))
            for row in taken:
                if method == "cube":
                    row[cube(pi, VALUE[:, None], rng)] = 1
                else:
                    row[METHODS[method](pi, rng)] = 1
            cache[method] = taken
        return cache[method]

    return samples


@pytest.mark.parametrize("method", [*METHODS, "cube"])
def test_each_unit_is_taken_as_often_as_its_probability_says(drawn, method):
    pi = probabilities(method)

    error = np.sqrt(pi * (1 - pi) / len(drawn(method)))

    assert (np.abs(drawn(method).mean(axis=0) - pi) <= 4 * error).all()


@pytest.mark.parametrize("method", WITH_JOINT)
def test_each_pair_is_taken_as_often_as_its_joint_probability_says(drawn, method):
    matrix = joint(probabilities(method), method)

    draws = len(drawn(method))
    together = drawn(method).T @ drawn(method) / draws

    assert (np.abs(together - matrix) <= 4 * np.sqrt(matrix * (1 - matrix) / draws) + 1e-12).all()


@pytest.mark.parametrize("method", [*METHODS, "cube"])
def test_horvitz_and_thompsons_total_is_unbiased(drawn, method):
    totals = drawn(method) @ (VALUE / probabilities(method))

    assert abs(totals.mean() - VALUE.sum()) <= 4 * totals.std() / np.sqrt(totals.size) + 1e-9


@pytest.mark.parametrize("method", sorted(FIXED | {"cube"}))
def test_every_sample_has_the_planned_size(drawn, method):
    assert (drawn(method).sum(axis=1) == N).all()


@pytest.mark.parametrize("method", [*METHODS, "cube"])
def test_certain_units_are_always_taken_and_impossible_ones_never(method):
    rng = np.random.default_rng(1)
    pi = np.array([1.0, 0.5, 0.0, 0.5, 1.0, 0.5, 0.5])
    if method in EQUAL:
        with pytest.raises(SamplingError, match="xác suất bằng nhau"):
            METHODS[method](pi, rng)
        return
    for _ in range(50):
        taken = cube(pi, np.ones((7, 1)), rng) if method == "cube" else METHODS[method](pi, rng)
        assert {0, 4} <= set(taken.tolist())
        assert 2 not in taken


@pytest.mark.parametrize("method", [*METHODS, "cube"])
def test_taking_everybody_takes_everybody(method):
    rng = np.random.default_rng(1)
    pi = np.ones(5)

    taken = cube(pi, np.ones((5, 1)), rng) if method == "cube" else METHODS[method](pi, rng)

    assert taken.tolist() == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("method", ["sampford", "brewer", "cps", "tille", "midzuno"])
def test_a_fixed_size_needs_probabilities_with_a_whole_sum(method):
    with pytest.raises(SamplingError, match="cần số nguyên"):
        METHODS[method]([0.5, 0.3], np.random.default_rng(1))


@pytest.mark.parametrize("method", ["systematic", "pivotal"])
def test_a_sum_that_is_not_whole_gives_one_of_the_two_nearest_sizes(method):
    rng = np.random.default_rng(5)
    pi = np.array([0.3, 0.5, 0.2, 0.9, 0.35])

    sizes = [METHODS[method](pi, rng).size for _ in range(4000)]

    assert set(sizes) == {2, 3}
    assert np.mean(sizes) == pytest.approx(pi.sum(), abs=4 * 0.5 / np.sqrt(4000))


@pytest.mark.parametrize("pi", [[0.5, 1.5], [-0.1, 0.5], [float("nan")]])
def test_a_probability_outside_0_and_1_is_refused(pi):
    with pytest.raises(SamplingError, match="phải từ 0 đến 1"):
        METHODS["systematic"](pi, np.random.default_rng(1))


def test_the_cube_balances_below_the_rounding_limit():
    rng = np.random.default_rng(11)
    size = rng.lognormal(3, 0.6, 400)
    columns = np.column_stack([rng.normal(50, 10, 400), rng.integers(0, 2, 400), size])
    pi = proportional(size, 60).pi
    totals = columns.sum(axis=0)
    # In the landing at most p units beside the size are decided without regard to balance.
    limit = columns.shape[1] * (columns / pi[:, None]).max(axis=0)

    for _ in range(20):
        sample = cube(pi, columns, rng)
        estimate = (columns[sample] / pi[sample, None]).sum(axis=0)
        assert sample.size == 60
        assert (np.abs(estimate - totals) <= limit).all()


def test_the_cube_is_nearer_to_the_totals_than_other_methods():
    rng = np.random.default_rng(12)
    pi = np.full(300, 0.1)
    column = rng.normal(100, 20, 300)

    def spread(method):
        return np.std([column[method()].sum() / 0.1 for _ in range(60)])

    balanced = spread(lambda: cube(pi, column[:, None], rng))
    simple = spread(lambda: METHODS["srs"](pi, rng))

    assert balanced < simple / 5


def test_systematic_sampling_spreads_over_the_sorted_list():
    sample = METHODS["systematic"](np.full(100, 0.1), np.random.default_rng(3))

    assert np.diff(sample).tolist() == [10] * 9


class Uniform:
    """A source of one number over and over."""

    def __init__(self, u):
        self.u = u

    def random(self, size):
        return np.full(size, self.u)


@pytest.mark.parametrize(("units", "pi"), [(30, 0.1), (70, 0.1), (49, 1 / 49)])
def test_what_adding_up_loses_takes_no_unit_more_or_less(units, pi):
    # 30 × 0.1 adds up to 3.0000000000000013, and 49 × 1/49 to 0.9999999999999998: neither may move the size.
    values = np.full(units, pi)
    n = round(units * pi)
    total = np.cumsum(values)[-1]

    assert total != n
    for u in (0.0, total - n, 0.5, 1 - 2**-50):
        taken = METHODS["systematic"](values, Uniform(abs(u)))
        assert taken.size == np.unique(taken).size == n
        assert taken.max() < units


def test_sampford_draws_a_thousand_units_at_once():
    size = np.random.default_rng(2).lognormal(0, 0.7, 5000)

    sample = METHODS["sampford"](proportional(size, 1000).pi, np.random.default_rng(3))

    assert np.unique(sample).size == 1000


def chances_of_samples(p, n, *, sampford, monkeypatch):
    """Follow every path of decisions and return the chance of each sample."""
    found, waiting = {}, [()]

    def decide(chances, _draw):
        possible = [choice for choice, chance in enumerate(chances) if chance > 0]
        if len(path) >= len(script):
            waiting.extend((*path, other) for other in possible[1:])
        choice = script[len(path)] if len(path) < len(script) else possible[0]
        path.append(choice)
        taken.append(chances[choice] / sum(chances))
        return choice

    monkeypatch.setattr(conditional_poisson, "_decide", decide)
    while waiting:
        script, path, taken = waiting.pop(), [], []
        sample = conditional_poisson.draw_conditional(p, n, np.random.default_rng(1), sampford=sampford)
        sample = tuple(sample.tolist())
        found[sample] = found.get(sample, 0.0) + float(np.prod(taken))
    return found


@pytest.mark.parametrize("sampford", [True, False])
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_each_sample_has_exactly_the_chance_of_the_formula(monkeypatch, sampford, n):
    p = np.array([0.3, 0.9, 0.05, 0.6, 0.45])
    odds = p / (1 - p)
    formula = {
        sample: np.prod(odds[list(sample)]) * ((1 - p[list(sample)]).sum() if sampford else 1)
        for sample in combinations(range(p.size), n)
    }

    found = chances_of_samples(p, n, sampford=sampford, monkeypatch=monkeypatch)

    total = sum(formula.values())
    assert found == pytest.approx({sample: chance / total for sample, chance in formula.items()}, rel=1e-9)
