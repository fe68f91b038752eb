"""The table by area or any other column, with small cells hidden, also from subtraction."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from questionnaires.missing import MissingKind, kind_of
from sampling.labels import label_of
from scoring.columns.columns import missing
from scoring.criteria.combine import Combined
from scoring.criteria.recipes import Recipe
from scoring.errors import ScoringError
from scoring.method.disclosure import SUBTRACTION, Judged, Publish, complement, judge_cell
from scoring.method.method import Method
from scoring.score_table.assemble import hide_headings
from scoring.score_table.measure import Measure, cell_figures, hidden, judged_measure, measure
from scoring.score_table.rows import AreaCell
from scoring.score_table.sampled_answers import SampledAnswers
from scoring.score_table.wave_design import within
from scoring.targets.targets import TargetSet

# The group in which the missing kinds of an item are judged for subtraction; no level has this name.
MISSING = "\0missing"


def break_down(
    sampled_answers: SampledAnswers, recipes: tuple[Recipe, ...], targets: TargetSet, data: pd.DataFrame
) -> tuple[AreaCell, ...]:
    """Return every row in every level of every declared column, level by level.

    A column of bytes is an item: its levels are its codes as text, those of the missing kinds too, so that who did
    not know, left it blank or marked two options stands by itself. They are published under the same minimum as any
    cell; they neither hide an option's cell nor are hidden for one, since nobody is known to belong to them.

    Raises:
        ScoringError: when a declared column is not in the data.
    """
    method = sampled_answers.method
    absent = [name for name in method.by if name not in data.columns]
    if absent:
        raise ScoringError(
            f"Dữ liệu không có cột {', '.join(absent)} để chia bảng; hãy sửa «by».",
            f"The data has no column {', '.join(absent)} to break down by; correct “by”.",
        )
    table_recipes = tuple(recipe for recipe in recipes if not recipe.is_alternative)
    columns = {name: _levels(data[name]) for name in method.by}
    cells: list[AreaCell] = []
    for i, (name, values) in enumerate(columns.items()):
        design = within(sampled_answers.design, values)
        table = sampled_answers.rows(method.metric, table_recipes, {name: values}, design)
        parents = _parents(values, list(columns.values())[:i])
        kinds = _kinds_of_levels(values) if data[name].dtype == np.uint8 else {}
        cells += _column(table, table_recipes, targets, method=method, parents=parents, kinds=kinds)
    return tuple(cells)


def _levels(column: "pd.Series[str]") -> NDArray[np.object_]:
    if column.dtype == np.uint8:
        return _objects([str(code) for code in column.to_numpy(dtype=np.int64).tolist()])
    return _objects(["" if missing(value) else label_of(str(value)) for value in column])


def _kinds_of_levels(values: NDArray[np.object_]) -> dict[str, MissingKind]:
    """Return the missing kind of each level that is no option of the item."""
    kinds = {level: kind_of(int(level)) for level in set(values)}
    return {level: kind for level, kind in kinds.items() if kind is not None}


def _objects(texts: list[str]) -> NDArray[np.object_]:
    array = np.empty(len(texts), dtype=np.object_)
    array[:] = texts
    return array


def _parents(values: NDArray[np.object_], larger: list[NDArray[np.object_]]) -> dict[str, str]:
    """Return the level above each level, by the nearest larger column that these levels nest in; empty if none."""
    for above in reversed(larger):
        pairs = {(str(low), str(high)) for low, high in zip(values, above, strict=True)}
        if len(pairs) == len({low for low, _ in pairs}):
            return dict(pairs)
    return {}


def _column(
    rows: Combined,
    table_recipes: tuple[Recipe, ...],
    targets: TargetSet,
    *,
    method: Method,
    parents: Mapping[str, str],
    kinds: Mapping[str, MissingKind],
) -> list[AreaCell]:
    (column,) = rows.table.domains.columns
    levels = [level for (level,) in rows.table.domains.levels]
    measures = _measures(rows, levels, method)
    cells = {at: judge_cell(cell_figures(each), method.cells, each.why) for at, each in measures.items()}
    groups = {**parents, **dict.fromkeys(kinds, MISSING)}
    for recipe in table_recipes:
        n = {level: measures[level, recipe.code].n for level in levels}
        secret = {level for level in levels if cells[level, recipe.code].publish is Publish.HIDDEN}
        small = {level for level in secret if n[level] < method.cells.minimum}
        for level in complement(n, small, method.cells, groups or None) - secret:
            cells[level, recipe.code] = Judged(Publish.HIDDEN, why=SUBTRACTION)
    return [
        _cell(column, at, measures[at], judged, kind=kinds.get(level), targets=targets, method=method)
        for level in levels
        for code, judged in hide_headings(
            {r.code: cells[level, r.code] for r in table_recipes}, table_recipes
        ).items()
        for at in [(level, code)]
    ]


def _measures(rows: Combined, levels: list[str], method: Method) -> dict[tuple[str, str], Measure]:
    """Return the measure of every cell, with the degrees of freedom of its own domain."""
    table = rows.table.with_how(replace(rows.table.how, df="domain"))
    estimates = iter(table.rows)
    found = {}
    for domain, level in enumerate(levels):
        for place, code in enumerate(table.variables):
            estimate = next(estimates)
            with_reason = replace(estimate, why=rows.whys.get((domain, code), estimate.why))
            least = float(rows.least[domain, place])
            found[level, code] = measure(with_reason, float(table.extent.df[domain]), method, least)
    return found


def _cell(
    column: str,
    at: tuple[str, str],
    value: Measure,
    judged: Judged,
    *,
    kind: MissingKind | None,
    targets: TargetSet,
    method: Method,
) -> AreaCell:
    level, code = at
    target = targets.get(code)
    published = value if judged.publish is not Publish.HIDDEN else hidden(value, judged.why)
    return AreaCell(
        column=column,
        level=level,
        code=code,
        measure=published,
        publish=judged.publish,
        flags=judged.flags,
        target=None if target is None else target.target,
        judgement=judged_measure(published, None if target is None else target.share, judged.publish, method),
        missing=kind,
    )
