"""The review page: every answer in words, sent back by the page, so that what is sent was reviewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from questionnaires import answers
from questionnaires.answers import CONFIRMED, Checked, Problem
from survey_app.citizen.answering import Saved
from survey_app.citizen.instrument import Instrument
from survey_app.citizen.pages import applicable
from survey_app.citizen.shown_questions import BLANK, Question, ask
from survey_app.web.translation import say


@dataclass(frozen=True, slots=True)
class Part:
    """One page of questions in the review, and where it can be changed."""

    title: str
    address: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class ToChange:
    """A question to correct or confirm, with the address of its page."""

    question: str
    message: str
    address: str
    blank: bool


def check(instrument: Instrument, carried: Saved) -> Checked:
    """Return the answers as checked by ``questionnaires.answers``."""
    return answers.read(instrument.questionnaire, carried.raw, source="web", confirmed=carried.confirmed)


def carried_back(instrument: Instrument, posted: Mapping[str, list[str]]) -> Saved:
    """Return the answers that the review page carried in its hidden fields."""
    raw = {item: list(posted[item]) for item in instrument.questionnaire.items if item in posted}
    return Saved(raw, {"": tuple(posted.get(CONFIRMED, ()))}, {})


def show(
    instrument: Instrument,
    now: Saved,
    *,
    ticket: str,
    problems: Sequence[Problem] | None = None,
    stale: bool = False,
) -> str:
    """Return the review page; a soft check that was not asked yet is asked here, once."""
    found = check(instrument, now).problems if problems is None else problems
    confirmable = now.confirmed | {problem.key for problem in found if problem.level == "soft"}
    return render_template(
        "citizen/review.html",
        parts=_parts(instrument, now),
        ticket=ticket,
        carried=_carried(now, confirmable),
        problems=[_to_change(instrument, problem) for problem in found],
        hard=any(problem.level == "hard" for problem in found),
        stale=stale,
    )


def _carried(now: Saved, confirmed: frozenset[str]) -> list[tuple[str, str]]:
    fields = [(item, token) for item, tokens in now.raw.items() for token in tokens]
    return fields + [(CONFIRMED, check) for check in sorted(confirmed)]


def _parts(instrument: Instrument, now: Saved) -> list[Part]:
    parts = []
    for page in instrument.pages:
        items = applicable(instrument.questionnaire, page, now.raw)
        if items:
            address = url_for("citizen.show_page", page_id=page.id)
            parts.append(Part(say(page.section.title), address, tuple(ask(item, now.raw) for item in items)))
    return parts


def _to_change(instrument: Instrument, problem: Problem) -> ToChange:
    item = instrument.questionnaire.items[problem.item]
    address = f"{_address(instrument, problem.item)}#{ask(item, {}).first_field}"
    return ToChange(say(item.text), say(problem.message), address, problem.check == BLANK)


def _address(instrument: Instrument, item: str) -> str:
    return url_for("citizen.show_page", page_id=instrument.page_of(item).id)
