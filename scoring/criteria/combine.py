"""Criteria and headings as linear combinations of item estimates, with the items' covariance.

The error of a row is that of the same combination of influence values; errors are never added as if the items were
independent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from questionnaires.decimals import write_decimal
from scoring.columns.columns import Flags, Numbers
from scoring.criteria.recipes import Recipe
from scoring.errors import Sentence
from scoring.estimation.estimates import Estimates

POOLED = "pooled:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of combining: the scale of each item, and the item weight that a row needs.

    Args:
        per_point: the factor from an item's estimate to the scale of the rows; absent: 1.
        minimum_weight: the part of its item weight that a row needs, with an answer to anything at least; 1: all of
            it, so that the row is the same sum in every domain.
    """

    per_point: Mapping[str, float] = field(default_factory=dict)
    minimum_weight: float = 0.5

    def suffices(self, share: float) -> bool:
        """Tell whether a row with this share of its item weight gets a number."""
        return share > 0 and share >= self.minimum_weight


@dataclass(frozen=True, eq=False)
class Combined:
    """The estimated rows of recipes, the reasons of missing ones, and the item estimates behind them.

    Args:
        table: domains × recipes.
        whys: why a row has no number, by (domain, code).
        base: the estimates they are combined from.
        least: domains × recipes, the variance of a simple random sample of as many people whose answers to the items of
            a row are unrelated; NaN where it is not known. People's answers are alike, so theirs is larger.
    """

    table: Estimates
    whys: Mapping[tuple[int, str], Sentence]
    base: Estimates
    least: Numbers


def combine(base: Estimates, recipes: tuple[Recipe, ...], terms: Terms) -> Combined:
    """Return the rows of the recipes in every domain of ``base``.

    Args:
        base: estimates of all items, and of ``pooled:<code>`` for every pooled recipe.
        recipes: the recipes.
        terms: the factor from an item's estimate to the scale of the rows, and the least item weight a row needs.

    A row whose items have less than the minimum of their weight available in a domain gets no number, and says why;
    so does a heading that lacks one of its rows, for then it would not be the same sum as its target.
    """
    shape = (base.domains.count, len(base.variables), len(recipes))
    factors, missing = np.zeros(shape), np.zeros((shape[0], shape[2]), dtype=bool)
    whys: dict[tuple[int, str], Sentence] = {}
    place = {recipe.code: i for i, recipe in enumerate(recipes)}
    for recipe in sorted(recipes, key=lambda each: bool(each.parts)):
        at = place[recipe.code]
        if recipe.parts:
            factors[:, :, at], absent = _from_parts(recipe, place, factors, missing)
        else:
            factors[:, :, at], absent = _from_items(recipe, base, terms)
        missing[:, at] = [why is not None for why in absent]
        whys |= {(d, recipe.code): why for d, why in enumerate(absent) if why is not None}
    value = np.einsum("dk,dkm->dm", np.nan_to_num(base.value), factors)
    table = replace(
        base,
        variables=tuple(recipe.code for recipe in recipes),
        value=np.where(missing, np.nan, value),
        spread=base.spread.combine(factors),
        n=_least(base.n, factors),
        sum_w=_least(base.sum_w, factors),
        srs=_alone(base.srs, factors),
        given=None,
        first_logits=None,
    )
    least = np.einsum("dk,dkm->dm", np.nan_to_num(base.srs), factors**2)
    return Combined(table, whys, base, np.where(missing, np.nan, least))


def _from_items(recipe: Recipe, base: Estimates, terms: Terms) -> tuple[Numbers, list[Sentence | None]]:
    column = {name: i for i, name in enumerate(base.variables)}
    weight = np.zeros(len(base.variables))
    for name, alpha in recipe.items.items():
        weight[column[name]] = alpha
    estimated = np.isfinite(base.value)
    available = estimated * weight
    share = np.where(estimated[:, weight != 0].all(axis=1), 1.0, available.sum(axis=1) / weight.sum())
    absent = [None if terms.suffices(each) else _too_little(each, terms) for each in share]
    if recipe.strategy == "pooled_answers":
        factors = np.zeros_like(available)
        factors[:, column[POOLED + recipe.code]] = 1.0
        return factors, absent
    points = np.array([terms.per_point.get(name, 1.0) for name in base.variables])
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(available * points / available.sum(axis=1, keepdims=True)), absent


def _from_parts(
    recipe: Recipe, place: Mapping[str, int], factors: Numbers, missing: Flags
) -> tuple[Numbers, list[Sentence | None]]:
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


def _least(table: Numbers, factors: Numbers) -> Numbers:
    """Return the smallest entry among the variables that each row uses."""
    used = np.where(factors != 0, table[:, :, None], np.inf).min(axis=1)
    return np.where(np.isfinite(used), used, 0.0)


def _alone(srs: Numbers, factors: Numbers) -> Numbers:
    """Return the reference variance of rows of one variable; NaN for sums, which need single answers."""
    alone = (factors != 0).sum(axis=1) == 1
    return np.where(alone, np.einsum("dk,dkm->dm", np.nan_to_num(srs), factors**2), np.nan)


def _too_little(share: float, terms: Terms) -> Sentence:
    has, needs = write_decimal(share * 100, 0), write_decimal(terms.minimum_weight * 100, 0)
    return (
        f"Chỉ {has} % trọng số câu hỏi có câu trả lời hợp lệ, cần ít nhất {needs} %.",
        f"Only {has} % of the item weight has valid answers; {needs} % is needed.",
    )


def _lacks(codes: list[str]) -> Sentence:
    listed = ", ".join(codes)
    return f"Thiếu kết quả của {listed}.", f"The result of {listed} is missing."
