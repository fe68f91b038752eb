"""The score run of a wave: its accepted answers, its questionnaire, its targets, its declared metric or the other."""

from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.model import ChoiceItem, Questionnaire
from scoring.errors import ScoringError
from scoring.method.method import Method, Metric
from scoring.run import score
from scoring.score_table.score_run import ScoreRun
from survey_app.collection import results
from survey_app.tables import Response, Wave
from survey_app.waves import catalogue, target_sets

# The published indices shown beside the survey come with this plan, whatever targets a wave declares.
PLAN = "plan-336"
# What the department breaks the table down by, where the questionnaire asks it: sex, age, place, respondent.
PEOPLE = ("A1", "A2", "A6", "A7")
MOST_RUNS = 8
# Scoring takes a second and answers only grow in number: the last runs of this process are kept.
_RUNS: dict[tuple[object, ...], ScoreRun] = {}


def declared(wave: Wave) -> Metric:
    """Return the metric a wave declared before it opened."""
    return cast("Metric", wave.metric)


def method_of(wave: Wave, questionnaire: Questionnaire, metric: Metric | None = None) -> Method:
    """Return the method a wave is scored with: by its declared metric unless another is asked for."""
    asked = tuple(id_ for id_ in PEOPLE if isinstance(questionnaire.items.get(id_), ChoiceItem))
    return Method(
        wave=wave.code,
        synthetic=wave.synthetic,
        metric=metric or declared(wave),
        by=("mode", *asked, "area"),
    )


def score_wave(session: Session, wave: Wave, metric: Metric | None = None) -> ScoreRun:
    """Return the score run of a wave as its answers stand now, by its declared metric unless another is asked for.

    Accepted answers never change, so a run is computed again only when their number has grown.

    Raises:
        ScoringError: there is no response yet.
    """
    count = session.scalar(select(func.count()).where(Response.wave_id == wave.id)) or 0
    if not count:
        raise ScoringError("Chưa có phiếu trả lời nào để chấm điểm.", "There is no response to score yet.")
    metric = metric or declared(wave)
    asked = (str(session.get_bind().engine.url), wave.code, count, metric)
    if asked not in _RUNS:
        while len(_RUNS) >= MOST_RUNS:
            _RUNS.pop(next(iter(_RUNS)))
        _RUNS[asked] = _score(session, wave, metric)
    return _RUNS[asked]


def _score(session: Session, wave: Wave, metric: Metric) -> ScoreRun:
    questionnaire = catalogue.questionnaire(wave)
    data = results.responses(session, wave)
    return score(data, questionnaire, target_sets.of_wave(wave), method_of(wave, questionnaire, metric))
