"""Release of scanned forms as keyings by machine, once no row is left to review.

- ``ready(session, wave, user=…)``: forms with all pages in and no row waiting
- ``lacking(session, wave, user=…)``: forms that wait for a page, and which
- ``release(session, wave, stamp=…) -> Released``: key those forms in the machine's name, checked like every keying
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from questionnaires import answers as gate
from questionnaires.codec import token_of
from questionnaires.missing import ILLEGIBLE, kind_of, named
from questionnaires.model import TICKED, Column, Questionnaire
from survey_app.collection.collect import AlreadyAnsweredError
from survey_app.errors import AppError
from survey_app.keying import keying, turns
from survey_app.people import accounts
from survey_app.people.roles import require
from survey_app.people.stamp import Stamp
from survey_app.scanning.intake import is_waiting, layouts
from survey_app.tables import Batch, Form, FormState, KeyingSource, Role, ScanPage, ScanRow, User, Wave
from survey_app.waves import catalogue, printed_layouts


@dataclass(frozen=True, slots=True)
class Released:
    """The number of forms keyed by machine, by outcome, and the numbers of the forms refused."""

    outcomes: Counter[str]
    refused: tuple[tuple[int, AppError], ...]


def ready(session: Session, wave: Wave, *, user: User) -> list[Form]:
    """Return the forms with all pages in, no row left to review, and no keying by the machine."""
    waiting = _pages_of(wave, user).with_only_columns(ScanPage.form_id).join(ScanRow).where(is_waiting())
    busy = set(session.scalars(waiting))
    return [form for form, pages in _unkeyed(session, wave, user) if not pages and form.id not in busy]


def lacking(session: Session, wave: Wave, *, user: User) -> list[tuple[Form, list[int]]]:
    """Return the forms of which some pages are in and others are not, with the missing page numbers."""
    return [
        (form, sorted(pages))
        for form, pages in _unkeyed(session, wave, user)
        if pages and form.state is not FormState.ACCEPTED
    ]


def _unkeyed(session: Session, wave: Wave, user: User) -> list[tuple[Form, set[int]]]:
    """Return the forms without a keying by the machine, with the missing page numbers of each."""
    needed = {version: set(pages) for version, pages in _pages_needed(wave).items()}
    forms: dict[Form, set[int]] = {}
    for page in session.scalars(_pages_of(wave, user).where(~ScanPage.keyed).order_by(Form.serial)):
        forms.setdefault(page.form, set(needed.get(page.version, set()))).discard(page.page)
    return list(forms.items())


def _pages_of(wave: Wave, user: User) -> Select[ScanPage]:
    here = select(ScanPage).join(Form, ScanPage.form_id == Form.id).where(Form.wave_id == wave.id)
    if user.role is Role.CLERK:
        here = here.join(Batch, Form.batch_id == Batch.id).where(Batch.office_id == user.office_id)
    return here


def release(session: Session, wave: Wave, *, stamp: Stamp) -> Released:
    """Key every ready form in the machine's name, to be compared with the clerks' keyings; commits by form.

    What differs from a clerk's keying goes to a third person, as with any two keyings.

    Raises:
        AppError: nobody who may key is signed in.
    """
    user = require(stamp.by, *turns.MAY_KEY)
    machine = Stamp(accounts.machine(session), stamp.at)
    # What is rolled back for a form that is refused must not take a new account with it.
    session.commit()
    outcomes: Counter[str] = Counter()
    refused: list[tuple[int, AppError]] = []
    for form in ready(session, wave, user=user):
        try:
            outcomes[_key(session, form, machine).value] += 1
        except AlreadyAnsweredError as error:
            # The web was faster; what the paper says is kept as evidence, and the scan has done its part.
            session.rollback()
            session.execute(update(ScanPage).where(ScanPage.form_id == form.id).values(keyed=True))
            session.commit()
            refused.append((form.serial, error))
        except AppError as error:
            session.rollback()
            refused.append((form.serial, error))
    return Released(outcomes, tuple(refused))


def _key(session: Session, form: Form, machine: Stamp) -> keying.Status:
    pages = list(session.scalars(select(ScanPage).where(ScanPage.form_id == form.id)))
    questionnaire = catalogue.questionnaire(form.wave)
    marks = {row.item: row.answer for page in pages for row in page.rows}
    # What stands in margins and beside rows goes past the gate (``survey_app/collection/margin_notes.py``).
    texts = {
        row.item: [row.text]
        for page in pages
        for row in page.rows
        if row.text and not row.ink and row.item in questionnaire.items
    }
    checked = gate.read(questionnaire, tokens_of_rows(questionnaire, marks) | texts, source="scan")
    if checked.answers is None:
        raise AppError(
            f"Máy đọc phiếu {form.serial} ra mã lạ: hãy nhập phiếu này bằng tay.",
            f"The machine read strange codes on form {form.serial}: key it by hand.",
        )
    for page in pages:
        page.keyed = True
    return keying.key(session, form, checked.answers, stamp=machine, source=KeyingSource.SCAN).status


def tokens_of_rows(questionnaire: Questionnaire, marks: Mapping[str, int | None]) -> dict[str, list[str]]:
    """Return the tokens by item of the rows, for ``questionnaires.answers``; a row never seen is not read.

    Args:
        questionnaire: what the form asks.
        marks: by column the code that stands on the row, an oval's or a missing kind's; None where nobody decided.
    """
    illegible = named(ILLEGIBLE).token
    raw: dict[str, list[str]] = {}
    for column in questionnaire.columns:
        token = token_of(column, _code_of_row(column, marks.get(column.name)))
        if token:
            raw.setdefault(column.item, []).append(token)
    # A clerk types the token for illegible alone, so two keyings of one sheet say the same.
    return {item: [illegible] if illegible in tokens else tokens for item, tokens in raw.items()}


def _code_of_row(column: Column, code: int | None) -> int:
    """Return the code a row's column is stored as; ink at an option of a choose-many item is a tick."""
    if code is None:
        return ILLEGIBLE
    kind = kind_of(code)
    return TICKED if column.option is not None and (kind is None or not kind.in_choices) else code


def _pages_needed(wave: Wave) -> dict[str, list[int]]:
    """Return the pages of a form by its version, as it was printed where that is kept."""
    known = (*layouts(catalogue.questionnaire(wave)).values(), *printed_layouts.of_wave(wave))
    return {
        layout.version: [page.number for page in layout.pages if page.rows or page.writing]
        for layout in known
    }
