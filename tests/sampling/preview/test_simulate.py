import numpy as np
import pytest

from sampling.drawing.draw import plan_from
from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.preview.simulate import expected_errors
from sampling.preview.synthetic_population import Opinion, synthetic_population


@pytest.fixture(scope="module")
def population(province):
    return synthetic_population(
        frame_from(province.assign(adults=province["adults"] * 20)),
        Opinion(0.8, rho_area=0.0, rho_village=0.04),
        count="adults", area="commune", rng=np.random.default_rng(1),
    )  # fmt: skip


def expect(population, text, draws=200):
    return expected_errors(population, plan_from(text), draws=draws, seed="x", rng=np.random.default_rng(2))


def test_simple_random_sampling_has_the_error_of_the_textbook(population):
    expected = expect(population, '[[stage]]\nunit = "person"\ntake = 400\ncount = "adults"\n')

    p = population.truth
    assert expected.se == pytest.approx(np.sqrt(p * (1 - p) / 400), rel=0.17)
    assert expected.deff == pytest.approx(1, abs=0.35)
    assert abs(expected.bias) < 4 * expected.se / np.sqrt(200)


CLUSTERS = """
[[stage]]
unit = "village"
size = "adults"
method = "{method}"
take = {take}
[[stage]]
unit = "person"
take = {persons}
count = "adults"
"""


def test_larger_clusters_have_larger_errors_and_none_is_biased(population):
    few = expect(population, CLUSTERS.format(method="pps_systematic", take=5, persons=80))
    many = expect(population, CLUSTERS.format(method="pps_systematic", take=40, persons=10))

    assert few.answers == many.answers == 400
    assert few.deff > 2 * many.deff
    for expected in (few, many):
        assert abs(expected.bias) < 4 * expected.se / np.sqrt(200)


def test_communes_have_answers_when_they_are_strata(population):
    expected = expect(
        population, '[[stage]]\nunit = "person"\nstrata = ["commune"]\ntake = 30\ncount = "adults"\n', 40
    )

    assert expected.areas == 12
    assert expected.area_answers == 30
    truth = population.area_truth()
    textbook = np.sqrt(truth * (1 - truth) / 30)
    assert expected.area_se == pytest.approx(np.median(textbook), rel=0.15)
    assert 1.05 * expected.area_se < expected.area_se_most < 1.5 * textbook.max()


def test_a_last_stage_with_a_total_cannot_be_simulated(population):
    with pytest.raises(SamplingError, match="take là một số cố định"):
        expect(population, '[[stage]]\nunit = "person"\ntake = { total = 400 }\ncount = "adults"\n')
