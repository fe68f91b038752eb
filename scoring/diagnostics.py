"""What a wave tells beyond its table: whether criteria hang together, what drives satisfaction, where communes stand.

Each function takes what ``run.score`` takes; the numbers come from ``reliability``, ``drivers`` and ``small_area``.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from questionnaires.model import Criterion, Questionnaire
from scoring.columns import missing
from scoring.criteria import recipes
from scoring.drivers import Drivers, ImportanceMap, importance_performance, key_drivers
from scoring.errors import ScoringError
from scoring.items import ItemAnswers, read_answers
from scoring.method import Method
from scoring.reliability import Reliability, reliability
from scoring.small_area import AreaInput, SmallArea, fay_herriot, smoothed_variance
from scoring.small_cells import Reason
from scoring.table import Survey, read_design
from scoring.targets import TargetSet

Floats = NDArray[np.float64]
# A person's score on a criterion needs at least this share of its items answered.
ENOUGH_ITEMS = 0.5


@dataclass(frozen=True, slots=True)
class CriterionReliability:
    """The reliability of one criterion, or why it has none."""

    code: str
    result: Reliability | None
    why: Reason | None = None


def reliabilities(data: pd.DataFrame, questionnaire: Questionnaire) -> tuple[CriterionReliability, ...]:
    """Return the reliability of every criterion made of two items or more, weighted."""
    answers = read_answers(data, questionnaire)
    weight = data["weight"].to_numpy(dtype=float)
    return tuple(
        _reliability(criterion, answers, weight)
        for criterion in _leaves(questionnaire)
        if len(criterion.items) > 1
    )


def _reliability(criterion: Criterion, answers: ItemAnswers, weight: Floats) -> CriterionReliability:
    names = tuple(name for name, _ in criterion.items)
    try:
        return CriterionReliability(criterion.code, reliability(_answered(answers, names), names, weight))
    except ScoringError as error:
        return CriterionReliability(criterion.code, None, (error.vi, error.en))


def _leaves(questionnaire: Questionnaire) -> list[Criterion]:
    return [each for root in questionnaire.criteria for each in root.walk() if each.items]


def _answered(answers: ItemAnswers, names: tuple[str, ...]) -> Floats:
    """Return rows × items, NaN where there is no valid answer."""
    codes = np.stack([answers.codes[name] for name in names], axis=1).astype(float)
    valid = np.stack(
        [np.isin(answers.codes[name], sorted(answers.items[name].valid)) for name in names], axis=1
    )
    return np.where(valid, codes, np.nan)


@dataclass(frozen=True, slots=True)
class HeadingDrivers:
    """What drives the overall answer of one heading, and the map of importance against performance."""

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


def _person_scores(criterion: Criterion, answers: ItemAnswers) -> Floats:
    """Return each person's mean over the items answered, NaN below half of them."""
    answered = _answered(answers, tuple(name for name, _ in criterion.items))
    alpha = np.array([weight for _, weight in criterion.items])
    given = ~np.isnan(answered) * alpha
    enough = given.sum(axis=1) >= ENOUGH_ITEMS * alpha.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (np.nan_to_num(answered) * alpha).sum(axis=1) / given.sum(axis=1)
    return np.where(enough, means, np.nan)


def _mean(values: Floats, weight: Floats) -> float:
    valid = ~np.isnan(values)
    return float(np.average(values[valid], weights=weight[valid]))


@dataclass(frozen=True, slots=True)
class AreaModel:
    """One row of the table by area under the Fay–Herriot model; communes without an answer are not in it."""

    code: str
    column: str
    model: SmallArea


def model_areas(
    data: pd.DataFrame,
    questionnaire: Questionnaire,
    targets: TargetSet,
    *,
    method: Method,
    at: tuple[str, str],
) -> AreaModel:
    """Return the estimate of one row for every area by Fay–Herriot, benchmarked to the province.

    Args:
        data: as ``run.score`` takes it.
        questionnaire: what was answered.
        targets: whose rules headings follow.
        method: metric and design rules.
        at: the row's code and the column of areas.

    An area's sampling variance is the province's, scaled to its number of answers; its share of the population is
    estimated by its weights.

    Raises:
        ScoringError: when the row has no number, or too few areas have one.
    """
    code, column = at
    survey = Survey(read_answers(data, questionnaire), read_design(data, method), method)
    wanted = tuple(each for each in recipes(questionnaire, targets) if not each.is_alternative)
    whole = survey.rows(method.metric, wanted).table[code]
    if whole.estimate is None or not whole.se:
        raise ScoringError(
            f"Dòng {code} chưa có kết quả toàn tỉnh nên chưa ước lượng được theo đơn vị.",
            f"Row {code} has no estimate for the whole province, so areas cannot be modelled.",
        )
    labels = np.array(["" if missing(value) else str(value) for value in data[column]], dtype=np.object_)
    table = survey.rows(method.metric, wanted, {column: labels}).table
    at_code = table.variables.index(code)
    inputs = [
        AreaInput(
            area=level,
            direct=float(table.value[i, at_code]),
            variance=smoothed_variance(whole.se, whole.n, int(table.n[i, at_code])),
            share=float(survey.design.weight[labels == level].sum()),
        )
        for i, (level,) in enumerate(table.domains.levels)
        if np.isfinite(table.value[i, at_code])
    ]
    return AreaModel(code, column, fay_herriot(inputs, province=whole.estimate))


Strength = Literal["tốt", "chấp nhận được", "thấp"]


def strength(alpha: float) -> Strength:
    """Return how an alpha is usually read (Nunnally & Bernstein 1994, p. 265): 0.8 is good, 0.7 will do."""
    if alpha >= 0.8:
        return "tốt"
    return "chấp nhận được" if alpha >= 0.7 else "thấp"
