"""Answers a citizen has not sent yet, saved page by page.

- ``pages(session, form) -> dict[section, Page(answers, version)]``: everything saved so far
- ``merged(session, form) -> dict[item, list of tokens]``: the same for ``questionnaires.answers.read``
- ``save(session, form, section, answers, version=…, today=…) -> int``: keep one page, return its new version
- ``discard(session, form)``: forget the draft (``collect.accept`` does it by itself)

A page carries the version it was shown with (0 for a page never saved). When another tab saved it in between,
``save`` raises ``DraftConflictError`` with what is saved there: nothing is overwritten and nothing typed is lost.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.errors import AppError
from survey_app.tables import DraftPage, Form, FormState


@dataclass(frozen=True, slots=True)
class Page:
    """One saved page: item id to what was ticked or typed, and how often it was saved."""

    answers: dict[str, list[str]]
    version: int


class DraftConflictError(AppError):
    """Another tab saved different answers on this page; ``saved`` is what is there now."""

    def __init__(self, saved: Page) -> None:
        super().__init__(
            "Trang này vừa được lưu ở một cửa sổ khác với câu trả lời khác. Hãy xem lại rồi bấm tiếp tục.",
            "This page was saved in another window with other answers. Look again, then go on.",
            status=409,
        )
        self.saved = saved


def pages(session: Session, form: Form) -> dict[str, Page]:
    """Return the saved pages of a form by section id."""
    found = session.scalars(
        select(DraftPage).where(DraftPage.form_id == form.id).execution_options(populate_existing=True)
    )
    return {page.section: Page(page.answers, page.version) for page in found}


def merged(session: Session, form: Form) -> dict[str, list[str]]:
    """Return all saved answers of a form by item id."""
    return {item: tokens for page in pages(session, form).values() for item, tokens in page.answers.items()}


def save(
    session: Session,
    form: Form,
    section: str,
    answers: Mapping[str, Sequence[str]],
    *,
    version: int,
    today: dt.date,
) -> int:
    """Save one page as typed, commit, and return its new version.

    Raises:
        DraftConflictError: (409) the page was saved elsewhere since ``version``, with other answers.
        AppError: (409) the form was sent meanwhile.
    """
    session.refresh(form, ["state"])
    if form.state is FormState.ACCEPTED:
        raise _already_sent()
    typed = {item: list(tokens) for item, tokens in answers.items()}
    if not _write_page(
        session, DraftPage(form_id=form.id, section=section, answers=typed, version=version, day=today)
    ):
        saved = pages(session, form).get(section)
        session.commit()
        if saved is None:
            raise _already_sent()
        if saved.answers != typed:
            raise DraftConflictError(saved)
        return saved.version
    session.commit()
    return version + 1


def discard(session: Session, form: Form) -> None:
    """Delete the saved pages of a form."""
    session.execute(delete(DraftPage).where(DraftPage.form_id == form.id))


def _already_sent() -> AppError:
    return AppError(
        "Phiếu này đã được gửi. Không cần làm gì thêm.",
        "This form was already sent. There is nothing more to do.",
        status=409,
    )


def _write_page(session: Session, page: DraftPage) -> bool:
    """Write the page over the version it was shown with; return whether that version was still stored."""
    values = {"answers": page.answers, "version": page.version + 1, "day": page.day}
    if page.version > 0:
        seen = (
            DraftPage.form_id == page.form_id,
            DraftPage.section == page.section,
            DraftPage.version == page.version,
        )
        done = session.execute(
            update(DraftPage).where(*seen).values(values).returning(DraftPage.form_id),
            execution_options={"synchronize_session": False},
        )
        return done.first() is not None
    try:
        with session.begin_nested():
            session.execute(insert(DraftPage).values(form_id=page.form_id, section=page.section, **values))
    except IntegrityError:
        return False
    return True
