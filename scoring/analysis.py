"""The analysis of a wave beside its score table: reliability, drivers, modes, areas, change."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from scoring.comparison.difference import Difference
from scoring.diagnostics.change import WaveData, change
from scoring.diagnostics.criterion_reliability import CriterionReliability, reliabilities
from scoring.diagnostics.heading_drivers import HeadingDrivers, heading_drivers
from scoring.diagnostics.mode_effect import ModeEffect, mode_effect
from scoring.errors import ScoringError, Sentence
from scoring.method.method import Method
from scoring.small_area.area_covariates import AreaCovariates
from scoring.small_area.area_model import AreaModel, model_areas
from scoring.small_area.area_scales import Scale
from scoring.targets.targets import TargetSet

AREA = "area"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class AnalysisPart(Generic[_T]):
    """One part of the analysis, or the reason why it is missing."""

    value: _T | None
    why: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """The analysis of a wave, in proportions; parts by heading are keyed by its code.

    Args:
        wave: the wave's label.
        metric: the primary metric, that of change, mode and areas.
        reliability: of every criterion of two items or more.
        drivers: of the overall question of each heading.
        mode: web minus paper.
        areas: each heading by area under the Fay–Herriot model.
        since: this wave minus the one before, where one was given.
    """

    wave: str
    metric: str
    reliability: tuple[CriterionReliability, ...]
    drivers: dict[str, AnalysisPart[HeadingDrivers]]
    mode: AnalysisPart[ModeEffect]
    areas: dict[str, AnalysisPart[AreaModel]]
    since: AnalysisPart[tuple[Difference, ...]]

    def to_json(self) -> str:
        """Return the analysis as JSON, proportions at full precision; the same inputs give the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def analyse(
    now: WaveData,
    targets: TargetSet,
    method: Method,
    before: WaveData | None = None,
    *,
    area_scale: Scale = "arcsine",
    covariates: AreaCovariates | None = None,
) -> Analysis:
    """Return the analysis of a wave; a part that cannot be computed carries its reason.

    Args:
        now: the wave.
        targets: whose rules headings follow.
        method: as declared for the score run.
        before: the wave to compare with.
        area_scale: what areas are modelled on.
        covariates: what is known of every area besides.
    """
    data, questionnaire = now.data, now.questionnaire
    headings = [root.code for root in questionnaire.criteria if root.children]

    def area(code: str) -> Callable[[], AreaModel]:
        return lambda: model_areas(
            data,
            questionnaire,
            targets,
            method=method,
            at=(code, AREA),
            scale=area_scale,
            covariates=covariates,
        )

    def driver(code: str) -> Callable[[], HeadingDrivers]:
        return lambda: heading_drivers(data, questionnaire, code)

    nothing: AnalysisPart[tuple[Difference, ...]] = AnalysisPart(
        None, ("Không có đợt trước để so sánh.", "There is no earlier wave to compare with.")
    )
    return Analysis(
        wave=method.wave,
        metric=method.metric,
        reliability=reliabilities(data, questionnaire),
        drivers={code: _part(driver(code)) for code in headings},
        mode=_part(lambda: mode_effect(data, questionnaire, targets, method=method)),
        areas={code: _part(area(code)) for code in headings} if AREA in data.columns else {},
        since=nothing if before is None else _part(lambda: change(before, now, targets, method)),
    )


def _part(make: Callable[[], _T]) -> AnalysisPart[_T]:
    try:
        return AnalysisPart(make())
    except ScoringError as error:
        return AnalysisPart(None, (error.vi, error.en))
