"""What the paper tells of the path: sentences for items whose rule no note tells, and notes that a rule contradicts.

- ``with_paths_told(questionnaire)``: the same with ``applies_note`` at every routed item that nothing written tells of
- ``contradictions(questionnaire) -> list[Contradiction]``: for the author and for whoever opens a wave
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from questionnaires import rules
from questionnaires.model import Item, Questionnaire, Text
from questionnaires.routes import notes
from questionnaires.routes.notes import Claim
from questionnaires.routes.satisfiable import TooMany, ways
from questionnaires.routes.words import codes_of, only_if
from questionnaires.routing import Value, holds
from questionnaires.rule_tree import Answered, AtomOf, OneOf, Rule

# An item whose own words begin so tells of its path itself.
TOLD_IN_TEXT = re.compile(r"^\W*(?:nếu|chỉ (?:trả lời|dành cho|hỏi)|dành cho)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A written note that says otherwise than a rule: the item it stands at, the key of the note, and what differs."""

    item: str
    key: str
    message: Text


def with_paths_told(questionnaire: Questionnaire) -> Questionnaire:
    """Return the questionnaire as it is printed: every item that not everybody answers says so, or a note before it does."""
    spoken = _claims(questionnaire)
    if all(_is_told(item, spoken, questionnaire) for item in questionnaire.items.values()):
        return questionnaire
    sections = tuple(
        replace(section, items=tuple(_told(item, spoken, questionnaire) for item in section.items))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def contradictions(questionnaire: Questionnaire) -> list[Contradiction]:
    """Return every note that a rule contradicts, in the order of the items."""
    found: list[Contradiction] = []
    for item in questionnaire.items.values():
        for text in _languages(item.paper.skip_note):
            for claim in notes.claims(text, item, questionnaire):
                found += _against(claim, questionnaire)
        for text in _languages(item.paper.applies_note):
            found += _against_own_rule(text, item, questionnaire)
    return list(dict.fromkeys(found))


def _told(item: Item, spoken: list[Claim], questionnaire: Questionnaire) -> Item:
    if item.applies is None or _is_told(item, spoken, questionnaire):
        return item
    note = only_if(item.applies, questionnaire)
    return replace(item, paper=replace(item.paper, applies_note=note))


def _is_told(item: Item, spoken: list[Claim], questionnaire: Questionnaire) -> bool:
    """Tell whether notes lead everybody past an item who answers what is asked and does not answer this item."""
    rule = item.applies
    if rule is None or item.paper.applies_note is not None or _says_it_itself(item):
        return True
    leading = [claim for claim in spoken if item.id in claim.skipped and claim.codes]
    if not leading:
        return False
    try:
        return all(
            any(_chosen(path.get(claim.item, 0)) & (claim.codes or frozenset()) for claim in leading)
            for path in ways(rule, questionnaire, _asked(leading))
            if 0 not in path.values() and not holds(rule, path)
        )
    except TooMany:
        return False


def _says_it_itself(item: Item) -> bool:
    texts = (item.text, item.grid.text) if item.grid else (item.text,)
    return any(TOLD_IN_TEXT.match(text.vi) for text in texts)


def _claims(questionnaire: Questionnaire) -> list[Claim]:
    return [
        claim
        for item in questionnaire.items.values()
        if item.paper.skip_note is not None
        for claim in notes.claims(item.paper.skip_note.vi, item, questionnaire)
    ]


def _asked(claims: list[Claim]) -> list[AtomOf[int]]:
    return [OneOf(claim.item, frozenset({code})) for claim in claims for code in claim.codes or ()]


def _chosen(value: Value) -> frozenset[int]:
    return value if isinstance(value, frozenset) else frozenset({value})


def _against(claim: Claim, questionnaire: Questionnaire) -> Iterator[Contradiction]:
    key = "paper.skip_note"
    for name in claim.unknown:
        yield Contradiction(claim.item, key, Text(f"không có câu «{name}»", f"there is no item “{name}”"))
    order = list(questionnaire.items)
    if claim.target is not None and order.index(claim.target) <= order.index(claim.item):
        yield Contradiction(
            claim.item,
            key,
            Text(
                f"câu {claim.target} không đứng sau câu này", f"{claim.target} does not stand after this item"
            ),
        )
    for code in sorted(claim.codes or ()):
        for name in claim.skipped:
            if _can_apply(name, claim.item, code, questionnaire, True):
                yield _skipped_but_asked(claim.item, code, questionnaire.items[name])
        if claim.target is not None and not _can_apply(claim.target, claim.item, code, questionnaire, True):
            yield _sent_but_not_asked(claim.item, code, questionnaire.items[claim.target])


def _can_apply(name: str, source: str, code: int, questionnaire: Questionnaire, value: bool) -> bool:
    """Tell whether an item may be asked of somebody with this answer to another."""
    rule = questionnaire.items[name].applies
    if rule is None:
        return value
    here = OneOf(source, frozenset({code}))
    try:
        return any(holds(rule, path) for path in ways(rule, questionnaire, [here]) if holds(here, path))
    except TooMany:
        return False


def _skipped_but_asked(item: str, code: int, skipped: Item) -> Contradiction:
    rule_vi, rule_en = _rule_words(skipped.applies)
    return Contradiction(
        item,
        "paper.skip_note",
        Text(
            f"ghi chú bảo người chọn {code} bỏ qua câu {skipped.id}, nhưng {rule_vi}: người ấy vẫn phải trả lời",
            f"the note sends who chose {code} past {skipped.id}, but {rule_en}: they have to answer it",
        ),
    )


def _sent_but_not_asked(item: str, code: int, target: Item) -> Contradiction:
    rule_vi, rule_en = _rule_words(target.applies)
    return Contradiction(
        item,
        "paper.skip_note",
        Text(
            f"ghi chú bảo người chọn {code} chuyển đến câu {target.id}, nhưng {rule_vi}: người ấy không được hỏi câu đó",
            f"the note sends who chose {code} to {target.id}, but {rule_en}: they are not asked it",
        ),
    )


def _rule_words(rule: Rule | None) -> tuple[str, str]:
    if rule is None:
        return "câu ấy không có điều kiện", "that item has no rule"
    return f"điều kiện của câu ấy là «{rules.write(rule)}»", f"the rule of that item is “{rules.write(rule)}”"


def _against_own_rule(text: str, item: Item, questionnaire: Questionnaire) -> Iterator[Contradiction]:
    """Yield what a note about the item's own path says otherwise than the item's rule."""
    key, rule = "paper.applies_note", item.applies
    named, unknown = notes.references(text, questionnaire)
    for name in unknown:
        yield Contradiction(item.id, key, Text(f"không có câu «{name}»", f"there is no item “{name}”"))
    if rule is None:
        yield Contradiction(
            item.id,
            key,
            Text("câu này không có điều kiện, ai cũng được hỏi", "this item has no rule: everybody is asked"),
        )
        return
    meant = rules.items_of(rule)
    if named and set(named) - {item.id} != set(meant) and not unknown:
        yield _differs(item, key, rule)
    elif len(meant) == 1:
        codes = notes.answers_named(text, questionnaire.items[meant[0]])
        if codes and codes != _codes_that_hold(rule, questionnaire.items[meant[0]]):
            yield _differs(item, key, rule)


def _differs(item: Item, key: str, rule: Rule) -> Contradiction:
    return Contradiction(
        item.id,
        key,
        Text(
            f"ghi chú không nói như điều kiện «{rules.write(rule)}»; bỏ ghi chú thì câu được viết từ điều kiện",
            f"the note does not say what the rule “{rules.write(rule)}” says; without it, the sentence is made from the "
            "rule",
        ),
    )


def _codes_that_hold(rule: Rule, item: Item) -> frozenset[int]:
    every = codes_of(Answered(item.id), item)
    return frozenset(code for code in every if holds(rule, {item.id: code}))


def _languages(text: Text | None) -> tuple[str, ...]:
    return () if text is None else (text.vi,) if text.en is None else (text.vi, text.en)
