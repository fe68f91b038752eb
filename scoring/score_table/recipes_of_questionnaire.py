"""The recipes of a questionnaire: each criterion by its own strategy, each heading by the rule that made its target."""

from collections.abc import Iterator

from questionnaires.model import Criterion, Questionnaire
from scoring.criteria.items import items_of
from scoring.criteria.recipes import ALTERNATIVE, Recipe
from scoring.targets.targets import Rule, TargetSet


def recipes(questionnaire: Questionnaire, targets: TargetSet) -> tuple[Recipe, ...]:
    """Return the recipe of every criterion, headings first; a heading follows the rule that made its target.

    Each heading brings the other rules that could have made it, as alternatives to show beside it.
    """
    found = [
        recipe for root in questionnaire.criteria for recipe in _walk(root, heading=None, targets=targets)
    ]
    codes = {recipe.code for recipe in found}
    return (*found, *(each for root in questionnaire.criteria for each in _alternatives(root, codes, found)))


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


def _alternatives(root: Criterion, codes: set[str], found: list[Recipe]) -> Iterator[Recipe]:
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
