"""Sampling variances of areas hold what varies within them, and nothing of the differences between areas."""

import numpy as np
import pandas as pd
import pytest

from scoring.method.method import Method
from scoring.small_area.area_model import model_areas
from tests.builders.scores import criterion, questionnaire_of, target_set

ASKED = questionnaire_of(criterion("1", "a"))
AREAS, VILLAGES, PEOPLE = 30, 3, 8


def wave(apart: float, seed: int = 3) -> pd.DataFrame:
    """Communes ``apart`` (standard deviation of the logit) with villages in them that differ as well."""
    rng = np.random.default_rng(seed)
    village = np.repeat(np.arange(AREAS * VILLAGES), PEOPLE)
    commune = village // VILLAGES
    logit = 1 + apart * rng.normal(size=AREAS)[commune] + 0.5 * rng.normal(size=AREAS * VILLAGES)[village]
    yes = rng.random(village.size) < 1 / (1 + np.exp(-logit))
    names = {"area": commune + 100, "village": village, "stratum": commune // 10}
    return pd.DataFrame({"a": np.where(yes, 5, 2).astype("uint8"), "weight": 1.0, **names})


def modelled(data: pd.DataFrame):
    return model_areas(data, ASKED, target_set(), method=Method(), at=("1", "area"))


def pooled(data: pd.DataFrame) -> float:
    """The variance of one answer from the means of villages within communes, by hand."""
    means = data.assign(yes=data["a"] == 5).groupby(["area", "village"])["yes"].mean()
    return PEOPLE * float(means.groupby("area").var(ddof=1).mean())


@pytest.mark.parametrize("apart", [0.0, 1.5])
def test_communes_that_are_psus_have_the_error_of_the_villages_in_them(apart):
    data = wave(apart)

    found = modelled(data.assign(psu=data["area"], ssu=data["village"]))

    assert (found.stage, found.df) == (1, AREAS * (VILLAGES - 1))
    for each in found.model.areas:
        assert each.direct_se**2 == pytest.approx(pooled(data) / (VILLAGES * PEOPLE), rel=1e-9)


def test_communes_that_hold_the_psus_have_the_same_error():
    data = wave(1.0)

    found = modelled(data.assign(psu=data["village"]))
    other = modelled(data.assign(psu=data["area"], ssu=data["village"]))

    assert found.stage == 0
    assert [each.direct_se for each in found.model.areas] == pytest.approx(
        [each.direct_se for each in other.model.areas]
    )
    assert [each.estimate for each in found.model.areas] == pytest.approx(
        [each.estimate for each in other.model.areas]
    )


def test_village_numbers_may_repeat_between_communes():
    data = wave(1.0)
    numbered = data.assign(psu=data["area"], ssu=data["village"] % VILLAGES)

    assert modelled(numbered) == modelled(data.assign(psu=data["area"], ssu=data["village"]))


def test_communes_without_known_villages_have_the_error_of_their_people_and_the_note_says_so():
    data = wave(1.0)

    found = modelled(data.assign(psu=data["area"]))

    p = data.assign(yes=data["a"] == 5).groupby("area")["yes"].mean()
    one = float((p * (1 - p)).mean()) * VILLAGES * PEOPLE / (VILLAGES * PEOPLE - 1)
    assert found.model.areas[0].direct_se ** 2 == pytest.approx(one / (VILLAGES * PEOPLE), rel=1e-9)
    assert any("một cụm" in vi for vi, _ in found.notes)


def test_every_model_says_what_it_does_to_communes_at_the_ends():
    found = modelled(wave(0.0).assign(psu=lambda each: each["village"]))

    assert "hai đầu" in found.notes[0][0]
    assert "do not rank" in found.notes[0][1]
    assert found.model.reml == 0 < found.model.sigma2
    assert "σ² = 0" in found.notes[1][0]
