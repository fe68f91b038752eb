"""Puts the rows of a score table together: estimates under both metrics, items, alternatives, verdicts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from questionnaires.model import Criterion
from scoring.combine import Combined
from scoring.design import Design
from scoring.interval import t_quantile
from scoring.method import Method
from scoring.recipe import ALTERNATIVE, Recipe, items_by_recipe
from scoring.result import Estimates
from scoring.row import Estimate
from scoring.rows import Alternative, ItemRow, Measure, ScoreRow
from scoring.small_cells import SUBTRACTION, Judged, Publish, Reason, Seen, judge_cell
from scoring.table import Survey
from scoring.targets import TargetSet
from scoring.verdict import Judgement, Measured, judge, judge_together

NO_DEGREES: Reason = (
    "Chỉ có một đơn vị chọn mẫu trong mỗi tầng nên không tính được sai số.",
    "There is one sampling unit per stratum, so no error can be computed.",
)
# What adding up thirds and fifths of exact shares may lose.
ROUNDING = 1e-12


def measure(estimate: Estimate, df: float, method: Method) -> Measure:
    """Return a row of the engine as a measure; bounds stay within 0 and 1, and have a width even where all agree."""
    if estimate.estimate is None or estimate.se is None:
        return _empty(estimate, df, estimate.why)
    if df < 1:
        return _empty(estimate, df, NO_DEGREES)
    value, se = estimate.estimate, estimate.se
    low, high = estimate.low, estimate.high
    if se < ROUNDING and min(value, 1 - value) < ROUNDING:
        value, se = float(round(value)), 0.0
        low, high = _all_alike(value, estimate.n, df, method.confidence)
    elif low is None or high is None:
        half = float(t_quantile(df, method.confidence)) * se
        low, high = value - half, value + half
    return Measure(
        n=estimate.n,
        estimate=value,
        se=se,
        df=int(df),
        low=max(low, 0.0),
        high=min(high, 1.0),
    )


def _empty(estimate: Estimate, df: float, why: Reason | None) -> Measure:
    blank = Measure(n=estimate.n, estimate=None, se=None, df=int(df), low=None, high=None)
    return replace(blank, why=why or ("Không có câu trả lời hợp lệ.", "There is no valid answer."))


def _all_alike(share: float, n: int, df: float, confidence: float) -> tuple[float, float]:
    """Wilson's interval for a share of 0 or 1 (Wilson 1927, JASA 22, 209–212): agreement of n people is not certainty."""
    squared = float(t_quantile(df, confidence)) ** 2
    room = squared / n / (1 + squared / n)
    return (1 - room, 1.0) if share == 1 else (0.0, room)


def seen(each: Measure) -> Seen:
    """Return a measure as the rules for small cells look at it."""
    df = math.inf if each.estimate is None else float(each.df)
    return Seen(each.n, each.estimate, each.se, each.low, each.high, df)


def hidden(each: Measure, why: Reason | None) -> Measure:
    """Return a measure without its number, but with the reason."""
    return replace(each, estimate=None, se=None, low=None, high=None, why=why or each.why)


def judged_measure(each: Measure, target: float | None, method: Method) -> Judgement | None:
    """Return the verdict on a measure, None where nothing was aimed at."""
    if target is None:
        return None
    if each.estimate is None or each.se is None or each.low is None or each.high is None:
        return judge(None, target)
    scale = "logit" if method.interval == "logit" and 0 < each.estimate < 1 else "linear"
    whole = Measured(each.estimate, each.se, each.df, each.low, each.high, each.n, scale)  # type: ignore[arg-type] # one of the two
    return judge(whole, target, confidence=method.confidence)


def hide_headings(cells: dict[str, Judged], wanted: tuple[Recipe, ...]) -> dict[str, Judged]:
    """Hide a heading whose row is hidden: the missing row could be had by subtraction."""
    result = dict(cells)
    for recipe in wanted:
        parts = [cells[code] for code in recipe.parts if code in cells]
        if any(part.publish is Publish.HIDDEN for part in parts) and cells[recipe.code].why is None:
            result[recipe.code] = Judged(Publish.HIDDEN, why=SUBTRACTION)
    return result


@dataclass(frozen=True, eq=False)
class Tables:
    """What the pass gave: rows under both metrics, and items under the primary one."""

    primary: Combined
    other: Combined
    items: Estimates


