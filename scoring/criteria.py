"""Items into criteria, criteria into headings, each by a named strategy, and always with the covariance of the items.

Every strategy but ``pooled_answers`` is a linear combination of item estimates, so its error is that of the same
combination of their influence values; errors are never added as if the items were independent. ``pooled_answers`` is
the ratio of all scores to all answers, linearised as one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from questionnaires.model import Criterion, Questionnaire
from scoring.decimals import write_decimal
from scoring.items import items_of
from scoring.result import Estimates
from scoring.targets import Rule, RuleName, TargetSet

Floats = NDArray[np.float64]
Why = tuple[str, str]
POOLED = "pooled:"
# Marks a heading computed by another rule than the one that is held against its target.
ALTERNATIVE = "~"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one row of the table is made: from items with weights, or from other rows with weights."""

    code: str
    strategy: RuleName
    heading: str | None = None
    items: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    outside_mean: bool = False

    @property
    def is_alternative(self) -> bool:
        """Whether this only stands beside the row that is judged."""
        return ALTERNATIVE in self.code


def recipes(questionnaire: Questionnaire, targets: TargetSet) -> tuple[Recipe, ...]:
    """Return the recipe of every criterion, headings first; a heading follows the rule that made its target.

    Each heading brings the other rules that could have made it, as alternatives to show beside it.
    """
    found = [
        recipe for root in questionnaire.criteria for recipe in _walk(root, heading=None, targets=targets)
    ]
    known = {recipe.code for recipe in found}
    return (*found, *(each for root in questionnaire.criteria for each in _alternatives(root, known, found)))


def _walk(criterion: Criterion, heading: str | None, targets: TargetSet) -> Iterator[Recipe]:
    yield _recipe(criterion, heading, targets)
    for child in criterion.children:
        yield from _walk(child, criterion.code, targets)


def _recipe(criterion: Criterion, heading: str | None, targets: TargetSet) -> Recipe:
    rule = targets[criterion.code].target_rule if criterion.code in targets else Rule("published")
    if criterion.children and rule.rows:
        weights = [float(weight) for weight in rule.weights] or [1.0] * len(rule.rows)
        parts = dict(zip(rule.rows, weights, strict=True))
        return Recipe(criterion.code, rule.strategy, heading, parts=parts)
    outside = criterion.outside_mean
    if not criterion.children or criterion.strategy == "pooled_answers":
        items = items_of(criterion)
        return Recipe(criterion.code, criterion.strategy, heading, items=items, outside_mean=outside)
    children = [child for child in criterion.children if not child.outside_mean]
    weights = list(criterion.child_weights) or [1.0] * len(children)
    parts = {child.code: weight for child, weight in zip(children, weights, strict=True)}
    return Recipe(criterion.code, criterion.strategy, heading, parts=parts, outside_mean=outside)


def _alternatives(root: Criterion, known: set[str], found: list[Recipe]) -> Iterator[Recipe]:
    if not root.children:
        return
    own = next(recipe for recipe in found if recipe.code == root.code)
    overall = next((child for child in root.children if child.strategy == "overall_item"), None)
    if overall is not None:
        code = f"{root.code}{ALTERNATIVE}overall_item"
        yield Recipe(code, "overall_item", root.code, items=dict(overall.items), outside_mean=True)
    if own.strategy != "pooled_answers":
        code = f"{root.code}{ALTERNATIVE}pooled_answers"
        yield Recipe(code, "pooled_answers", root.code, items=items_of(root), outside_mean=True)


@dataclass(frozen=True, slots=True)
class Kitchen:
    """What combining needs beside the estimates: worth of an item's score, and how much of it may be missing."""

    per_point: Mapping[str, float]
    minimum_weight: float = 0.5


@dataclass(frozen=True, eq=False)
class Combined:
    """The rows of the recipes, domains × recipes, and why a row has no number by (domain, code)."""

    table: Estimates
    whys: Mapping[tuple[int, str], Why]


