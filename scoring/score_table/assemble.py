"""The rows of a score table: estimates under both metrics, items, alternatives, verdicts."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from questionnaires.model import Criterion, Text
from scoring.criteria.combine import Combined
from scoring.criteria.recipes import ALTERNATIVE, Recipe, items_by_recipe
from scoring.estimation.estimate_row import Estimate
from scoring.estimation.estimates import Estimates
from scoring.method.disclosure import SUBTRACTION, Judged, Publish, judge_cell
from scoring.method.method import Method
from scoring.score_table.measure import Measure, cell_figures, hidden, judged_measure, measure
from scoring.score_table.rows import Alternative, ItemRow, ScoreRow
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.targets.targets import Target, TargetSet
from scoring.targets.verdict import judge_together


def hide_headings(cells: dict[str, Judged], recipes: tuple[Recipe, ...]) -> dict[str, Judged]:
    """Hide a heading with a hidden row: that row could be had by subtraction."""
    result = dict(cells)
    for recipe in recipes:
        parts = [cells[code] for code in recipe.parts if code in cells]
        if any(part.publish is Publish.HIDDEN for part in parts) and cells[recipe.code].why is None:
            result[recipe.code] = Judged(Publish.HIDDEN, why=SUBTRACTION)
    return result


@dataclass(frozen=True, eq=False)
class Tables:
    """The estimates that the rows of a score table are made from.

    Args:
        sampled_answers: the answers of the wave.
        recipes: the rows, alternatives among them.
        primary: the rows under the primary metric.
        other: the rows under the other metric.
        items: the items under the primary metric.
    """

    sampled_answers: SampledAnswers
    recipes: tuple[Recipe, ...]
    primary: Combined
    other: Combined
    items: Estimates

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every row under the primary metric."""
        return {recipe.code: self._measure(self.primary, recipe.code) for recipe in self.recipes}

    def other_measure(self, code: str) -> Measure:
        """Return a row under the other metric."""
        return self._measure(self.other, code)

    def alternatives(self, recipe: Recipe) -> tuple[Alternative, ...]:
        """Return a heading under the other rules."""
        mine = [each for each in self.recipes if each.code.startswith(recipe.code + ALTERNATIVE)]
        return tuple(Alternative(strategy=each.strategy, measure=self.measures[each.code]) for each in mine)

    def item_rows(self, recipe: Recipe) -> tuple[ItemRow, ...]:
        """Return the items of a row with their weights; for a heading, the items of its parts."""
        behind = sorted(self._behind[recipe.code])
        weights = recipe.items or dict.fromkeys(behind, math.nan)
        return tuple(self._item_row(name, weight) for name, weight in weights.items())

    @cached_property
    def _behind(self) -> dict[str, frozenset[str]]:
        return items_by_recipe(self.recipes)

    def _measure(self, rows: Combined, code: str) -> Measure:
        estimate = rows.table[code]
        published = replace(estimate, why=rows.whys.get((0, code), estimate.why))
        least = float(rows.least[0, rows.table.variables.index(code)])
        return measure(published, rows.table.design.df, self.sampled_answers.method, least)

    def _item_row(self, name: str, weight: float) -> ItemRow:
        answers, method = self.sampled_answers.answers, self.sampled_answers.method
        scale = 1 / answers.items[name].highest if method.metric == "diem_quy_doi" else 1.0
        least = float(self.items.srs[0, self.items.variables.index(name)]) * scale**2
        return ItemRow(
            id=name,
            weight=weight,
            measure=measure(_scaled(self.items[name], scale), self.items.design.df, method, least),
            states=answers.states(name, self.sampled_answers.design.weight),
        )


def score_rows(
    sampled_answers: SampledAnswers,
    recipes: tuple[Recipe, ...],
    criteria: Mapping[str, Criterion],
    targets: TargetSet,
) -> tuple[ScoreRow, ...]:
    """Return the rows of the table in the order of the questionnaire, verdicts adjusted as declared."""
    method = sampled_answers.method
    primary = sampled_answers.rows(method.metric, recipes)
    other = sampled_answers.rows(method.other_metric, recipes)
    tables = Tables(sampled_answers, recipes, primary, other, sampled_answers.items(method.metric))
    table_recipes = tuple(recipe for recipe in recipes if not recipe.is_alternative)
    measures = [tables.measures[recipe.code] for recipe in table_recipes]
    judged = [judge_cell(cell_figures(each), method.cells, each.why) for each in measures]
    cells = hide_headings(
        {r.code: cell for r, cell in zip(table_recipes, judged, strict=True)}, table_recipes
    )
    rows = [_row(tables, r, cells[r.code], criteria[r.code].name, targets.get(r.code)) for r in table_recipes]
    return _adjusted(tuple(rows), method)


def _row(tables: Tables, recipe: Recipe, cell: Judged, name: Text, target: Target | None) -> ScoreRow:
    """Return a row; a hidden one keeps its items and loses every number of its own."""
    value, other = tables.measures[recipe.code], tables.other_measure(recipe.code)
    if cell.publish is Publish.HIDDEN:
        value = hidden(value, cell.why)
    published = value.estimate is not None
    share = None if target is None else target.share
    return ScoreRow(
        code=recipe.code,
        name=(name.in_("vi"), name.in_("en")),
        heading=recipe.heading,
        strategy=recipe.strategy,
        measure=value,
        other=other if published else hidden(other, cell.why),
        cell=cell,
        target=target,
        judgement=judged_measure(value, share, cell.publish, tables.sampled_answers.method),
        items=tables.item_rows(recipe),
        parts=recipe.parts,
        alternatives=tables.alternatives(recipe) if published else (),
        outside_mean=recipe.outside_mean,
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


def _adjusted(rows: tuple[ScoreRow, ...], method: Method) -> tuple[ScoreRow, ...]:
    """Return the rows with verdicts adjusted for judging all of them at once."""
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