def score_rows(
    survey: Survey, wanted: tuple[Recipe, ...], criteria: Mapping[str, Criterion], targets: TargetSet
) -> tuple[ScoreRow, ...]:
    """Return the rows of the table in the order of the questionnaire, verdicts adjusted as declared."""
    method = survey.method
    tables = Tables(
        survey.rows(method.metric, wanted),
        survey.rows(method.other_metric, wanted),
        survey.items(method.metric),
    )
    measures = {recipe.code: _measure_at(tables.primary, recipe.code, method) for recipe in wanted}
    shown = tuple(recipe for recipe in wanted if not recipe.is_alternative)
    cells = {
        recipe.code: judge_cell(seen(m := measures[recipe.code]), method.cells, m.why) for recipe in shown
    }
    cells = hide_headings(cells, shown)
    below = items_by_recipe(wanted)
    rows = []
    for recipe in shown:
        code, cell = recipe.code, cells[recipe.code]
        value = measures[code] if cell.publish is not Publish.HIDDEN else hidden(measures[code], cell.why)
        target = targets.get(code)
        other = _measure_at(tables.other, code, method)
        rows.append(
            ScoreRow(
                code=code,
                name=(criteria[code].name.in_("vi"), criteria[code].name.in_("en")),
                heading=recipe.heading,
                strategy=recipe.strategy,
                measure=value,
                other=other if value.estimate is not None else hidden(other, cell.why),
                cell=cell,
                target=target,
                judgement=judged_measure(value, None if target is None else target.share, method),
                items=_items(survey, tables.items, _weights(recipe, below[code])),
                parts=recipe.parts,
                alternatives=_alternatives(recipe, wanted, measures) if value.estimate is not None else (),
                outside_mean=recipe.outside_mean,
            )
        )
    return _together(tuple(rows), method)


def _measure_at(rows: Combined, code: str, method: Method) -> Measure:
    estimate = rows.table[code]
    return measure(
        replace(estimate, why=rows.whys.get((0, code), estimate.why)), rows.table.design.df, method
    )


def _weights(recipe: Recipe, items: frozenset[str]) -> dict[str, float]:
    return dict(recipe.items) if recipe.items else dict.fromkeys(sorted(items), math.nan)


def _items(survey: Survey, table: Estimates, weights: dict[str, float]) -> tuple[ItemRow, ...]:
    method = survey.method
    scale = dict.fromkeys(weights, 1.0)
    if method.metric == "diem_quy_doi":
        scale = {name: 1 / survey.answers.items[name].highest for name in weights}
    return tuple(
        ItemRow(
            id=name,
            weight=weight,
            measure=measure(_scaled(table[name], scale[name]), table.design.df, method),
            states=survey.answers.states(name, survey.design.weight),
        )
        for name, weight in weights.items()
    )


def _scaled(estimate: Estimate, factor: float) -> Estimate:
    if factor == 1:
        return estimate
    return replace(
        estimate,
        estimate=_times(estimate.estimate, factor),
        se=_times(estimate.se, factor),
        low=_times(estimate.low, factor),
        high=_times(estimate.high, factor),
    )


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else value * factor


def _alternatives(
    recipe: Recipe, wanted: tuple[Recipe, ...], measures: Mapping[str, Measure]
) -> tuple[Alternative, ...]:
    mine = [each for each in wanted if each.code.startswith(recipe.code + ALTERNATIVE)]
    return tuple(Alternative(strategy=each.strategy, measure=measures[each.code]) for each in mine)


def _together(rows: tuple[ScoreRow, ...], method: Method) -> tuple[ScoreRow, ...]:
    """Adjust for judging all rows with a target at once."""
    judged = [row for row in rows if row.judgement is not None]
    family = [row.judgement for row in judged if row.judgement is not None]
    adjusted = dict(
        zip(
            (row.code for row in judged),
            judge_together(family, method.adjust, confidence=method.confidence),
            strict=True,
        )
    )
    return tuple(replace(row, judgement=adjusted.get(row.code)) for row in rows)


def lonely_strata(design: Design) -> int:
    """Return how many strata have one PSU only that was not certain."""
    first = design.stages.stages[0]
    return int(np.sum((first.drawn == 1) & (first.rate < 1))) if design.clusters else 0
