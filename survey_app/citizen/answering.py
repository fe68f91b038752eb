"""Steps of answering a form on the web: save a page, next, previous; functions without HTTP."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import answers
from questionnaires.answers import CONFIRMED, Problem
from survey_app.citizen.instrument import Instrument
from survey_app.citizen.pages import Page, applicable, neighbour
from survey_app.collection import drafts
from survey_app.tables import Form

Tokens = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Saved:
    """Answers by item, and for each page the confirmed checks and the version it was saved with."""

    raw: Tokens
    confirmed_on: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, int]

    @property
    def confirmed(self) -> frozenset[str]:
        """The checks that were asked and confirmed, of all pages."""
        return frozenset(check for checks in self.confirmed_on.values() for check in checks)

    def with_page(self, page: Page, typed: Tokens, version: int) -> "Saved":
        """Return a copy with one page as it was typed now."""
        return Saved({**self.raw, **typed}, self.confirmed_on, {**self.versions, page.id: version})


def saved(session: Session, form: Form) -> Saved:
    """Return the saved answers of a form."""
    found = drafts.pages(session, form)
    return Saved(
        raw={
            item: list(tokens)
            for page in found.values()
            for item, tokens in page.answers.items()
            if item != CONFIRMED
        },
        confirmed_on={id_: tuple(page.answers.get(CONFIRMED, ())) for id_, page in found.items()},
        versions={id_: page.version for id_, page in found.items()},
    )


def typed_on(page: Page, posted: Mapping[str, list[str]]) -> Tokens:
    """Return the answers typed on a page, without fields that the page does not ask."""
    return {item.id: [token for token in posted.get(item.id, []) if token.strip()] for item in page.items}


def save(
    session: Session,
    form: Form,
    page: Page,
    typed: Tokens,
    *,
    confirmed: Iterable[str],
    version: int,
    today: dt.date,
) -> int:
    """Save a page exactly as typed, valid or not, and return its new version.

    Raises:
        DraftConflictError: another window saved other answers on the page.
    """
    page_answers = dict(typed)
    if set(confirmed):
        page_answers[CONFIRMED] = sorted(set(confirmed))
    return drafts.save(session, form, page.id, page_answers, version=version, today=today)


def problems_on(
    instrument: Instrument, page: Page, raw: Mapping[str, list[str]], *, confirmed: frozenset[str]
) -> tuple[Problem, ...]:
    """Return the problems of one page; other pages are not checked until the end."""
    page_items = {item.id for item in applicable(instrument.questionnaire, page, raw)}
    checked = answers.read(instrument.questionnaire, raw, source="web", confirmed=confirmed)
    return tuple(problem for problem in checked.problems if problem.item in page_items)


def resume(instrument: Instrument, done: Saved) -> Page | None:
    """Return the first page not saved yet that applies; None when only the review is left."""
    for page in instrument.pages:
        if page.id not in done.versions and applicable(instrument.questionnaire, page, done.raw):
            return page
    return None


def adjoining_page(instrument: Instrument, page: Page, raw: Tokens, step: int) -> Page | None:
    """Return the next or previous page that applies."""
    return neighbour(instrument.questionnaire, instrument.pages, page, raw=raw, step=step)
