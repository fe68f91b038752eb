"""Which units each method takes from one stream of numbers, and which probabilities it refuses."""

import numpy as np
import pytest

from sampling.errors import SamplingError
from sampling.selection.cube import cube
from sampling.selection.inclusion import proportional
from sampling.selection.methods import METHODS, check_pi, fixed_size, srs
from sampling.selection.randomness import Stream

SIZE = np.array([3.0, 9, 4, 14, 6, 8, 2, 10, 5, 7, 11, 1])
PI = proportional(SIZE, 5).pi
TAKEN = {
    "srs": [[1, 8, 9, 10, 11], [0, 5, 6, 8, 9], [0, 4, 5, 7, 9], [0, 3, 4, 6, 9]],
    "systematic": [[2, 4, 7, 9, 10], [0, 3, 4, 7, 9], [1, 3, 5, 7, 10], [1, 3, 5, 7, 10]],
    "pps_systematic": [[2, 4, 7, 9, 10], [0, 3, 4, 7, 9], [1, 3, 5, 7, 10], [1, 3, 5, 7, 10]],
    "sampford": [[1, 3, 5, 8, 9], [0, 3, 5, 8, 10], [4, 5, 7, 9, 10], [3, 4, 5, 7, 9]],
    "pivotal": [[0, 4, 5, 7, 10], [2, 4, 5, 7, 10], [1, 3, 6, 8, 10], [1, 3, 5, 7, 10]],
    "brewer": [[1, 5, 7, 9, 10], [0, 3, 7, 9, 10], [3, 4, 7, 9, 10], [1, 3, 4, 7, 10]],
    "poisson": [[1, 3, 5, 8, 9, 10], [0, 3, 5, 8, 9], [5, 7, 9], [3, 4, 5, 7, 9, 10]],
    "tille": [[1, 2, 3, 5, 10], [0, 3, 5, 7, 10], [1, 3, 5, 7, 8], [0, 4, 7, 9, 10]],
    "midzuno": [[1, 7, 8, 9, 10], [3, 4, 8, 10, 11], [3, 4, 7, 9, 10], [1, 2, 3, 8, 10]],
    "cps": [[1, 3, 5, 8, 9], [0, 3, 5, 8, 10], [4, 5, 7, 9, 10], [3, 4, 5, 7, 9]],
}


@pytest.mark.parametrize("method", METHODS)
def test_each_method_takes_these_units_from_these_numbers(method):
    pi = np.full(12, 5 / 12) if method == "srs" else PI

    assert [METHODS[method](pi, Stream(f"số {i}")).tolist() for i in range(4)] == TAKEN[method]


def test_sampfords_method_and_conditional_poisson_part_where_sizes_are_far_apart():
    pi = proportional([1, 2, 3, 40, 5, 30], 2).pi

    assert METHODS["cps"](pi, Stream("số 39")).tolist() == [2, 5]
    assert METHODS["sampford"](pi, Stream("số 39")).tolist() == [2, 3]


@pytest.mark.parametrize("total", [5, 4.6])
def test_the_cube_leaves_no_unit_undecided_and_gives_up_the_size_last(total):
    pi = np.clip(PI * total / 5, 0, 1)
    columns = np.column_stack([SIZE, SIZE[::-1], SIZE**2, np.arange(12.0), np.sin(SIZE)])

    sizes = {cube(pi, columns, Stream(f"số {i}")).size for i in range(40)}

    assert sizes == ({5} if total == 5 else {4, 5})


@pytest.mark.parametrize(("pi", "unit", "value"), [([0.5, 1.5, 2.0], 2, "1.5"), ([-0.1], 1, "-0.1")])
def test_the_first_wrong_probability_is_named_with_its_place_from_1(pi, unit, value):
    with pytest.raises(SamplingError) as refusal:
        check_pi(pi)

    assert refusal.value.vi == f"Xác suất chọn của đơn vị thứ {unit} là {value}; phải từ 0 đến 1."
    assert refusal.value.en == f"The inclusion probability of unit {unit} is {value}; it must be in [0, 1]."
    assert check_pi([0.0, 1.0]).tolist() == [0.0, 1.0]


def test_simple_random_sampling_refuses_probabilities_that_differ():
    with pytest.raises(SamplingError, match="cần xác suất bằng nhau"):
        srs([0.4, 0.6], Stream("x"))
    assert srs([0.5, 0.5], Stream("x")).size == 1


def test_a_sum_that_rounding_alone_moved_is_whole():
    assert fixed_size(np.full(10, 0.1)) == 1
    with pytest.raises(SamplingError, match=r"là 1\.001, phương pháp này cần số nguyên"):
        fixed_size(np.array([0.5, 0.501]))


def test_a_size_below_nothing_or_of_nothing_is_named_with_its_place_from_1():
    with pytest.raises(SamplingError, match="Cỡ của đơn vị thứ 2 là 0; cỡ phải là số dương"):
        proportional([1, 0, 2], 1)
    with pytest.raises(SamplingError, match="Không thể chọn 0 đơn vị từ 2 đơn vị"):
        proportional([1, 2], 0)
