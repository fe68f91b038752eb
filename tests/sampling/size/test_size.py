import math
from statistics import NormalDist

import pytest

from sampling.errors import SamplingError
from sampling.preview.outlook import curve, outlook, thirty_forms
from sampling.size import size


def test_sizes_for_a_proportion_are_those_of_the_reference(golden):
    known = golden("allocation")["size"]

    assert size.for_margin(0.83, 0.04, population=25_000) == pytest.approx(known["nPropMoe_wald"], rel=1e-9)
    relative = size.for_margin(0.83, 0.05, population=25_000, relative=True)
    assert relative == pytest.approx(known["nPropMoe_relative"], rel=1e-9)
    assert size.for_cv(0.83, 0.03, population=25_000) == pytest.approx(known["nProp_cv"], rel=1e-9)
    assert size.for_wilson(0.83, 0.04) == pytest.approx(known["nWilson"][0], rel=1e-9)


def test_cochrans_example_is_356(golden):
    known = golden("allocation")["cochran_4_4"]
    two = 2 * NormalDist().cdf(2) - 1

    n = size.for_margin(0.5, 0.05, confidence=two, population=3200)

    assert n == pytest.approx(known["n"], rel=1e-3), "Cochran leaves N-1 for N"
    assert math.ceil(n) == known["published"]
    assert size.for_margin(0.5, 0.05, confidence=two) == pytest.approx(known["n0"])


def test_wilsons_size_gives_wilsons_half_width(golden):
    n, low, high, width = golden("allocation")["size"]["nWilson"]
    square = size.z(0.95) ** 2

    half = size.z(0.95) * math.sqrt(square + 4 * n * 0.83 * 0.17) / (2 * (n + square))

    assert 2 * half == pytest.approx(width)
    assert high - low == pytest.approx(width)


def test_slovins_formula_comes_with_what_it_assumes():
    result = size.slovin(3_300_000, 0.05)

    assert result.n == 400
    assert "giả định" in result.vi
    assert "±5 điểm" in result.vi
    assert "assumes" in result.en


def test_slovins_number_is_too_small_under_clustering():
    simple = size.slovin(3_300_000, 0.05).n

    assert size.Need(simple, deff=size.design_effect(0.05, 20), response=0.8).forms == 975


def test_forms_reckon_with_deff_response_and_a_minimum_per_area():
    assert size.Need(100, deff=1.1).forms == 110
    assert size.Need(100, deff=1.5, response=0.75).forms == 200
    assert size.Need(100, areas=95, minimum=30, response=0.95).forms == 3000


def test_a_fixed_target_needs_fewer_forms_than_a_change_between_waves():
    change = size.for_change(0.8023, 0.8325)

    assert size.for_target(0.8023, 0.8325) < change / 2
    assert size.for_change(0.8023, 0.8325, overlap=0.5, correlation=0.6) < change


def test_power_at_the_computed_size_is_the_power_asked_for():
    n = size.for_change(0.80, 0.85, power=0.9)
    error = math.sqrt((0.8 * 0.2 + 0.85 * 0.15) / n)

    assert 0.05 / error - size.z(0.95) == pytest.approx(1.2815515655)


def test_the_best_cluster_is_about_ten_when_a_village_costs_five_forms():
    assert size.best_cluster(0.05, cost_of_cluster=5, cost_of_form=1) == pytest.approx(9.746794)


def test_the_curve_falls_with_the_number_of_forms():
    rows = curve(0.8, gap=0.03, rho=0.05, cluster=10)

    assert [row.answers for row in rows] == [30, 60, 100, 200, 300, 540, 1000, 1620, 3240, 6480]
    assert [row.half_width for row in rows] == sorted((row.half_width for row in rows), reverse=True)
    assert [row.power for row in rows] == sorted(row.power for row in rows)
    assert not rows[0].useful
    assert rows[-1].useful


def test_the_smallest_gap_that_is_seen_is_seen_four_times_in_five():
    at_300 = outlook(300, 0.8, gap=0.0, deff=1.45)

    assert outlook(300, 0.8, gap=at_300.detectable, deff=1.45).power == pytest.approx(0.8)


@pytest.mark.parametrize(("answers", "useful"), [(96, False), (97, True), (105, True)])
def test_a_number_is_useful_up_to_ten_points_of_error(answers, useful):
    assert outlook(answers, 0.5, gap=0.0).useful is useful


def test_to_look_on_both_sides_takes_more_forms():
    both = size.for_target(0.80, 0.8325, side="two")

    assert both == pytest.approx(size.for_target(0.80, 0.8325, confidence=0.975))
    assert both > 1.2 * size.for_target(0.80, 0.8325)


def test_a_census_has_no_error_and_sees_everything():
    everything = outlook(500, 0.8, gap=0.01, population=500)

    assert everything.error == 0
    assert everything.power == 1


def test_thirty_forms_cannot_rank_communes():
    vi, en = thirty_forms()

    assert "±14 điểm" in vi
    assert "không xếp hạng được" in vi
    assert "cannot" in en


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: size.for_margin(0.0, 0.05), "p = 0 phải nằm giữa"),
        (lambda: size.for_margin(0.5, 0.0), "margin = 0 phải lớn hơn 0"),
        (lambda: size.for_margin(0.5, 0.05, confidence=1.0), "confidence = 1 phải"),
        (lambda: size.for_wilson(1.2, 0.05), "p = 1.2 phải"),
        (lambda: size.slovin(1000, -0.05), "margin = -0.05 phải"),
        (lambda: size.for_change(0.8, 0.8), "phải lớn hơn 0"),
        (lambda: size.for_target(0.8, 0.8), "hãy cho hai số khác nhau"),
        (lambda: size.Need(100, response=0.0).forms, "response = 0 phải"),
    ],
)
def test_impossible_numbers_are_refused_by_name(wrong, said):
    with pytest.raises(SamplingError, match=said):
        wrong()


@pytest.mark.parametrize(
    ("rho", "cluster", "weight_cv", "deff"),
    [(0.05, 10, 0.0, 1.45), (0.05, 10, 0.5, 1.45 * 1.25), (0.0, 30, 0.3, 1.09), (0.2, 1, 0.0, 1.0)],
)
def test_clusters_and_unequal_weights_multiply_the_variance_by_kishs_factors(rho, cluster, weight_cv, deff):
    assert size.design_effect(rho, cluster, weight_cv=weight_cv) == pytest.approx(deff)
