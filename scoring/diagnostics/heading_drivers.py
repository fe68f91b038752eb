"""Key drivers of a heading's overall question: its other criteria, by scores of persons."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from questionnaires.model import Criterion, Questionnaire
from scoring.columns.columns import Numbers
from scoring.criteria.items import ItemAnswers, read_answers
from scoring.diagnostics.importance_map import ImportanceMap, importance_performance
from scoring.diagnostics.key_drivers import Drivers, key_drivers
from scoring.errors import ScoringError

# A person's score on a criterion needs at least this share of its items answered.
ENOUGH_ITEMS = 0.5


@dataclass(frozen=True, slots=True)
class HeadingDrivers:
    """The key drivers of a heading's overall question, and the map of importance against performance."""

    code: str
    outcome: str
    drivers: Drivers
    map: ImportanceMap


def heading_drivers(
    data: pd.DataFrame, questionnaire: Questionnaire, heading: str, line: float | None = None
) -> HeadingDrivers:
    """Return the drivers of a heading's overall question among its other criteria.

    Args:
        data: one row per response.
        questionnaire: what was answered.
        heading: the code of a heading that has a criterion with the strategy ``overall_item``.
        line: the performance that divides the map, such as a target; absent: the mean.

    Raises:
        ScoringError: when the heading has no overall question, or too few people answered everything.
    """
    root = next((each for each in questionnaire.criteria if each.code == heading), None)
    children = () if root is None else root.children
    overall = next((each for each in children if each.strategy == "overall_item"), None)
    criteria = [each for each in children if each.items and each is not overall]
    if overall is None or len(criteria) < 2:
        raise ScoringError(
            f"Tiêu chí {heading} không có câu hỏi chung và ít nhất hai tiêu chí con để tìm yếu tố tác động.",
            f"Criterion {heading} has no overall question with two criteria beside it.",
        )
    answers = read_answers(data, questionnaire)
    weight = data["weight"].to_numpy(dtype=float)
    scores = np.stack([_person_scores(each, answers) for each in criteria], axis=1)
    names = tuple(each.code for each in criteria)
    found = key_drivers(_person_scores(overall, answers), scores, names, weight=weight)
    performance = {name: _mean(scores[:, i], weight) / 5 for i, name in enumerate(names)}
    return HeadingDrivers(heading, overall.code, found, importance_performance(found, performance, line))


def _person_scores(criterion: Criterion, answers: ItemAnswers) -> Numbers:
    """Return each person's mean over the items answered, NaN below half of them."""
    answered = answers.valid_codes([name for name, _ in criterion.items])
    alpha = np.array([weight for _, weight in criterion.items])
    given = ~np.isnan(answered) * alpha
    enough = given.sum(axis=1) >= ENOUGH_ITEMS * alpha.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (np.nan_to_num(answered) * alpha).sum(axis=1) / given.sum(axis=1)
    return np.where(enough, means, np.nan)


def _mean(values: Numbers, weight: Numbers) -> float:
    valid = ~np.isnan(values)
    return float(np.average(values[valid], weights=weight[valid]))
