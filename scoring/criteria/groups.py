"""Criteria and headings as a specification writes them: groups of items, or of other groups."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Literal, TypeAlias, Unpack

import numpy.typing as npt

from scoring.criteria.combine import Terms
from scoring.criteria.recipes import Recipe, RuleName
from scoring.criteria.reference_variance import with_reference
from scoring.criteria.scored_answers import ScoredAnswers
from scoring.design.design import Design
from scoring.design.domains import Columns, columns
from scoring.errors import ScoringError
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions

Combine = Literal["mean_of_items", "pooled", "item_weighted"]
Group: TypeAlias = Sequence[str] | Mapping[str, float]


def estimate_groups(
    design: Design,
    groups: Mapping[str, Group],
    by: Columns = (),
    where: npt.ArrayLike | None = None,
    *,
    combine: Combine = "mean_of_items",
    **options: Unpack[HowOptions],
) -> Estimates:
    """Estimate criteria made of items, and headings made of criteria.

    Args:
        design: how the rows were drawn; its data has the items.
        groups: the parts of each criterion: names of items or of other groups, or their factors by name.
        by: the columns whose combinations are the domains.
        where: true for the rows that count.
        combine: ``mean_of_items`` (the mean of the parts' scores, by their factors where given), ``pooled``
            (all answers of all items together), ``item_weighted`` (the mean of the parts, each with as much
            weight as it has items).
        **options: see ``How``.

    n counts the rows with a valid answer to any of the items, and sum_w their weights.

    >>> design = Design(data={"a": [5, 1, 5], "b": [5, 5, 9]})
    >>> for way in ("mean_of_items", "pooled"):
    ...     row = estimate_groups(design, {"C": ["a", "b"]}, combine=way, valid=range(1, 6))["C"]
    ...     print(way, round(row.estimate, 4), round(row.se, 4), row.n)
    mean_of_items 0.8333 0.1667 3
    pooled 0.8 0.1833 3
    """
    group_recipes = recipes(groups, combine)
    names = sorted({item for recipe in group_recipes for item in recipe.items})
    terms = Terms(minimum_weight=0.0 if combine == "pooled" else 1.0)
    answered = ScoredAnswers(design=design, answers=columns(design, names), options=options, terms=terms)
    made = answered.rows(group_recipes, by, where)
    return made.table if combine == "pooled" else with_reference(made, group_recipes, answered.scores)


def recipes(groups: Mapping[str, Group], combine: Combine) -> tuple[Recipe, ...]:
    """Return the recipe of every group, made of items alone.

    Raises:
        ScoringError: a group is empty, contains itself, or has factors that do not add up to a positive number.
    """
    rule: RuleName = "pooled_answers" if combine == "pooled" else "item_weighted"
    return tuple(Recipe(name, rule, items=factors_of(name, groups, combine)) for name in groups)


def factors_of(name: str, groups: Mapping[str, Group], combine: Combine) -> dict[str, float]:
    """Return the factor of every item of a group; they add up to 1 (all are 1 when pooled).

    >>> groups = {"H": ["C1", "C2"], "C1": ["a", "b", "c"], "C2": ["d"]}
    >>> factors_of("H", groups, "mean_of_items")["d"], factors_of("H", groups, "item_weighted")["d"]
    (0.5, 0.25)
    """
    return _resolve(name, groups, combine, ())


def _resolve(
    name: str, groups: Mapping[str, Group], combine: Combine, path: tuple[str, ...]
) -> dict[str, float]:
    if name not in groups:
        return {name: 1.0}
    if name in path or not groups[name]:
        raise ScoringError(
            f"Tiêu chí «{name}» trống hoặc chứa chính nó; hãy sửa danh sách câu hỏi.",
            f"Criterion “{name}” is empty or contains itself; correct its items.",
        )
    group = groups[name]
    if isinstance(group, Mapping):
        _check(name, group)
    parts = {part: _resolve(part, groups, combine, (*path, name)) for part in group}
    if combine == "pooled":
        return {item: 1.0 for part in parts.values() for item in part}
    sizes = {part: float(len(items)) if combine == "item_weighted" else 1.0 for part, items in parts.items()}
    if isinstance(group, Mapping):
        sizes = {part: float(factor) for part, factor in group.items()}
    whole = sum(sizes.values())
    out: dict[str, float] = {}
    for part, items in parts.items():
        for item, factor in items.items():
            out[item] = out.get(item, 0.0) + sizes[part] / whole * factor
    return out


def _check(name: str, factors: Mapping[str, float]) -> None:
    values = list(factors.values())
    if not (all(isfinite(value) and value >= 0 for value in values) and sum(values) > 0):
        raise ScoringError(
            f"Tiêu chí «{name}»: hệ số phải là số không âm, tổng lớn hơn 0.",
            f"Criterion “{name}”: factors must be numbers from 0 on that add up to more than 0.",
        )
