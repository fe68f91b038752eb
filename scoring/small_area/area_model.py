"""A wave's Fay–Herriot model of one row of the table by area, for areas with few answers."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from questionnaires.model import Questionnaire
from scoring.columns.columns import missing
from scoring.criteria.items import read_answers
from scoring.errors import ScoringError, Sentence
from scoring.estimation.estimates import Estimates
from scoring.method.method import Method
from scoring.score_table.recipes_of_questionnaire import recipes
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import read_design
from scoring.small_area.area_covariates import AreaCovariates
from scoring.small_area.area_notes import area_notes
from scoring.small_area.area_scales import Scale
from scoring.small_area.area_variances import answer_variance
from scoring.small_area.fay_herriot import AreaInput, SmallArea, fay_herriot
from scoring.small_area.within_areas import within_areas
from scoring.targets.targets import TargetSet


@dataclass(frozen=True, slots=True)
class AreaModel:
    """One row of the table by area under the Fay–Herriot model; communes without an answer are not in it.

    ``stage`` is the stage of the units that sampling variances come from (0: PSUs), ``df`` how many of them less areas.
    """

    code: str
    column: str
    stage: int
    df: int
    covariates: tuple[str, ...]
    notes: tuple[Sentence, ...]
    model: SmallArea


@dataclass(frozen=True, slots=True)
class DirectAreas:
    """The direct estimates of one row by area, and what a model of them is fitted to.

    ``people`` says whether sampling variances come from people rather than clusters; the other names are those of
    ``AreaModel``.
    """

    code: str
    column: str
    stage: int
    people: bool
    df: int
    province: float
    confidence: float
    inputs: tuple[AreaInput, ...]


def direct_areas(
    data: pd.DataFrame,
    questionnaire: Questionnaire,
    targets: TargetSet,
    *,
    method: Method,
    at: tuple[str, str],
) -> DirectAreas:
    """Return the direct estimate of one row for every area with its sampling variance; arguments as ``model_areas``.

    Raises:
        ScoringError: when the row has no number, or nothing varies within areas.
    """
    code, column = at
    sampled_answers = SampledAnswers(read_answers(data, questionnaire), read_design(data, method), method)
    table_recipes = tuple(each for each in recipes(questionnaire, targets) if not each.is_alternative)
    whole = sampled_answers.rows(method.metric, table_recipes).table[code]
    if whole.estimate is None:
        raise ScoringError(
            f"Dòng {code} chưa có kết quả toàn tỉnh nên chưa ước lượng được theo đơn vị.",
            f"Row {code} has no estimate for the whole province, so areas cannot be modelled.",
        )
    labels = np.array(["" if missing(value) else str(value) for value in data[column]], dtype=np.object_)
    within = within_areas(sampled_answers.design, labels)
    table = sampled_answers.rows(method.metric, table_recipes, {column: labels}, within.design).table
    place = table.variables.index(code)
    n, df = table.n[:, place], np.asarray(table.extent.df)
    seen = np.isfinite(table.value[:, place])
    one = answer_variance((table.se[:, place] ** 2)[seen], n[seen], df[seen])
    weights = pd.Series(sampled_answers.design.weight).groupby(labels).sum()
    shares = {str(level): float(total) for level, total in weights.items()}
    return DirectAreas(
        code=code,
        column=column,
        stage=within.stage,
        people=within.people,
        df=int(df[seen & (df > 0)].sum()),
        province=whole.estimate,
        confidence=method.confidence,
        inputs=tuple(_inputs(table, place, one, shares)),
    )


def modelled(direct: DirectAreas, scale: Scale, covariates: AreaCovariates | None = None) -> AreaModel:
    """Return the model of direct estimates, benchmarked to the province.

    Raises:
        ScoringError: when too few areas have an estimate.
    """
    inputs = list(direct.inputs)
    if covariates is not None:
        inputs = covariates.joined(inputs)
    model = fay_herriot(inputs, province=direct.province, scale=scale, confidence=direct.confidence)
    names = () if covariates is None else covariates.names
    notes = area_notes(model, direct.people, direct.df)
    return AreaModel(direct.code, direct.column, direct.stage, direct.df, names, notes, model)


def model_areas(
    data: pd.DataFrame,
    questionnaire: Questionnaire,
    targets: TargetSet,
    *,
    method: Method,
    at: tuple[str, str],
    scale: Scale = "arcsine",
    covariates: AreaCovariates | None = None,
) -> AreaModel:
    """Return the estimate of one row for every area by Fay–Herriot, benchmarked to the province.

    Args:
        data: as ``run.score`` takes it.
        questionnaire: what was answered.
        targets: whose rules headings follow.
        method: metric and design rules.
        at: the row's code and the column of areas.
        scale: what the model is fitted on.
        covariates: what is known of every area besides.

    An area's sampling variance is that of one answer among the units within areas, pooled over areas, by its number of
    answers; its share of the population is estimated by its weights.

    Raises:
        ScoringError: when the row has no number, or too few areas have one, or nothing varies within areas.
    """
    return modelled(direct_areas(data, questionnaire, targets, method=method, at=at), scale, covariates)


def _inputs(table: Estimates, place: int, one: float, shares: dict[str, float]) -> list[AreaInput]:
    """Return the inputs of the model: every area with an answer; ``one`` is the variance of one answer."""
    return [
        AreaInput(
            area=level,
            direct=float(value),
            variance=one / int(table.n[domain, place]),
            share=shares[level],
            n=int(table.n[domain, place]),
        )
        for domain, ((level,), value) in enumerate(
            zip(table.domains.levels, table.value[:, place], strict=True)
        )
        if np.isfinite(value)
    ]
