"""The internal consistency of the items of each criterion of a wave."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from questionnaires.model import Criterion, Questionnaire
from scoring.columns.columns import Numbers
from scoring.criteria.items import ItemAnswers, read_answers
from scoring.diagnostics.reliability import Reliability, reliability
from scoring.errors import ScoringError, Sentence

Strength = Literal["tốt", "chấp nhận được", "thấp"]


@dataclass(frozen=True, slots=True)
class CriterionReliability:
    """The reliability of one criterion, or the reason why it has none."""

    code: str
    result: Reliability | None
    why: Sentence | None = None


def reliabilities(data: pd.DataFrame, questionnaire: Questionnaire) -> tuple[CriterionReliability, ...]:
    """Return the reliability of every criterion made of two items or more, weighted."""
    answers = read_answers(data, questionnaire)
    weight = data["weight"].to_numpy(dtype=float)
    return tuple(
        _reliability(criterion, answers, weight)
        for criterion in _leaves(questionnaire)
        if len(criterion.items) > 1
    )


def _reliability(criterion: Criterion, answers: ItemAnswers, weight: Numbers) -> CriterionReliability:
    names = tuple(name for name, _ in criterion.items)
    try:
        return CriterionReliability(criterion.code, reliability(answers.valid_codes(names), names, weight))
    except ScoringError as error:
        return CriterionReliability(criterion.code, None, (error.vi, error.en))


def _leaves(questionnaire: Questionnaire) -> list[Criterion]:
    return [each for root in questionnaire.criteria for each in root.walk() if each.items]


def strength(alpha: float) -> Strength:
    """Return the usual rating of an alpha (Nunnally & Bernstein 1994, p. 265): good from 0.8, fair from 0.7."""
    if alpha >= 0.8:
        return "tốt"
    return "chấp nhận được" if alpha >= 0.7 else "thấp"
