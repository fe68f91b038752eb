"""The sentence that tells on paper who answers an item, made from the item's rule.

``only_if(rule, questionnaire) -> Text``: «Chỉ trả lời nếu chọn «Có» ở câu A1.» and “Only answer if you chose “Yes” in A1.”
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from questionnaires.model import Item, Option, Questionnaire, Text, TextItem
from questionnaires.routing import COMPARISONS
from questionnaires.rule_tree import AllOf, Answered, AnyOf, Atom, Compare, Not, OneOf, Rule
from questionnaires.text import Language

MOST_NAMED = 3  # more options than these are told by what is left over, where that is shorter


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language; ``{}`` is filled in."""

    only_if: str
    chose: str
    chose_not: str
    answered: str
    answered_not: str
    quoted: str
    any_of: str
    none_of: str
    both: str
    either: str


WORDS: dict[Language, _Words] = {
    "vi": _Words(
        only_if="Chỉ trả lời nếu {}.",
        chose="chọn {} ở câu {}",
        chose_not="không chọn {} ở câu {}",
        answered="có trả lời câu {}",
        answered_not="không trả lời câu {}",
        quoted="«{}»",
        any_of=" hoặc ",
        none_of=" và cũng không chọn ",
        both=" và ",
        either=" hoặc ",
    ),
    "en": _Words(
        only_if="Only answer if you {}.",
        chose="chose {} in {}",
        chose_not="did not choose {} in {}",
        answered="answered {}",
        answered_not="did not answer {}",
        quoted="“{}”",
        any_of=" or ",
        none_of=" or ",
        both=" and ",
        either=" or ",
    ),
}


def only_if(rule: Rule, questionnaire: Questionnaire) -> Text:
    """Return the sentence that says of whom a rule holds, true for whoever leaves a question out as well."""
    vi, en = (
        WORDS[language].only_if.format(_said(rule, True, questionnaire, language))
        for language in ("vi", "en")
    )
    return Text(vi, en)


def codes_of(atom: Atom, item: Item) -> frozenset[int]:
    """Return the options with which an atom holds; none for an item of text."""
    if isinstance(item, TextItem):
        return frozenset()
    every = frozenset(option.code for option in item.options)
    match atom:
        case Compare(_, operator, code):
            return frozenset(one for one in every if COMPARISONS[operator](one, code))
        case OneOf(_, codes):
            return codes & every
        case Answered():
            return every
        case _:
            assert_never(atom)


def _said(rule: Rule, true: bool, questionnaire: Questionnaire, language: Language) -> str:
    words = WORDS[language]
    match rule:
        case Not(inner):
            return _said(inner, not true, questionnaire, language)
        case AllOf(rules) | AnyOf(rules):
            every = isinstance(rule, AllOf) is true
            parts = [_said(one, true, questionnaire, language) for one in rules]
            mixed = [isinstance(_without_not(one), AllOf | AnyOf) for one in rules]
            bracketed = [f"({part})" if nested else part for part, nested in zip(parts, mixed, strict=True)]
            return (words.both if every else words.either).join(bracketed)
        case _:
            return _atom(rule, true, questionnaire.items[rule.item], words, language)


def _without_not(rule: Rule) -> Rule:
    return _without_not(rule.rule) if isinstance(rule, Not) else rule


def _atom(atom: Atom, true: bool, item: Item, words: _Words, language: Language) -> str:
    if isinstance(atom, Answered) or isinstance(item, TextItem):
        return (words.answered if true else words.answered_not).format(item.id)
    codes = codes_of(atom, item)
    chosen = [option for option in item.options if option.code in codes]
    others = [option for option in item.options if option.code not in codes]
    if not others:
        return (words.answered if true else words.answered_not).format(item.id)
    if len(chosen) > MOST_NAMED and len(others) <= MOST_NAMED and true:
        left_over = words.chose_not.format(_listed(others, words.none_of, words, language), item.id)
        return f"{words.answered.format(item.id)}{words.both}{left_over}"
    named = _listed(chosen, words.any_of if true else words.none_of, words, language)
    return (words.chose if true else words.chose_not).format(named, item.id)


def _listed(options: Iterable[Option], between: str, words: _Words, language: Language) -> str:
    return between.join(words.quoted.format((one.short or one.text).in_(language)) for one in options)
