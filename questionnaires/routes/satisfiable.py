"""Finds whether a rule can be true and can be false, by trying every answer that makes a difference.

Codes are finite, and codes that no rule tells apart count once, so few combinations are left to try.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from questionnaires import rules
from questionnaires.model import ChoicesItem, Item, Questionnaire, TextItem
from questionnaires.routing import Value, holds
from questionnaires.rule_tree import Atom, Rule

MOST_PATHS = 5_000


class TooMany(Exception):  # noqa: N818 - it says why there is no answer; nothing went wrong
    """A rule depends on more combinations of answers than ``MOST_PATHS``."""


def truth_values(rule: Rule, questionnaire: Questionnaire) -> set[bool]:
    """Return the values that ``rule`` can have over all ways through the items it depends on.

    An item whose options could not be read can make the rule true and false.

    Raises:
        TooMany: more than ``MOST_PATHS`` combinations would have to be tried.
    """
    if any(not isinstance(item, TextItem) and not item.options for item in _involved(rule, questionnaire)):
        return {True, False}
    found: set[bool] = set()
    for path in ways(rule, questionnaire):
        found.add(holds(rule, path))
        if len(found) == 2:
            break
    return found


def ways(rule: Rule, questionnaire: Questionnaire, asked: Sequence[Atom] = ()) -> Iterator[dict[str, Value]]:
    """Yield the answers to the items a rule depends on, on every way through them that makes a difference.

    ``asked`` are further conditions that the ways tell apart. An item that is not asked is not in the way.

    Raises:
        TooMany: more than ``MOST_PATHS`` ways would have to be tried.
    """
    involved = _involved(rule, questionnaire, asked)
    decisive = (rule, *(item.applies for item in involved))
    atoms = [*asked, *(atom for one in decisive if one for atom in rules.atoms(one))]
    for tried, path in enumerate(_paths(involved, atoms, {})):
        if tried == MOST_PATHS:
            raise TooMany
        yield path


def _involved(rule: Rule, questionnaire: Questionnaire, asked: Sequence[Atom] = ()) -> list[Item]:
    """Return the items whose answers can decide the rule: its own, and those that decide whether they apply."""
    names: set[str] = set()
    waiting = [*rules.items_of(rule), *(atom.item for atom in asked)]
    while waiting:
        name = waiting.pop()
        if name in names or name not in questionnaire.items:
            continue
        names.add(name)
        applies = questionnaire.items[name].applies
        waiting += rules.items_of(applies) if applies is not None else ()
    return [item for name, item in questionnaire.items.items() if name in names]


def _paths(items: list[Item], atoms: list[Atom], path: dict[str, Value]) -> Iterator[dict[str, Value]]:
    if not items:
        yield path
        return
    item, *rest = items
    if item.applies is not None and not holds(item.applies, path):
        yield from _paths(rest, atoms, path)
        return
    for value in _values(item, [atom for atom in atoms if atom.item == item.id]):
        yield from _paths(rest, atoms, path | {item.id: value})


def _values(item: Item, atoms: list[Atom]) -> Iterator[Value]:
    """Yield one answer of each sort that the atoms tell apart, and no answer."""
    yield 0
    if isinstance(item, TextItem):
        yield 1
        return
    sorts: dict[tuple[bool, ...], int] = {}
    for option in item.options:
        sorts.setdefault(tuple(holds(atom, {item.id: option.code}) for atom in atoms), option.code)
    if not isinstance(item, ChoicesItem):
        yield from sorts.values()
        return
    for size in range(1, min(item.at_most, len(sorts)) + 1):
        for ticked in combinations(sorts.values(), size):
            yield frozenset(ticked)
