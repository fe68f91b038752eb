"""A score run can be repeated: the same inputs give the same bytes, and its hashes know what changed."""

import os
from dataclasses import replace

import pytest

from scoring.method.method import Method
from scoring.run import score
from scoring.targets import target_files
from tests.builders.waves import SIPAS, wave

PLAN = target_files.load("plan-336")


@pytest.fixture(scope="module")
def run():
    return score(wave(), SIPAS, PLAN, Method(wave="2025-1", synthetic=True, by=("district", "area")))


def test_the_same_inputs_give_the_same_bytes_in_any_row_order(run):
    shuffled = wave().sample(frac=1, random_state=5).reset_index(drop=True)
    wider = shuffled.assign(note="không dùng").astype({"C11a": "int64", "D26": "float64"})

    assert score(wider, SIPAS, PLAN, run.method).to_json() == run.to_json()


def test_the_score_file_ends_in_one_line_feed(run):
    assert run.to_json().endswith("\n}\n")


def test_a_whole_number_and_the_same_with_a_decimal_point_are_one_value(run):
    whole, floating = (
        score(wave().assign(weight=weight), SIPAS, PLAN, run.method) for weight in (120, 120.0)
    )

    assert whole.to_json() == floating.to_json()


@pytest.mark.parametrize("changed", ["data", "targets", "method", "questionnaire"])
def test_each_hash_knows_when_its_input_changed(run, changed):
    data, method, plan, questionnaire = wave(), run.method, PLAN, SIPAS
    if changed == "data":
        data.loc[0, "C11a"] = 1 if data.loc[0, "C11a"] != 1 else 2
    elif changed == "targets":
        plan = replace(plan, rows=(replace(plan.rows[0], target=plan.rows[0].target + 1), *plan.rows[1:]))
    elif changed == "method":
        method = replace(method, confidence=0.9)
    else:
        questionnaire = replace(questionnaire, version="khác")

    hashes = score(data, questionnaire, plan, method).hashes

    differing = {
        name
        for name in ("data", "targets", "method", "questionnaire")
        if getattr(hashes, name) != getattr(run.hashes, name)
    }
    assert differing == {changed}


@pytest.mark.slow
def test_the_number_of_cores_changes_no_byte(monkeypatch):
    data, written = wave(areas=168, people=150), []
    for cores in (1, 8):
        monkeypatch.setattr(os, "cpu_count", lambda cores=cores: cores)
        written.append(score(data, SIPAS, PLAN, Method(by=("district",))).to_json())

    assert written[0] == written[1]
