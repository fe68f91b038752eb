"""A wave's Fay–Herriot model of one row of the table by area, for areas with few answers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from questionnaires.model import Questionnaire
from scoring.columns.columns import Numbers, missing
from scoring.criteria.items import read_answers
from scoring.errors import ScoringError
from scoring.estimation.estimates import Estimates
from scoring.method.method import Method
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import read_design
from scoring.small_area.area_variances import smoothed_variance
from scoring.small_area.fay_herriot import AreaInput, SmallArea, fay_herriot
from scoring.targets.targets import TargetSet


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
    sampled_answers = SampledAnswers(read_answers(data, questionnaire), read_design(data, method), method)
    table_recipes = tuple(each for each in recipes(questionnaire, targets) if not each.is_alternative)
    whole = sampled_answers.rows(method.metric, table_recipes).table[code]
    if whole.estimate is None or not whole.se:
        raise ScoringError(
            f"Dòng {code} chưa có kết quả toàn tỉnh nên chưa ước lượng được theo đơn vị.",
            f"Row {code} has no estimate for the whole province, so areas cannot be modelled.",
        )
    labels = np.array(["" if missing(value) else str(value) for value in data[column]], dtype=np.object_)
    table = sampled_answers.rows(method.metric, table_recipes, {column: labels}).table
    variance = partial(smoothed_variance, whole.se, whole.n)
    inputs = _inputs(table, code, variance, partial(_share, labels, sampled_answers.design.weight))
    return AreaModel(code, column, fay_herriot(inputs, province=whole.estimate))


def _inputs(
    table: Estimates, code: str, variance: Callable[[int], float], share: Callable[[str], float]
) -> list[AreaInput]:
    """Return the inputs of the model: every area with an answer."""
    at = table.variables.index(code)
    return [
        AreaInput(
            area=level, direct=float(value), variance=variance(int(table.n[domain, at])), share=share(level)
        )
        for domain, ((level,), value) in enumerate(zip(table.domains.levels, table.value[:, at], strict=True))
        if np.isfinite(value)
    ]


def _share(labels: NDArray[np.object_], weight: Numbers, level: str) -> float:
    return float(weight[labels == level].sum())
