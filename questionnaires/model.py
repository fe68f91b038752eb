"""A questionnaire as frozen values: sections, items, scales, checks and criteria.

Rules are in ``rule_tree.py``. Nothing here reads a file (``load.py``), judges an answer (``answers.py``) or walks a rule (``routing.py``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, assert_never

from questionnaires import missing
from questionnaires.missing import MissingKind
from questionnaires.rule_tree import Rule
from questionnaires.text import Language as Language
from questionnaires.text import Text as Text

# The byte of one option of a choose-many item, once anything at all is ticked in it.
TICKED = 1
UNTICKED = 2

# Option codes are 1 to this; what is no option has a code of ``missing.py``.
LARGEST_OPTION_CODE = 199


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be ticked."""

    code: int
    text: Text
    short: Text | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A missing kind that people may choose beside the options, and the words the questionnaire has for it."""

    kind: MissingKind
    text: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """Ordered options that several items share, and which of them count as satisfied."""

    id: str
    options: tuple[Option, ...]
    satisfied: frozenset[int] = frozenset()
    not_satisfied: frozenset[int] = frozenset()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperHints:
    """What only the printed form needs to know of an item.

    ``skip_note`` tells where people go on from this item, ``applies_note`` who answers it, else the rule's own words do.
    """

    page_break_before: bool = False
    skip_note: Text | None = None
    lines: int = 2
    applies_note: Text | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """What consecutive items share: the sentence above the rows of one table."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _ItemBase:
    """What every item has, whatever its kind; ``grid`` where it is one row among others."""

    id: str
    section: str
    text: Text
    grid: Grid | None = None
    applies: Rule | None = None
    required: bool = False
    scored: bool = False
    paper: PaperHints = PaperHints()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleItem(_ItemBase):
    """One choice on a shared scale; the row of a grid."""

    scale: Scale

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of its scale."""
        return self.scale.options

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What its scale offers beside the options."""
        return self.scale.offers


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceItem(_ItemBase):
    """One choice among its own options."""

    options: tuple[Option, ...]
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesItem(_ItemBase):
    """Up to ``at_most`` choices among its own options; one byte an option."""

    options: tuple[Option, ...]
    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextItem(_ItemBase):
    """Open text; it is kept in a side table and has no byte."""

    max_length: int = 1000


Item = ScaleItem | ChoiceItem | ChoicesItem | TextItem


def offers_of(item: Item) -> tuple[Offer, ...]:
    """Return the missing kinds that an item offers; only a single choice offers any."""
    return item.offers if isinstance(item, ScaleItem | ChoiceItem) else ()


@dataclass(frozen=True, slots=True)
class Section:
    """Items under one heading: one page on the web."""

    id: str
    title: Text
    intro: Text | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule that answers should not break: hard refuses, soft asks once; on paper every check is soft."""

    id: str
    level: Literal["hard", "soft"]
    broken_if: Rule
    message: Text
    items: tuple[str, ...]


Strategy = Literal["item_weighted", "pooled_answers", "overall_item", "mean_of_children", "explicit_weights"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What several items measure together, or a heading over criteria.

    ``strategy`` names how its value is made: ``item_weighted`` or ``pooled_answers`` over its items,
    ``overall_item`` from its one item, ``mean_of_children`` or ``explicit_weights`` over its children.
    A criterion ``outside_mean`` is scored and shown, but its heading's mean leaves it out.
    """

    code: str
    name: Text
    strategy: Strategy
    items: tuple[tuple[str, float], ...] = ()
    children: tuple["Criterion", ...] = ()
    child_weights: tuple[float, ...] = ()
    outside_mean: bool = False

    def walk(self) -> Iterator["Criterion"]:
        """Yield this criterion and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Column:
    """One byte of a stored response: an item, or one option of a choose-many item.

    ``codes`` are all that the byte can be: option codes, or ``TICKED`` and ``UNTICKED``, and the special ones.
    """

    name: str
    item: str
    option: int | None
    position: int
    codes: frozenset[int]


@dataclass(frozen=True)
class Questionnaire:
    """A published instrument; ``version`` is the hash of its content and never changes.

    ``how_to_mark`` is the advice that only the printed form gives.
    """

    id: str
    version: str
    title: Text
    intro: Text
    closing: Text
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...] = ()
    checks: tuple[Check, ...] = ()
    scales: tuple[Scale, ...] = field(default=())
    how_to_mark: Text | None = None

    @property
    def short_version(self) -> str:
        """The first eight hex digits of the version: what a person compares and the paper carries."""
        return self.version[:8]

    @cached_property
    def items(self) -> dict[str, Item]:
        """Every item by its id, in the order it is asked."""
        return {item.id: item for section in self.sections for item in section.items}

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The bytes of a response, in order; ``name`` is the column's name in every export."""
        named = [place for item in self.items.values() for place in _bytes_of(item)]
        return tuple(
            Column(name, item, option, i, codes) for i, (name, item, option, codes) in enumerate(named)
        )


def _bytes_of(item: Item) -> list[tuple[str, str, int | None, frozenset[int]]]:
    match item:
        case TextItem():
            return []
        case ChoicesItem():
            codes = {kind.code for kind in missing.KINDS if kind.in_choices} | {TICKED, UNTICKED}
            return [
                (f"{item.id}_{option.code}", item.id, option.code, frozenset(codes))
                for option in item.options
            ]
        case ScaleItem() | ChoiceItem():
            codes = {kind.code for kind in missing.KINDS if not kind.offered}
            codes |= {offer.kind.code for offer in item.offers} | {option.code for option in item.options}
            return [(item.id, item.id, None, frozenset(codes))]
        case _:
            assert_never(item)
