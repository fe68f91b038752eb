"""Web pages of a questionnaire, and the next page for the answers so far.

A section is one page, except that a question whose rule asks about an answer of the same section starts the next
page: without JavaScript the server can only route between pages.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionnaires import routing, rules
from questionnaires.model import ChoicesItem, Item, Questionnaire, Section

Raw = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Page:
    """Questions shown together; ``id`` is part of the address, ``place`` counts from 1 within the section."""

    id: str
    section: Section
    items: tuple[Item, ...]
    place: int


def split(questionnaire: Questionnaire) -> tuple[Page, ...]:
    """Return the pages of a questionnaire in the order they are asked."""
    return tuple(page for section in questionnaire.sections for page in _split(section))


def _split(section: Section) -> Iterator[Page]:
    items: list[Item] = []
    place = 1
    for item in section.items:
        if item.applies is not None and set(rules.items_of(item.applies)) & {other.id for other in items}:
            yield _page(section, items, place)
            items, place = [], place + 1
        items.append(item)
    yield _page(section, items, place)


def _page(section: Section, items: Sequence[Item], place: int) -> Page:
    return Page(section.id if place == 1 else f"{section.id}-{place}", section, tuple(items), place)


def codes(questionnaire: Questionnaire, raw: Raw) -> dict[str, int | frozenset[int]]:
    """Return the option codes among what was typed, for the routing rules; anything else is no answer."""
    found: dict[str, int | frozenset[int]] = {}
    for id_, item in questionnaire.items.items():
        numbers = [int(token) for token in raw.get(id_, ()) if token.isascii() and token.isdigit()]
        if isinstance(item, ChoicesItem):
            found[id_] = frozenset(numbers)
        elif len(numbers) == 1:
            found[id_] = numbers[0]
    return found


def applicable(questionnaire: Questionnaire, page: Page, raw: Raw) -> tuple[Item, ...]:
    """Return the questions of a page that apply to the answers so far; none when the page is skipped."""
    path = set(routing.applicable(questionnaire, codes(questionnaire, raw)))
    return tuple(item for item in page.items if item.id in path)


def neighbour(
    questionnaire: Questionnaire, pages: Sequence[Page], page: Page, *, raw: Raw, step: int
) -> Page | None:
    """Return the next (``step`` 1) or previous (-1) page with questions for these answers, or None."""
    place = pages.index(page) + step
    while 0 <= place < len(pages):
        if applicable(questionnaire, pages[place], raw):
            return pages[place]
        place += step
    return None
