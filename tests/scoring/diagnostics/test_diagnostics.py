"""A wave's reliability, drivers and communes come from its answers under its own questionnaire."""

import numpy as np
import pandas as pd
import pytest

from scoring.diagnostics.criterion_reliability import reliabilities, strength
from scoring.diagnostics.heading_drivers import heading_drivers
from scoring.errors import ScoringError
from scoring.method.method import Method
from scoring.small_area.area_model import model_areas
from tests.builders.scores import criterion, heading, questionnaire_of, target_set

CRITERIA = (
    criterion("2.1", "a1", "a2"),
    criterion("2.2", "b1", "b2"),
    criterion("2.6", "o", strategy="overall_item"),
)
QUESTIONNAIRE = questionnaire_of(heading("2", *CRITERIA))


def wave(n=2400, seed=4):
    """The overall answer follows 2.1 closely and 2.2 hardly; areas differ by five points."""
    rng = np.random.default_rng(seed)
    area = rng.integers(0, 30, n)
    first = rng.normal(size=n) + rng.normal(scale=0.2, size=30)[area]
    second = rng.normal(size=n)

    def answer(latent, noise):
        return np.clip(np.round(3.8 + 0.8 * latent + rng.normal(scale=noise, size=n)), 1, 5).astype("uint8")

    return pd.DataFrame(
        {
            "a1": answer(first, 0.4),
            "a2": answer(first, 0.4),
            "b1": answer(second, 0.4),
            "b2": answer(second, 0.4),
            "o": answer(0.9 * first + 0.2 * second, 0.4),
            "weight": rng.uniform(0.5, 1.5, n),
            "area": area.astype(str),
            "psu": area * 10 + rng.integers(0, 4, n),
            "stratum": area % 5,
        }
    )


def test_reliability_is_told_for_every_criterion_of_two_items_or_more():
    found = reliabilities(wave(), QUESTIONNAIRE)

    assert [each.code for each in found] == ["2.1", "2.2"]
    assert all(0.7 < each.result.alpha < 0.9 for each in found)


def test_a_criterion_whose_reliability_cannot_be_computed_says_why():
    found = reliabilities(wave().assign(a1=4), QUESTIONNAIRE)

    assert found[0].result is None
    assert "Câu a1" in found[0].why[0]


def test_the_criterion_the_overall_answer_follows_is_the_first_to_improve():
    found = heading_drivers(wave(), QUESTIONNAIRE, "2")

    first, second = found.drivers.drivers
    assert (found.outcome, first.name) == ("2.6", "2.1")
    assert first.relative_weight > 5 * second.relative_weight
    assert {point.name for point in found.map.points} == {"2.1", "2.2"}
    assert 0.7 < found.map.points[0].performance < 0.8


@pytest.mark.parametrize("code", ["1", "2.1"])
def test_a_heading_without_an_overall_question_has_no_drivers(code):
    with pytest.raises(ScoringError, match=f"Tiêu chí {code} không có câu hỏi chung"):
        heading_drivers(wave(), QUESTIONNAIRE, code)


def test_a_person_needs_half_of_the_items_to_count_for_a_driver():
    data = wave()
    half = data.assign(a1=0)
    neither = half.assign(a2=np.where(np.arange(len(data)) < 100, data["a2"], 201))

    assert heading_drivers(half, QUESTIONNAIRE, "2").drivers.n == len(data)
    assert heading_drivers(neither, QUESTIONNAIRE, "2").drivers.n == 100


def test_the_performance_of_a_criterion_is_the_weighted_mean_of_who_answered_half_of_it():
    data = wave(200).assign(weight=np.where(np.arange(200) < 50, 9.0, 1.0))
    data["a1"] = np.where(np.arange(200) % 3 == 0, 0, data["a1"])
    data.loc[:9, ["a1", "a2"]] = 0
    uneven = (criterion("2.1", "a1", "a2", weights=[1.0, 3.0]), *CRITERIA[1:])

    def mean(a1_weight, a2_weight, least):
        shown = np.where(data[["a1", "a2"]] > 0, [a1_weight, a2_weight], 0.0)
        kept = shown.sum(axis=1) >= least
        scores = (data[["a1", "a2"]] * shown).sum(axis=1)[kept] / shown.sum(axis=1)[kept]
        return np.average(scores, weights=data["weight"][kept]) / 5

    for criteria, expected in ((CRITERIA, mean(1, 1, 1)), (uneven, mean(1, 3, 2))):
        found = heading_drivers(data, questionnaire_of(heading("2", *criteria)), "2")
        assert found.map.points[0].performance == pytest.approx(expected, rel=1e-12)


def test_modelled_communes_lie_between_their_own_result_and_the_mean_and_add_up_to_the_province():
    data = wave()

    modelled_areas = model_areas(data, QUESTIONNAIRE, target_set(), method=Method(), at=("2.1", "area"))
    found = modelled_areas.model

    assert (modelled_areas.code, modelled_areas.column) == ("2.1", "area")
    shares = data.groupby("area")["weight"].sum()
    total = sum(shares[each.area] * each.benchmarked for each in found.areas) / shares.sum()
    satisfied = np.mean([np.average(data[name] >= 4, weights=data["weight"]) for name in ("a1", "a2")])
    assert total == pytest.approx(satisfied, rel=1e-9)
    assert len(found.areas) == 30
    assert all(0 <= each.shrinkage <= 1 for each in found.areas)
    direct = np.array([each.direct for each in found.areas])
    modelled = np.array([each.estimate for each in found.areas])
    assert modelled.std() < direct.std()


@pytest.mark.parametrize("code", ["2.1", "2.2"])
def test_a_commune_is_modelled_by_the_number_of_its_own_answers_to_the_row(code):
    data = wave()
    data["b1"] = np.where(np.arange(len(data)) % 4, 0, data["b1"])
    data["b2"] = np.where(np.arange(len(data)) % 4, 0, data["b2"])
    alone = questionnaire_of(next(each for each in CRITERIA if each.code == code))

    found, wanted = (
        model_areas(data, asked, target_set(), method=Method(), at=(code, "area")).model.areas
        for asked in (QUESTIONNAIRE, alone)
    )

    assert [each.area for each in found] == [each.area for each in wanted]
    for field in ("direct", "estimate", "shrinkage", "benchmarked"):
        assert [getattr(each, field) for each in found] == pytest.approx(
            [getattr(each, field) for each in wanted]
        )


def test_a_row_without_a_number_cannot_be_modelled():
    data = wave().assign(a1=0, a2=0)

    with pytest.raises(ScoringError, match=r"Dòng 2\.1 chưa có kết quả"):
        model_areas(data, QUESTIONNAIRE, target_set(), method=Method(), at=("2.1", "area"))


@pytest.mark.parametrize(
    ("alpha", "read"),
    [
        (0.85, "tốt"),
        (0.8, "tốt"),
        (0.79, "chấp nhận được"),
        (0.7, "chấp nhận được"),
        (0.69, "thấp"),
        (0.5, "thấp"),
    ],
)
def test_an_alpha_is_read_in_three_steps(alpha, read):
    assert strength(alpha) == read