def combine(base: Estimates, wanted: tuple[Recipe, ...], kitchen: Kitchen) -> Combined:
    """Return the rows of the recipes in every domain of ``base``.

    Args:
        base: estimates of all items, and of ``pooled:<code>`` for every pooled recipe.
        wanted: the recipes.
        kitchen: the factor from an item's estimate to a proportion, and the least item weight a row needs.

    A row whose items have less than the minimum of their weight available in a domain gets no number, and says why;
    so does a heading that lacks one of its rows, for then it would not be the same sum as its target.
    """
    shape = (base.domains.count, len(base.variables), len(wanted))
    factors, missing = np.zeros(shape), np.zeros((shape[0], shape[2]), dtype=bool)
    whys: dict[tuple[int, str], Why] = {}
    place = {recipe.code: i for i, recipe in enumerate(wanted)}
    for recipe in sorted(wanted, key=lambda each: bool(each.parts)):
        at = place[recipe.code]
        if recipe.parts:
            factors[:, :, at], absent = _from_parts(recipe, place, factors, missing)
        else:
            factors[:, :, at], absent = _from_items(recipe, base, kitchen)
        missing[:, at] = [why is not None for why in absent]
        whys |= {(d, recipe.code): why for d, why in enumerate(absent) if why is not None}
    value = np.einsum("dk,dkm->dm", np.nan_to_num(base.value), factors)
    table = replace(
        base,
        variables=tuple(recipe.code for recipe in wanted),
        value=np.where(missing, np.nan, value),
        spread=base.spread.combine(factors),
        n=_least(base.n, factors),
        sum_w=_least(base.sum_w, factors),
        srs=np.full(value.shape, np.nan),
        given=None,
    )
    return Combined(table, whys)


def _from_items(recipe: Recipe, base: Estimates, kitchen: Kitchen) -> tuple[Floats, list[Why | None]]:
    column = {name: i for i, name in enumerate(base.variables)}
    weight = np.zeros(len(base.variables))
    for name, alpha in recipe.items.items():
        weight[column[name]] = alpha
    available = np.isfinite(base.value) * weight
    share = available.sum(axis=1) / weight.sum()
    absent = [None if each >= kitchen.minimum_weight else _too_little(each, kitchen) for each in share]
    if recipe.strategy == "pooled_answers":
        factors = np.zeros_like(available)
        factors[:, column[POOLED + recipe.code]] = 1.0
        return factors, absent
    points = np.array([kitchen.per_point.get(name, 0.0) for name in base.variables])
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(available * points / available.sum(axis=1, keepdims=True)), absent


def _from_parts(
    recipe: Recipe, place: Mapping[str, int], factors: Floats, missing: NDArray[np.bool_]
) -> tuple[Floats, list[Why | None]]:
    unknown = [code for code in recipe.parts if code not in place]
    if unknown:
        return np.zeros(factors.shape[:2]), [_lacks(unknown)] * len(missing)
    total = sum(recipe.parts.values())
    made = sum(
        (weight / total * factors[:, :, place[code]] for code, weight in recipe.parts.items()),
        np.zeros(factors.shape[:2]),
    )
    lacking = [[code for code in recipe.parts if row[place[code]]] for row in missing]
    return made, [_lacks(codes) if codes else None for codes in lacking]


def _least(table: Floats, factors: Floats) -> Floats:
    """The smallest entry among the parts that a row really uses."""
    used = np.where(factors != 0, table[:, :, None], np.inf).min(axis=1)
    return np.where(np.isfinite(used), used, 0.0)


def _too_little(share: float, kitchen: Kitchen) -> Why:
    has, needs = write_decimal(share * 100, 0), write_decimal(kitchen.minimum_weight * 100, 0)
    return (
        f"Chỉ {has} % trọng số câu hỏi có câu trả lời hợp lệ, cần ít nhất {needs} %.",
        f"Only {has} % of the item weight has valid answers; {needs} % is needed.",
    )


def _lacks(codes: list[str]) -> Why:
    listed = ", ".join(codes)
    return f"Thiếu kết quả của {listed}.", f"The result of {listed} is missing."
