import numpy as np
import pytest

from sampling.errors import SamplingError
from sampling.selection.inclusion import equal, proportional
from sampling.selection.joint_inclusion import joint

METHODS = {
    "sampford": ("sampford", 1e-9),
    "tille": ("tille", 1e-9),
    "midzuno": ("midzuno", 1e-9),
    "systematic_list_order": ("systematic", 1e-9),
    # The reference solves for its working probabilities to about 1e-6 only; ours sum to (n-1)π to 1e-12.
    "maxentropy": ("cps", 1e-6),
}


@pytest.mark.parametrize("case", ["small", "certainty", "sipas_communes"])
def test_probabilities_proportional_to_size_are_those_of_the_reference(golden, case):
    known = golden("inclusion")[case]

    assert proportional(known["x"], known["n"]).pi == pytest.approx(known["pik"], rel=1e-9)


@pytest.mark.parametrize("case", ["small", "sipas_communes"])
@pytest.mark.parametrize("name", METHODS)
def test_joint_probabilities_are_those_of_the_reference(golden, case, name):
    known = golden("inclusion")[case]
    method, tolerance = METHODS[name]

    matrix = joint(proportional(known["x"], known["n"]).pi, method)

    assert matrix == pytest.approx(np.array(known[name]), abs=tolerance)


@pytest.mark.parametrize("method", ["srs", "systematic", "sampford", "cps", "tille", "midzuno"])
def test_joint_probabilities_of_a_fixed_size_sum_to_n_minus_1_times_pi(method):
    size = np.ones(30) if method == "srs" else np.random.default_rng(4).lognormal(0, 0.8, 30)
    pi = proportional(size, 12).pi

    matrix = joint(pi, method)

    assert matrix.sum(axis=1) == pytest.approx(12 * pi, rel=1e-9)
    assert matrix == pytest.approx(matrix.T, abs=1e-12)


def test_a_size_larger_than_the_interval_makes_a_unit_certain_and_shares_the_rest_anew():
    inclusion = proportional([100, 30, 10, 10, 10], 3)

    assert inclusion.certain.tolist() == [True, True, False, False, False]
    assert inclusion.pi.tolist() == pytest.approx([1, 1, 1 / 3, 1 / 3, 1 / 3])
    assert inclusion.interval == 30


def test_a_size_that_equals_the_interval_is_certain():
    assert proportional([10, 5, 5], 2).certain.tolist() == [True, False, False]


def test_all_units_are_certain_when_all_are_taken():
    assert proportional([1, 2, 3], 3).pi.tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("size", "n", "said"),
    [
        ([1, 0, 2], 1, "đơn vị thứ 2 là 0"),
        ([1, -3, 2], 1, "đơn vị thứ 2 là -3"),
        ([1, float("nan")], 1, "đơn vị thứ 2"),
        ([1, 2], 3, "Không thể chọn 3 đơn vị từ 2"),
        ([1, 2], 0, "Không thể chọn 0 đơn vị"),
        ([], 1, "từ 0 đơn vị"),
    ],
)
def test_impossible_sizes_are_refused_with_the_place(size, n, said):
    with pytest.raises(SamplingError, match=said):
        proportional(size, n)


def test_equal_probabilities_are_n_over_units():
    assert equal(8, 2).tolist() == [0.25] * 8


@pytest.mark.parametrize("method", ["pivotal", "brewer", "cube"])
def test_a_method_without_joint_probabilities_says_so(method):
    with pytest.raises(SamplingError, match="không có xác suất chọn đồng thời"):
        joint([0.5, 0.5], method)
