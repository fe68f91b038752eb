"""The table of criteria by domain, each cell an estimate under the design."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.design import stage_name
from scoring.certainty import open_certain_units
from scoring.criteria import POOLED, Combined, Kitchen, Recipe, combine
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.estimate import estimate
from scoring.items import ItemAnswers
from scoring.method import Method, Metric
from scoring.ratio import ratio
from scoring.result import Estimates
from scoring.spread import Linearised, Replicated, Spread

STAGES = 6
# Below this, intervals would be ruled by how few units could be left out of the sample.
FEW_DF = 8
CLUSTERS = tuple(stage_name(stage) for stage in range(STAGES))
POPULATIONS = tuple(f"fpc_{stage}" for stage in range(1, STAGES + 2))
By = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, eq=False)
class Survey:
    """The answers of one wave with the design they were drawn under."""

    answers: ItemAnswers
    design: Design
    method: Method

    def items(self, metric: Metric, by: By | None = None, design: Design | None = None) -> Estimates:
        """Return the estimate of every item in points of its scale: shares, or means of codes."""
        scores: Mapping[str, NDArray[np.generic]] = self.answers.scores(metric)
        shares = metric == "ty_le_hai_long"
        return estimate(
            design or self.design,
            scores,
            by or {},
            statistic="satisfied" if shares else "mean",
            satisfied=(2,),
            valid=(1, 2) if shares else range(1, 200),
            interval=self.method.interval,
            confidence=self.method.confidence,
        )

    def rows(
        self, metric: Metric, wanted: tuple[Recipe, ...], by: By | None = None, design: Design | None = None
    ) -> Combined:
        """Return the estimate of every recipe in every domain, as proportions; ``n`` is who answered any of its items."""
        base = self.items(metric, by, design)
        for recipe in wanted:
            if recipe.strategy == "pooled_answers":
                base = _beside(base, self._pooled(metric, recipe, by, design))
        kitchen = Kitchen(self._per_point(metric), self.method.minimum_item_weight)
        made = combine(base, wanted, kitchen)
        return replace(made, table=self._counted(made.table, wanted))

    def _per_point(self, metric: Metric) -> dict[str, float]:
        items = self.answers.items
        return {name: 1.0 if metric == "ty_le_hai_long" else 1 / items[name].highest for name in items}

    def _pooled(self, metric: Metric, recipe: Recipe, by: By | None, design: Design | None) -> Estimates:
        """All scores over all answers of the recipe's items, a ratio of two sums over each person."""
        scores, points = self.answers.scores(metric), self._per_point(metric)
        above, below = np.zeros(self.answers.n), np.zeros(self.answers.n)
        for name, alpha in recipe.items.items():
            valid = scores[name] > 0
            value = scores[name] * points[name] if metric == "diem_quy_doi" else scores[name] == 2
            above += alpha * np.where(valid, value, 0.0)
            below += alpha * valid
        above[below == 0] = np.nan
        table = ratio(
            design or self.design,
            {"scores": above},
            {"answers": below},
            by or {},
            interval=self.method.interval,
            confidence=self.method.confidence,
        )
        return replace(table, variables=(POOLED + recipe.code,))

    def _counted(self, made: Estimates, wanted: tuple[Recipe, ...]) -> Estimates:
        items = items_by_recipe(wanted)
        answered = np.stack([self.answers.valid(items[recipe.code]) for recipe in wanted], axis=1)
        domain = made.domains.of_row
        inside = domain >= 0
        n, sum_w = np.zeros(made.value.shape), np.zeros(made.value.shape)
        for at in range(len(wanted)):
            rows = inside & answered[:, at]
            n[:, at] = np.bincount(domain[rows], minlength=made.domains.count)
            sum_w[:, at] = np.bincount(domain[rows], made.design.weight[rows], minlength=made.domains.count)
        return replace(made, n=n, sum_w=sum_w)


def items_by_recipe(wanted: tuple[Recipe, ...]) -> dict[str, frozenset[str]]:
    """Return the items behind every recipe, those of its parts included."""
    by_code = {recipe.code: recipe for recipe in wanted}

    def below(recipe: Recipe) -> frozenset[str]:
        parts = [below(by_code[code]) for code in recipe.parts if code in by_code]
        return frozenset(recipe.items).union(*parts)

    return {recipe.code: below(recipe) for recipe in wanted}


