"""Puts the rows of a score table together: estimates under both metrics, items, alternatives, verdicts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from questionnaires.model import Criterion
from scoring.combine import Combined
from scoring.measure import Measure, hidden, judged_measure, measure, seen
from scoring.method import Method
from scoring.recipe import ALTERNATIVE, Recipe, items_by_recipe
from scoring.result import Estimates
from scoring.row import Estimate
from scoring.rows import Alternative, ItemRow, ScoreRow
from scoring.small_cells import SUBTRACTION, Judged, Publish, judge_cell
from scoring.table import Survey
from scoring.targets import TargetSet
from scoring.verdict import judge_together


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
