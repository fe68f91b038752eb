"""With few degrees of freedom no interval or verdict rests on an error below that of a simple random sample."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit, stdtrit

from scoring.method.method import Method
from scoring.run import score
from tests.builders.scores import criterion, heading, questionnaire_of, target_set

ONE = questionnaire_of(criterion("1", "a"))


def wave(psus: int = 5, satisfied: int = 8, people: int = 10) -> pd.DataFrame:
    """PSUs whose people answer alike, PSU for PSU: the design's se is 0 though people differ."""
    answers = [5] * satisfied + [2] * (people - satisfied)
    data = pd.DataFrame({"a": answers * psus, "b": answers[::-1] * psus}, dtype="uint8")
    return data.assign(psu=np.repeat(np.arange(psus), people), weight=1.0)


def test_villages_that_agree_by_chance_give_no_certain_verdict():
    plain, floored = (
        score(wave(), ONE, target_set(c1=79), Method(interval=kind))["1"] for kind in ("logit", "logit_floor")
    )

    error = math.sqrt(0.8 * 0.2 / 49)
    half = stdtrit(4, 0.975) * error / 0.16
    assert plain.judgement.verdict.value == "Đạt"
    assert floored.judgement.verdict.value == "Đạt, chưa chắc chắn"
    assert (floored.measure.se, floored.measure.error) == pytest.approx((0.0, error), abs=1e-12)
    bounds = (floored.measure.low, floored.measure.high)
    assert bounds == pytest.approx(expit([logit(0.8) - half, logit(0.8) + half]), rel=1e-9)
    assert floored.judgement.t == pytest.approx((logit(0.8) - logit(0.79)) * 0.16 / error, rel=1e-9)


def test_a_criterion_and_a_heading_have_the_error_of_items_that_are_unrelated():
    asked = questionnaire_of(heading("1", criterion("1.1", "a", "b"), criterion("1.2", "a")))

    run = score(wave(), asked, target_set(), Method())

    one = 0.8 * 0.2 / 49
    found = [run[code].measure.error for code in ("1.1", "1.2", "1")]
    assert found == pytest.approx([math.sqrt(one / 2), math.sqrt(one), math.sqrt(one * (0.75**2 + 0.25**2))])
    assert run["1.2"].items[0].measure.error == pytest.approx(math.sqrt(one))


def test_the_converted_score_has_the_floor_of_means_over_five():
    found = score(wave(), ONE, target_set(), Method(metric="diem_quy_doi"))["1"]

    mean_square = (0.8 * 0.6**2 + 0.2 * 2.4**2) / 49 / 25
    assert found.measure.error == pytest.approx(math.sqrt(mean_square))
    assert found.other.error == pytest.approx(math.sqrt(0.16 / 49))
    assert found.items[0].measure.error == pytest.approx(math.sqrt(mean_square))


def test_each_cell_of_a_table_has_the_floor_of_its_own_people():
    parts = {"x": wave(), "y": wave(psus=40), "z": wave(satisfied=9)}
    data = pd.concat(
        part.assign(area=area, psu=[f"{area}{psu}" for psu in part["psu"]]) for area, part in parts.items()
    )

    cells = score(data, ONE, target_set(), Method(by=("area",))).cells

    assert [cell.measure.df for cell in cells] == [4, 39, 4]
    assert [cell.measure.error for cell in cells] == [
        pytest.approx(math.sqrt(0.16 / 49)),
        None,
        pytest.approx(math.sqrt(0.09 / 49)),
    ]


@pytest.mark.parametrize("psus", [30, 31])
def test_from_thirty_degrees_of_freedom_on_the_se_of_the_design_holds(psus):
    found = score(wave(psus), ONE, target_set(), Method())["1"].measure

    assert (found.error is None) == (psus - 1 >= 30)


def test_an_error_of_the_design_above_the_floor_is_kept():
    uneven = wave()
    uneven.loc[:9, "a"] = 2

    found = score(uneven, ONE, target_set(), Method())["1"].measure

    assert found.se > math.sqrt(0.64 * 0.36 / 49)
    assert found.error is None


def test_where_everybody_was_asked_there_is_no_floor():
    found = score(wave().assign(fpc_1=5, fpc_2=10), ONE, target_set(), Method())["1"].measure

    assert found.error is None
