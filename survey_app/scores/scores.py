"""The score run of a wave, from its accepted answers, questionnaire, targets, metric and weights.

- ``score_wave(session, wave, breakdown, metric, weights) -> ScoreRun``: by the declared method, as the answers stand now
- ``weighted_responses(session, wave, weights)``: the answers with these weights, and what an adjustment did
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from questionnaires.model import ChoiceItem, Questionnaire
from scoring.criteria.items import refuse_without_criteria
from scoring.errors import ScoringError
from scoring.method.method import Method, Metric, Weights
from scoring.run import score
from scoring.score_table.score_run import ScoreRun
from scoring.weighting import StepReport
from survey_app.collection import results
from survey_app.fieldwork import form_dispositions
from survey_app.scores import nonresponse
from survey_app.tables import Response, Wave
from survey_app.waves import catalogue, target_sets

if TYPE_CHECKING:
    import pandas as pd

MOST_RUNS = 8
# Scoring takes a second and answers only grow in number: the last runs of this process are kept.
_RUNS: dict[tuple[object, ...], ScoreRun] = {}


def declared(wave: Wave) -> Metric:
    """Return the metric a wave declared before it opened."""
    return cast("Metric", wave.metric)


def declared_weights(wave: Wave) -> Weights:
    """Return the weights a wave declared before it opened."""
    return cast("Weights", wave.method["weights"])


def method_of(
    wave: Wave,
    questionnaire: Questionnaire,
    breakdown: Sequence[str],
    metric: Metric | None = None,
    weights: Weights | None = None,
) -> Method:
    """Return the method a wave is scored with: what it declared, with another metric or other weights where given.

    Args:
        wave: the wave.
        questionnaire: what it asked.
        breakdown: items of the survey to break the table down by; those that the questionnaire asks are taken.
        metric: another metric than the one the wave declared.
        weights: other weights than those the wave declared.

    Raises:
        ScoringError: the method kept with the wave is not whole.
    """
    people = tuple(id_ for id_ in breakdown if isinstance(questionnaire.items.get(id_), ChoiceItem))
    return Method.of_rules(
        {**wave.method, "weights": weights or declared_weights(wave)},
        wave=wave.code,
        synthetic=wave.synthetic,
        metric=metric or declared(wave),
        by=("mode", *people, "area"),
    )


def weighted_responses(
    session: Session, wave: Wave, weights: Weights
) -> "tuple[pd.DataFrame, StepReport | None]":
    """Return the responses of a wave with the weights chosen, and a summary of the adjustment.

    Raises:
        ScoringError: there is no response, or the weights cannot be adjusted yet.
    """
    data = results.responses(session, wave)
    if weights == "base":
        return data, None
    if data.empty:
        raise _no_responses()
    return nonresponse.adjust(session, wave, data)


def score_wave(
    session: Session,
    wave: Wave,
    breakdown: tuple[str, ...],
    metric: Metric | None = None,
    weights: Weights | None = None,
) -> ScoreRun:
    """Return the score run of a wave as its answers stand now, with the dispositions of its forms.

    Accepted answers never change, so a run is computed again only when their number has grown; dispositions change
    without that, and are counted at every call.

    Raises:
        ScoringError: there is no response yet, or the weights cannot be adjusted yet.
    """
    refuse_without_criteria(catalogue.questionnaire(wave))
    count = session.scalar(select(func.count()).where(Response.wave_id == wave.id)) or 0
    if not count:
        raise _no_responses()
    metric, weights = metric or declared(wave), weights or declared_weights(wave)
    rules = json.dumps(wave.method, sort_keys=True)
    key = (str(session.get_bind().engine.url), wave.code, rules, count, breakdown, metric, weights)
    if key not in _RUNS:
        run = _score(session, wave, breakdown, metric, weights)
        while len(_RUNS) >= MOST_RUNS:
            _RUNS.pop(next(iter(_RUNS)))
        _RUNS[key] = run
    return replace(_RUNS[key], response=form_dispositions.account(session, wave))


def _score(
    session: Session, wave: Wave, breakdown: Sequence[str], metric: Metric, weights: Weights
) -> ScoreRun:
    questionnaire = catalogue.questionnaire(wave)
    data, adjustment = weighted_responses(session, wave, weights)
    method = method_of(wave, questionnaire, breakdown, metric, weights)
    return score(data, questionnaire, target_sets.of_wave(wave), method, adjustment=adjustment)


def _no_responses() -> ScoringError:
    return ScoringError("Chưa có phiếu trả lời nào để chấm điểm.", "There is no response to score yet.")
