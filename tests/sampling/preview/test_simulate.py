from dataclasses import asdict, replace

import numpy as np
import pytest

from sampling.drawing.draw import plan_from
from sampling.errors import SamplingError
from sampling.frame.frame import frame_from
from sampling.preview.simulate import _summary, expected_errors
from sampling.preview.synthetic_population import Opinion, Population, synthetic_population

pytestmark = pytest.mark.slow


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


SMALL = Population(
    frame_from(
        [{"commune": c, "village": v, "adults": n} for c, v, n in (("A", "1", 300), ("A", "2", 100), ("B", "1", 600))]
    ),
    "adults",
    "commune",
    np.array([0.9, 0.5, 0.7]),
)  # fmt: skip


def test_the_truth_weighs_villages_by_their_people_in_the_whole_and_in_each_commune():
    assert SMALL.truth == pytest.approx((0.9 * 300 + 0.5 * 100 + 0.7 * 600) / 1000)
    assert SMALL.area_truth() == pytest.approx([(270 + 50) / 400, 0.7])


def test_what_is_expected_of_a_plan_is_made_of_its_draws_by_the_formulas():
    wholes = np.array([0.70, 0.74, 0.78])
    areas = np.array([[0.80, np.nan, 0.9], [0.84, 0.70, 0.9], [0.76, np.nan, 0.9]])
    answers = np.array([[20.0, 0.0, 4.0], [16.0, 6.0, 4.0], [24.0, 0.0, 4.0]])
    three = replace(SMALL, frame=frame_from([
        {"commune": c, "village": "1", "adults": n} for c, n in (("A", 400), ("B", 600), ("C", 100))
    ]), shares=np.array([0.8, 0.7, 0.6]))  # fmt: skip

    found = _summary(three, "thử", wholes, areas, answers)

    p = (0.8 * 400 + 0.7 * 600 + 0.6 * 100) / 1100
    errors = [np.sqrt((0.0 + 0.04**2 + 0.04**2) / 3), 0.0, 0.3]
    assert asdict(found) == pytest.approx(
        {
            "plan": "thử",
            "answers": 26.0,
            "se": 0.04,
            "bias": 0.74 - p,
            "deff": 0.04**2 / (p * (1 - p) / 26),
            "areas": 7 / 3,
            "area_answers": 6.0,
            "area_se": float(np.median(errors)),
            "area_se_most": 0.3,
        }
    )


def test_villages_and_communes_have_the_spread_of_their_own_correlation():
    frame = frame_from([{"commune": str(n // 50), "village": str(n), "adults": 9} for n in range(2000)])
    one = synthetic_population(
        frame, Opinion(0.5, rho_area=0.04, rho_village=0.01), count="adults", area="commune",
        rng=np.random.default_rng(1),
    )  # fmt: skip

    rng = np.random.default_rng(1)
    areas, villages = rng.normal(0, 0.1, 40), rng.normal(0, 0.05, 2000)
    assert one.shares == pytest.approx(np.clip(0.5 + np.repeat(areas, 50) + villages, 0.02, 0.98))


def test_a_reserve_village_gives_no_answers(population):
    text = CLUSTERS.format(method="srs", take="5\nreserve = 5", persons=80).replace('size = "adults"\n', "")
    assert expect(population, text, 3).answers == 400
