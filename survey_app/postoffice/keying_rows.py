"""Rows of the keying screen, in the order and look of the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from questionnaires import missing
from questionnaires.missing import BLANK, MissingKind, named
from questionnaires.model import ChoicesItem, Item, Questionnaire, TextItem, offers_of
from survey_app.web.translation import say


@dataclass(frozen=True, slots=True)
class Oval:
    """An oval of the paper: the token keyed for it, the mark in it, its label."""

    token: str
    mark: str
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item; ``kind`` is ``one``, ``several`` or ``text``, ``value`` what was keyed, tokens between blanks."""

    id: str
    kind: str
    text: str
    grid: str
    ovals: tuple[Oval, ...]
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class KeyingSection:
    """A section of the paper."""

    title: str
    rows: tuple[Row, ...]


def blocks(
    questionnaire: Questionnaire, raw: Mapping[str, Sequence[str]], problems: Mapping[str, str]
) -> list[KeyingSection]:
    """Return the screen of a questionnaire, with what was keyed and what is wrong with it."""
    return [
        KeyingSection(
            say(section.title), tuple(_row(item, raw.get(item.id, ()), problems) for item in section.items)
        )
        for section in questionnaire.sections
    ]


def _row(item: Item, tokens: Sequence[str], problems: Mapping[str, str]) -> Row:
    grid = say(item.grid.text) if item.grid is not None else ""
    kind = {ChoicesItem: "several", TextItem: "text"}.get(type(item), "one")
    return Row(item.id, kind, say(item.text), grid, _ovals(item), " ".join(tokens), problems.get(item.id, ""))


def _ovals(item: Item) -> tuple[Oval, ...]:
    if isinstance(item, TextItem):
        return ()
    ovals = [Oval(str(option.code), str(option.code), say(option.text)) for option in item.options]
    offered = [Oval(offer.kind.token, offer.kind.mark, say(offer.text)) for offer in offers_of(item)]
    return (*ovals, *offered)


def keyed(questionnaire: Questionnaire, posted: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the tokens by item id that the screen's fields hold.

    Text stays one token; anything else is split at blanks and commas.
    """
    raw: dict[str, list[str]] = {}
    for id_, item in questionnaire.items.items():
        typed = posted.get(id_, "").strip()
        if typed:
            raw[id_] = [typed] if isinstance(item, TextItem) else typed.lower().replace(",", " ").split()
    return raw


def in_words(item: Item, tokens: Sequence[str]) -> str:
    """Return the keyed value of an item in words."""
    if not tokens:
        return say(named(BLANK).name)
    kinds = {kind.token: say(kind.name) for kind in missing.KINDS if kind.token}
    labels = kinds | {oval.token: f"{oval.mark} – {oval.label}" for oval in _ovals(item)}
    return "; ".join(labels.get(token, token) for token in tokens)


def keyed_kinds() -> tuple[MissingKind, ...]:
    """Return the missing kinds that have a key of the keying screen."""
    return tuple(kind for kind in missing.KINDS if kind.keys)


def key_table() -> list[dict[str, object]]:
    """Return the missing kinds for ``survey_app/static/keying.js``: what each key enters, and where."""
    return [
        {"token": kind.token, "keys": kind.keys, "offered": kind.offered, "inChoices": kind.in_choices}
        for kind in keyed_kinds()
    ]


def typed_kinds() -> str:
    """Return the missing kinds that may be typed in place of an option's number, as a list in words."""
    return ", ".join(f"{kind.mark} ({say(kind.name)})" for kind in keyed_kinds() if kind.token)


def runs(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Return the rows of a section as tables: the sentence above each, and its rows."""
    return [(grid, list(group)) for grid, group in groupby(rows, key=lambda row: row.grid)]
