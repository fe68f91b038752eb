"""Rendering of the citizen's pages."""

from collections.abc import Sequence

from flask import render_template, request

from questionnaires.answers import Problem
from survey_app.citizen.answering import Saved, adjoining_page
from survey_app.citizen.instrument import Instrument
from survey_app.citizen.pages import Page, applicable
from survey_app.citizen.shown_questions import Question, ask
from survey_app.collection.drafts import DraftConflictError
from survey_app.web.http_errors import spoken
from survey_app.web.translation import gettext, say


def start(*, code: str = "", problem: str | None = None) -> str:
    """Return the first page, which asks for the code."""
    return render_template("citizen/start.html", code=code, problem=problem)


def page(
    instrument: Instrument,
    page: Page,
    now: Saved,
    *,
    ticket: str | None = None,
    problems: Sequence[Problem] = (),
    stale: bool = False,
) -> str:
    """Return one page of questions with what was typed and what is wrong.

    Args:
        instrument: the questionnaire and its pages.
        page: the one to show.
        now: all answers so far.
        ticket: the signed ticket, when it is not the one that was just posted.
        problems: what is wrong on this page.
        stale: the page was sent with an expired session and has to be sent again.
    """
    questions = [ask(item, now.raw, problems) for item in applicable(instrument.questionnaire, page, now.raw)]
    return _render(
        instrument,
        page,
        now,
        questions=questions,
        ticket=ticket or request.form.get("ticket", ""),
        wrong=[question for question in questions if question.problems],
        asked_once=_confirmed_next(now, page, problems),
        asks_once=all(problem.level == "soft" for problem in problems),
        stale=stale,
        notice=None,
    )


def conflict(instrument: Instrument, page: Page, now: Saved, conflict: DraftConflictError) -> str:
    """Return the page as typed here, beside the answers another window saved meanwhile."""
    items = applicable(instrument.questionnaire, page, now.raw)
    there = [ask(item, conflict.saved.answers) for item in items]
    here = [ask(item, now.raw) for item in items]
    return _render(
        instrument,
        page,
        now,
        questions=here,
        ticket=request.form.get("ticket", ""),
        wrong=[],
        asked_once=_confirmed_next(now, page, ()),
        asks_once=False,
        stale=False,
        notice=spoken(conflict),
        there=[
            question for question, mine in zip(there, here, strict=True) if question.answered != mine.answered
        ],
    )


def refused(message: str) -> str:
    """Return the page that says that other answers came first."""
    return render_template("citizen/refused.html", message=message)


def _render(
    instrument: Instrument, page: Page, now: Saved, *, questions: Sequence[Question], **more: object
) -> str:
    sections = [section.id for section in instrument.questionnaire.sections]
    first = page.place == 1
    return render_template(
        "citizen/page.html",
        page_id=page.id,
        heading=say(page.section.title)
        if first
        else gettext("%(part)s (tiếp)", part=say(page.section.title)),
        intro=say(page.section.intro) if page.section.intro is not None and first else "",
        place=sections.index(page.section.id) + 1,
        all=len(sections),
        version=now.versions.get(page.id, 0),
        first=adjoining_page(instrument, page, now.raw, -1) is None,
        questions=questions,
        **more,
    )


def _confirmed_next(now: Saved, page: Page, problems: Sequence[Problem]) -> list[str]:
    """Return the checks that need not ask again when this page is sent once more."""
    soft_checks = {problem.key for problem in problems if problem.level == "soft"}
    return sorted(soft_checks | set(now.confirmed_on.get(page.id, ())))
