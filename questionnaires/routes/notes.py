"""What a written note tells people to do: which answer leads past which items, as far as a program can understand it.

``claims(text, item, questionnaire) -> tuple[Claim, ...]`` reads sentences such as «Nếu «Không», xin chuyển đến câu D25»
and “If “Online”, please skip D21a and D21b”; a sentence it does not understand claims nothing.
"""

import re
from dataclasses import dataclass

from questionnaires.model import Item, Questionnaire, TextItem

SENTENCE = re.compile(r"[.;!]\s+|[.;!]$")
CONDITION = re.compile(r"^\W*(?:nếu|if)\s+(?P<what>.+)$", re.IGNORECASE | re.DOTALL)
SKIP = r"bỏ qua|không(?: cần)? trả lời|\bskip\b|do not answer|leave out"
JUMP = r"chuyển (?:đến|tới|sang|thẳng)|(?:sang|đến|tới) (?:câu|phần|mục)|\bgo (?:on )?to\b|\bcontinue (?:with|at)\b"
ACT = re.compile(rf"(?P<skip>{SKIP})|(?P<jump>{JUMP})", re.IGNORECASE)
QUOTED = re.compile(r"[«“\"]([^«»“”\"]+)[»”\"]")
NUMBER = re.compile(r"(?<![\w./])\d{1,3}(?![\w./])")
NEGATED = re.compile(r"\b(?:không chọn|không phải|khác|not|other than)\b", re.IGNORECASE)
REFERENCE = re.compile(r"(?<![\w.])(?:[A-Za-z][A-Za-z0-9]*\d[A-Za-z0-9]*|[A-Z]|\d+(?:\.\d+)+)(?![\w])")
RANGE = re.compile(r"^\s*(?:–|-|đến|tới|to)\s*(?:câu\s*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a note tells: who has these answers to ``item`` skips these items, or goes on at ``target``.

    ``codes`` is None where the answer is not understood, ``unknown`` are references to nothing in the questionnaire.
    """

    item: str
    codes: frozenset[int] | None
    skipped: tuple[str, ...]
    target: str | None = None
    unknown: tuple[str, ...] = ()


def claims(text: str, item: Item, questionnaire: Questionnaire) -> tuple[Claim, ...]:
    """Return what the note of an item tells, sentence by sentence."""
    found: list[Claim] = []
    for sentence in SENTENCE.split(text):
        told = CONDITION.match(sentence)
        acts = list(ACT.finditer(sentence)) if told else []
        if not acts:
            continue
        codes = answers_named(sentence[: acts[0].start()], item)
        for act, end in zip(acts, [*(one.start() for one in acts[1:]), len(sentence)], strict=True):
            found.append(_claim(act, sentence[act.end() : end], item, codes, questionnaire))
    return tuple(found)


def answers_named(text: str, item: Item) -> frozenset[int] | None:
    """Return the options of an item that a text names by their words or numbers; None where it names none."""
    if isinstance(item, TextItem):
        return None
    quoted = QUOTED.findall(text)
    bare = QUOTED.sub(" ", text)
    if NEGATED.search(bare):
        return None
    if quoted:
        named = [_options_called(phrase, item, whole=True) for phrase in quoted]
        return frozenset().union(*named) if all(named) else None
    numbers = frozenset(int(one) for one in NUMBER.findall(bare))
    known = frozenset(option.code for option in item.options)
    if numbers:
        return numbers if numbers <= known else None
    condition = CONDITION.match(bare)
    return _options_called(condition["what"] if condition else bare, item) or None


def references(text: str, questionnaire: Questionnaire) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the items that a text refers to by item, grid, section or number of a heading, and what is none of them."""
    places = _places(questionnaire)
    items: list[str] = []
    unknown: list[str] = []
    before: re.Match[str] | None = None
    for found in REFERENCE.finditer(text):
        below = places.get(found.group())
        if below is None:
            unknown += [found.group()] if len(found.group()) > 1 else []
        elif before is not None and items and RANGE.match(text[before.end() : found.start()]):
            items += _between(items[-1], below[-1], questionnaire)
        else:
            items += below
        before = found
    return tuple(dict.fromkeys(items)), tuple(unknown)


def _claim(
    act: re.Match[str], text: str, item: Item, codes: frozenset[int] | None, questionnaire: Questionnaire
) -> Claim:
    items, unknown = references(text, questionnaire)
    if act["skip"]:
        return Claim(item.id, codes, items, unknown=unknown)
    target = items[0] if items else None
    passed = _between(item.id, target, questionnaire)[:-1] if target else ()
    return Claim(item.id, codes, tuple(passed), target, unknown)


def _places(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return the items below each name that a form shows: of an item, a grid, a section, a numbered heading."""
    places: dict[str, list[str]] = {}
    for section in questionnaire.sections:
        places[section.id] = [item.id for item in section.items]
        for item in section.items:
            if item.grid is not None:
                places.setdefault(item.grid.id, []).append(item.id)
                number = re.match(r"\d+(?:\.\d+)+", item.grid.text.vi)
                if number:
                    places.setdefault(number.group(), []).append(item.id)
    return {name: tuple(items) for name, items in places.items()} | {
        name: (name,) for name in questionnaire.items
    }


def _between(first: str, last: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the items after ``first`` up to ``last``, none where it does not stand after."""
    order = list(questionnaire.items)
    return tuple(order[order.index(first) + 1 : order.index(last) + 1])


def _options_called(phrase: str, item: Item, *, whole: bool = False) -> frozenset[int]:
    """Return the options with these words, else those whose words hold them, else those held by them.

    ``whole``: the phrase is all there is of the option, so no option is held by it.
    """
    if isinstance(item, TextItem):
        return frozenset()
    said = _plain(phrase)
    if not said.strip():
        return frozenset()
    worded = [
        (option.code, _plain(words))
        for option in item.options
        for text in (option.text, option.short)
        if text is not None
        for words in (text.vi, text.en or text.vi)
    ]
    same = frozenset(code for code, words in worded if words == said)
    holding = frozenset(code for code, words in worded if said in words)
    held = frozenset(code for code, words in worded if words in said and not whole)
    return same or holding or held


def _plain(text: str) -> str:
    """Return the words of a text between blanks, so that a word is never found inside another."""
    return " ".join(["", *re.findall(r"\w+", text.casefold()), ""])
