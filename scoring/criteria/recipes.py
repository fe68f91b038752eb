"""Recipes: how a row of a table of criteria is made from items, or from other rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RuleName = Literal[
    "published", "mean_of_children", "overall_item", "item_weighted", "pooled_answers", "explicit_weights"
]
# Marks a heading computed by another rule than the one that is held against its target.
ALTERNATIVE = "~"


@dataclass(frozen=True, slots=True)
class Recipe:
    """The rule of one row of the table: a strategy over weighted items, or over other weighted rows."""

    code: str
    strategy: RuleName
    heading: str | None = None
    items: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    outside_mean: bool = False

    @property
    def is_alternative(self) -> bool:
        """Whether the row is shown beside a judged row and not judged itself."""
        return ALTERNATIVE in self.code


def items_by_recipe(recipes: tuple[Recipe, ...]) -> dict[str, frozenset[str]]:
    """Return the items behind every recipe, those of its parts included."""
    by_code = {recipe.code: recipe for recipe in recipes}

    def below(recipe: Recipe) -> frozenset[str]:
        parts = [below(by_code[code]) for code in recipe.parts if code in by_code]
        return frozenset(recipe.items).union(*parts)

    return {recipe.code: below(recipe) for recipe in recipes}