def _beside(left: Estimates, right: Estimates) -> Estimates:
    """Put the variables of two tables of the same domains beside one another, their covariance kept."""
    return replace(
        left,
        variables=(*left.variables, *right.variables),
        value=np.concatenate([left.value, right.value], axis=1),
        spread=_joined(left.spread, right.spread),
        n=np.concatenate([left.n, right.n], axis=1),
        sum_w=np.concatenate([left.sum_w, right.sum_w], axis=1),
        srs=np.concatenate([left.srs, right.srs], axis=1),
    )


def _joined(left: Spread, right: Spread) -> Spread:
    if isinstance(left, Linearised) and isinstance(right, Linearised):
        values = np.concatenate([left.influence.values, right.influence.values], axis=1)
        return replace(left, influence=replace(left.influence, values=values))
    if isinstance(left, Replicated) and isinstance(right, Replicated):
        return replace(left, deviations=np.concatenate([left.deviations, right.deviations], axis=2))
    raise TypeError(f"cannot join {type(left).__name__} and {type(right).__name__}")


def read_design(data: pd.DataFrame, method: Method) -> Design:
    """Return the design that the design columns of a frame of responses tell.

    Columns: ``stratum``; ``psu``, ``ssu``, ``tsu`` as far as they are there; ``weight``; ``fpc_1`` and on. Degrees
    of freedom are PSUs minus strata, as R counts them; only where fewer than eight are left because first-stage units
    were certain (their stratum's only one, ``fpc_1`` = 1), these become strata of the units drawn in them.

    Raises:
        ScoringError: when there is no weight, or a later stage comes without the one before it.
    """
    if "weight" not in data.columns:
        raise ScoringError(
            "Dữ liệu thiếu cột weight (trọng số); nếu mọi phiếu có trọng số như nhau, hãy ghi 1.",
            "The data has no column weight; write 1 where every response counts alike.",
        )
    design = _design(data, method)
    if design.df < FEW_DF:
        design = _design(design_columns(data), method)
    if design.weight.sum() <= 0:
        raise ScoringError(
            "Mọi trọng số đều bằng 0 nên không tính được gì; hãy kiểm tra cột weight.",
            "All weights are 0, so nothing can be computed; check the column weight.",
        )
    return design


def _design(data: pd.DataFrame, method: Method) -> Design:
    return Design.from_frame(
        data,
        strata="stratum" if "stratum" in data.columns else None,
        clusters=_stages(data, CLUSTERS),
        weight="weight",
        fpc=_stages(data, POPULATIONS),
        lonely=method.lonely,
    )


def design_columns(data: pd.DataFrame) -> pd.DataFrame:
    """Return the design columns of a frame of responses, certain first-stage units opened into strata."""
    clusters, populations = _stages(data, CLUSTERS), _stages(data, POPULATIONS)
    columns = ["stratum", *clusters, "weight", *populations]
    return open_certain_units(data[[name for name in columns if name in data.columns]], clusters, populations)


def _stages(data: pd.DataFrame, names: Sequence[str]) -> list[str]:
    present = [name for name in names if name in data.columns]
    if present != list(names[: len(present)]):
        missing = next(name for name in names if name not in present)
        raise ScoringError(
            f"Dữ liệu có cột {', '.join(present)} nhưng thiếu {missing}; các cấp chọn mẫu phải liên tục.",
            f"The data has {', '.join(present)} but no {missing}; stages have to follow one another.",
        )
    return present


def within(design: Design, area: NDArray[np.generic]) -> Design:
    """Return the design for a table by ``area``.

    Where every area is one PSU, an area's own estimate varies only by who was drawn within it: the area becomes the
    stratum and the next stage its PSUs. Otherwise areas are domains of the whole design.
    """
    _, of_area = np.unique(area.astype(str), return_inverse=True)
    pairs = np.unique(np.stack([of_area, design.psu.of_row]), axis=1).shape[1]
    areas, psus = int(of_area.max(initial=-1)) + 1, len(np.unique(design.psu.of_row))
    if not design.clusters or not areas == psus == pairs:
        return design
    return replace(design, strata=area.astype(str), clusters=design.clusters[1:], fpc=design.fpc[1:])
