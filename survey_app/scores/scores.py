"""The score run of a wave: its accepted answers, its questionnaire, its targets, its declared metric or the other."""

from collections.abc import Sequence
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

MOST_RUNS = 8
# Scoring takes a second and answers only grow in number: the last runs of this process are kept.
_RUNS: dict[tuple[object, ...], ScoreRun] = {}


def declared(wave: Wave) -> Metric:
    """Return the metric a wave declared before it opened."""
    return cast("Metric", wave.metric)


def method_of(
    wave: Wave, questionnaire: Questionnaire, breakdown: Sequence[str], metric: Metric | None = None
) -> Method:
    """Return the method a wave is scored with.

    Args:
        wave: the wave.
        questionnaire: what it asked.
        breakdown: items of the survey to break the table down by; those that the questionnaire asks are taken.
        metric: another metric than the one the wave declared.
    """
    asked = tuple(id_ for id_ in breakdown if isinstance(questionnaire.items.get(id_), ChoiceItem))
    return Method(
        wave=wave.code,
        synthetic=wave.synthetic,
        metric=metric or declared(wave),
        by=("mode", *asked, "area"),
    )


def score_wave(
    session: Session, wave: Wave, breakdown: tuple[str, ...], metric: Metric | None = None
) -> ScoreRun:
    """Return the score run of a wave as its answers stand now; the arguments are those of ``method_of``.

    Accepted answers never change, so a run is computed again only when their number has grown.

    Raises:
        ScoringError: there is no response yet.
    """
    count = session.scalar(select(func.count()).where(Response.wave_id == wave.id)) or 0
    if not count:
        raise ScoringError("Chưa có phiếu trả lời nào để chấm điểm.", "There is no response to score yet.")
    metric = metric or declared(wave)
    asked = (str(session.get_bind().engine.url), wave.code, count, breakdown, metric)
    if asked not in _RUNS:
        while len(_RUNS) >= MOST_RUNS:
            _RUNS.pop(next(iter(_RUNS)))
        _RUNS[asked] = _score(session, wave, breakdown, metric)
    return _RUNS[asked]


def _score(session: Session, wave: Wave, breakdown: Sequence[str], metric: Metric) -> ScoreRun:
    questionnaire = catalogue.questionnaire(wave)
    data = results.responses(session, wave)
    method = method_of(wave, questionnaire, breakdown, metric)
    return score(data, questionnaire, target_sets.of_wave(wave), method)
