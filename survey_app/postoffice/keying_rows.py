"""The keying screen's rows, in the order and with the look of the paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from questionnaires.model import ChoicesItem, Item, Questionnaire, TextItem
from survey_app.web.translation import gettext, say


@dataclass(frozen=True, slots=True)
class Oval:
    """One oval of the paper: what is keyed for it, and what stands beside it."""

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
class Block:
    """One section of the paper."""

    title: str
    rows: tuple[Row, ...]


def blocks(
    questionnaire: Questionnaire, raw: Mapping[str, Sequence[str]], problems: Mapping[str, str]
) -> list[Block]:
    """Return the screen of a questionnaire, with what was keyed and what is wrong with it."""
    return [
        Block(say(section.title), tuple(_row(item, raw.get(item.id, ()), problems) for item in section.items))
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
    if not isinstance(item, ChoicesItem) and item.dont_know is not None:
        ovals.append(Oval("kb", "KB", say(item.dont_know)))
    return tuple(ovals)


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
    """Return what was keyed for an item as people read it."""
    if not tokens:
        return gettext("bỏ trống")
    special = {
        "*": gettext("nhiều lựa chọn"),
        "?": gettext("không đọc được"),
        "kad": gettext("không áp dụng"),
    }
    labels = {oval.token: f"{oval.mark} – {oval.label}" for oval in _ovals(item)} | special
    return "; ".join(labels.get(token, token) for token in tokens)


def runs(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Return the rows of a section as tables: the sentence above each, and its rows."""
    return [(grid, list(group)) for grid, group in groupby(rows, key=lambda row: row.grid)]
