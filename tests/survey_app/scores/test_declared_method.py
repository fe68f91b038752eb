"""A wave is scored by the method it was opened with, whatever the defaults of the code have become since."""

import importlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoring.errors import ScoringError
from scoring.method.method import RULES, Method
from scoring.run import score
from scoring.targets import target_files
from survey_app import db
from survey_app.commands.score import command
from survey_app.scores import score_terminal, scores
from tests.builders.waves import SIPAS, wave
from tests.survey_app.scores.test_scores import fill
from tests.survey_app.world import QUESTIONNAIRE, SURVEY, make_world

# Waves are scored here.
pytestmark = pytest.mark.slow

# As scored by the release that knew t only, before waves kept their method.
BEFORE = json.loads(Path("tests/golden/wave-declared-with-t.json").read_text())
UNTIL_NOW = importlib.import_module("survey_app.migrations.versions.0010_declared_method").UNTIL_NOW


@pytest.fixture
def database_url(sqlite_database):
    return sqlite_database


@pytest.fixture(scope="module")
def older():
    method = Method.of_rules(UNTIL_NOW, wave="2025-1", synthetic=True, by=("district",))
    return score(wave(), SIPAS, target_files.load("plan-336"), method)


def same(now, before):
    """Return whether two values are equal, numbers to the last digits that another processor may give otherwise."""
    if isinstance(before, dict):
        return now.keys() == before.keys() and all(same(now[name], before[name]) for name in before)
    return now == (pytest.approx(before, rel=1e-12) if isinstance(before, float) else before)


@pytest.mark.parametrize("part", ["rows", "by"])
def test_an_older_wave_keeps_every_number_and_every_verdict(older, part):
    now = json.loads(older.to_json())[part]

    assert len(now) == len(BEFORE[part]) > 10
    for row, before in zip(now, BEFORE[part], strict=True):
        assert same({name: row[name] for name in before}, before)


def test_an_older_wave_keeps_the_fingerprint_of_its_method(older):
    assert older.hashes.method == BEFORE["method_hash"]


def test_the_table_of_an_older_wave_has_its_plus_minus_and_a_newer_one_the_bounds(older):
    newer = score(wave(), SIPAS, target_files.load("plan-336"), Method(wave="2026-1"))

    assert "78,12 ± 4,46" in score_terminal.render(older)
    assert "78,12 (73,33–82,26)" in score_terminal.render(newer)
    assert "±" not in score_terminal.render(newer)


def test_a_wave_keeps_the_whole_method_of_its_opening(world):
    assert world.wave.method == Method().rules()
    assert set(world.wave.method) == RULES
    assert world.wave.method["interval"] == "logit_floor"
    assert set(Method().declared()) - RULES == {"wave", "synthetic", "metric", "by"}


def test_a_wave_is_scored_by_the_rules_it_kept(session, world):
    kept = {
        **UNTIL_NOW,
        "confidence": 0.9,
        "adjust": "holm",
        "cells": {**UNTIL_NOW["cells"], "minimum": 5},
    }
    world.wave.method = kept
    scores._RUNS.clear()
    fill(session, world)

    method = scores.score_wave(session, world.wave, SURVEY.breakdown).method

    assert method.rules() == kept
    assert (method.interval, method.confidence, method.adjust, method.cells.minimum) == ("t", 0.9, "holm", 5)
    assert scores.method_of(world.wave, QUESTIONNAIRE, (), weights="nonresponse").rules() == {
        **kept,
        "weights": "nonresponse",
    }


@pytest.mark.parametrize(
    "broken",
    [
        {name: value for name, value in UNTIL_NOW.items() if name != "interval"},
        {**UNTIL_NOW, "metric": "diem_quy_doi"},
        {**UNTIL_NOW, "cells": {"minimum": 10}},
    ],
)
def test_a_method_that_is_not_whole_is_not_filled_up_with_defaults(broken):
    with pytest.raises(ScoringError, match="không đủ hoặc có quy tắc lạ") as told:
        Method.of_rules(broken)

    assert "lacks a rule or has an unknown one" in told.value.en


def test_the_command_scores_by_the_method_of_the_wave(sqlite_database, tmp_path, monkeypatch):
    sessions = db.session_factory(sqlite_database, durable=False)
    with sessions() as session:
        made = make_world(session, double_keying=0.0, synthetic=True)
        made.wave.method = {**UNTIL_NOW, "adjust": "holm", "confidence": 0.9}
        fill(session, made)
    sessions.engine.dispose()
    monkeypatch.setenv("DATABASE_URL", sqlite_database)
    monkeypatch.delenv("SIPAS_ENV", raising=False)

    result = CliRunner().invoke(command, ["--wave", "2025-1", "--out", str(tmp_path)])

    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "scores.json").read_text())
    assert (told["interval"], told["confidence"], told["method"]["adjust"]) == ("t", 0.9, "holm")
