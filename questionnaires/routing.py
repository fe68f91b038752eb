"""Finds which items apply, given the answers so far, in one scan from the first item to the last.

Rules look back only, so one scan is enough. The answer of an item that does not apply counts as no answer,
whoever ticked it: web page, clerk and import come to the same path.
"""

from collections.abc import Mapping
from operator import eq, ge, gt, le, lt, ne
from typing import assert_never

from questionnaires.model import LARGEST_OPTION_CODE, Questionnaire
from questionnaires.rule_tree import AllOf, Answered, AnyOf, Compare, Not, OneOf, Rule

Value = int | frozenset[int]
Values = Mapping[str, Value]

COMPARISONS = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def holds(rule: Rule, values: Values) -> bool:
    """Tell whether a rule holds.

    Args:
        rule: the condition.
        values: the option code of each item, the set of ticked codes of a choose-many item, 1 for text that
            was written. Codes that are no option (0 and above 199) and items that are missing are no answer.

    >>> holds(Not(Compare("D00", "==", 3)), {"D00": 203})
    True
    """
    match rule:
        case Compare(item, operator, code):
            compare = COMPARISONS[operator]
            return any(compare(one, code) for one in _codes(values.get(item, 0)))
        case OneOf(item, codes):
            return not codes.isdisjoint(_codes(values.get(item, 0)))
        case Answered(item):
            return bool(_codes(values.get(item, 0)))
        case Not(inner):
            return not holds(inner, values)
        case AllOf(rules):
            return all(holds(inner, values) for inner in rules)
        case AnyOf(rules):
            return any(holds(inner, values) for inner in rules)
        case _:
            assert_never(rule)


def on_path(questionnaire: Questionnaire, values: Values) -> dict[str, Value]:
    """Return the items that apply, in the order they are asked, each with what counts as its answer."""
    path: dict[str, Value] = {}
    for name, item in questionnaire.items.items():
        if item.applies is None or holds(item.applies, path):
            path[name] = values.get(name, 0)
    return path


def applicable(questionnaire: Questionnaire, answers_so_far: Values) -> tuple[str, ...]:
    """Return the ids of the items that apply, in the order they are asked."""
    return tuple(on_path(questionnaire, answers_so_far))


def applies(questionnaire: Questionnaire, item_id: str, answers_so_far: Values) -> bool:
    """Tell whether one item applies.

    Raises:
        KeyError: the questionnaire has no such item.
    """
    rule = questionnaire.items[item_id].applies
    return rule is None or holds(rule, on_path(questionnaire, answers_so_far))


def _codes(value: Value) -> frozenset[int]:
    codes = value if isinstance(value, frozenset) else frozenset({value})
    return frozenset(code for code in codes if 1 <= code <= LARGEST_OPTION_CODE)
