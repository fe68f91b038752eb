"""Review queue of scanned rows: uncertain ones, seeded certain ones, and odd ones of a contact sheet.

- ``next_row(session, wave, user=…) -> Task | None``: sorted by item, so that the eye learns
- ``decide(session, row, code, stamp=…)``: the answer a person reads; of a certain row it is only compared
- ``contact_sheet(session, wave, item=…, code=…, user=…)`` and ``doubt(session, rows, stamp=…)``
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from questionnaires import missing
from questionnaires.missing import MissingKind
from survey_app.collection.margin_notes import is_note
from survey_app.errors import AppError
from survey_app.keying import turns
from survey_app.people import audit
from survey_app.people.roles import require, require_office
from survey_app.people.stamp import Stamp
from survey_app.scanning.intake import is_waiting
from survey_app.tables import Batch, Form, Role, ScanPage, ScanRow, User, Wave

SHEET = 60


@dataclass(frozen=True, slots=True)
class Task:
    """A row to review, and the number of rows that wait."""

    row: ScanRow
    waiting: int


def next_row(session: Session, wave: Wave, *, user: User, after: int = 0) -> Task | None:
    """Return the first row that waits for this person, by item; with ``after``, the one behind that row.

    A row one person disputed waits for another.
    """
    mine = _rows(wave, user).where(
        is_waiting(), or_(ScanRow.checked_by_id.is_(None), ScanRow.checked_by_id != user.id)
    )
    waiting = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    ordered = mine.order_by(ScanRow.item, ScanRow.id).limit(1)
    last = session.get(ScanRow, after) if after else None
    behind = None
    if last is not None:
        later = (ScanRow.item > last.item) | ((ScanRow.item == last.item) & (ScanRow.id > last.id))
        behind = session.scalars(ordered.where(later)).first()
    row = behind or session.scalars(ordered).first()
    return None if row is None else Task(row, waiting)


def find(session: Session, row_id: int, *, user: User) -> ScanRow:
    """Return a row this person may see.

    Raises:
        AppError: (404) there is none; (403) it belongs to another post office.
    """
    row = session.get(ScanRow, row_id)
    if row is None:
        raise AppError("Không có dòng quét này.", "There is no such scanned row.", status=404)
    require_office(require(user, *turns.MAY_KEY, Role.SUPERVISOR), row.page.form.batch.office_id)
    return row


def kinds_without_oval() -> tuple[MissingKind, ...]:
    """Return the missing kinds a person may enter that have no oval: blank, several marks, illegible."""
    return tuple(kind for kind in missing.KINDS if kind.desk_key and not kind.offered)


def decide(session: Session, row: ScanRow, code: int, *, stamp: Stamp, text: str = "") -> None:
    """Save the code a person reads on a row: an oval's, or that of a kind in ``kinds_without_oval``.

    Of a row the machine was certain of, the first person's word is only compared; where it differs, a second
    person decides. A second click on a decided row changes it until the form is keyed. ``text`` is what
    stands in a box for open text, in a margin note, or is written beside a row of ovals.

    Raises:
        AppError: (409) the form is keyed already; (400) no such oval.
    """
    user = require(stamp.by, *turns.MAY_KEY)
    require_office(user, row.page.form.batch.office_id)
    if row.page.keyed:
        raise AppError(
            "Phiếu này đã được nhập; muốn sửa hãy dùng trang Phân xử.",
            "This form is keyed already; use the page for differences.",
            status=409,
        )
    if code not in {*(kind.code for kind in kinds_without_oval()), *(int(oval) for oval in row.ink)}:
        raise AppError(f"Dòng này không có ô số {code}.", f"This row has no oval {code}.", status=400)
    row.text = text or None
    first_look = row.code is not None and row.decided is None and row.checked in {None, row.code}
    if first_look or row.checked_by_id == user.id:
        row.checked, row.checked_by_id = code, user.id
    else:
        row.decided, row.decided_by_id = code, user.id
    session.commit()


def contact_sheet(
    session: Session, wave: Wave, *, user: User, item: str, code: int, after: int = 0
) -> list[ScanRow]:
    """Return the rows read as one answer of one item and not yet keyed, for a contact sheet."""
    found = _rows(wave, user).where(
        ScanRow.item == item,
        func.coalesce(ScanRow.decided, ScanRow.code) == code,
        ScanRow.id > after,
    )
    return list(session.scalars(found.order_by(ScanRow.id).limit(SHEET)))


def values(session: Session, wave: Wave, *, user: User) -> list[tuple[str, int, int]]:
    """Return (item, code, number of rows) of everything read and not yet keyed, but margin notes."""
    answer = func.coalesce(ScanRow.decided, ScanRow.code)
    query = _rows(wave, user).with_only_columns(ScanRow.item, answer, func.count())
    counted = (
        query.where(answer.is_not(None), ~is_note())
        .group_by(ScanRow.item, answer)
        .order_by(ScanRow.item, answer)
    )
    return [(item, code, count) for item, code, count in session.execute(counted)]


def doubt(session: Session, rows: Iterable[ScanRow], *, stamp: Stamp) -> int:
    """Send odd rows of a contact sheet to the queue; return their number. Commits."""
    sent = 0
    for row in rows:
        require_office(require(stamp.by, *turns.MAY_KEY), row.page.form.batch.office_id)
        if row.page.keyed:
            continue
        row.suggest = row.answer
        row.code = row.decided = row.checked = row.checked_by_id = row.decided_by_id = None
        row.reason = "odd on contact sheet"
        sent += 1
        audit.record(session, "scan_row_doubted", f"scan_row:{row.id}", stamp=stamp)
    session.commit()
    return sent


def _rows(wave: Wave, user: User) -> Select[ScanRow]:
    """Return the rows of the wave's unkeyed pages that this person may work on."""
    query = (
        select(ScanRow)
        .join(ScanPage, ScanRow.page_id == ScanPage.id)
        .join(Form, ScanPage.form_id == Form.id)
        .where(Form.wave_id == wave.id, ~ScanPage.keyed)
    )
    if user.role is Role.CLERK:
        query = query.join(Batch, Form.batch_id == Batch.id).where(Batch.office_id == user.office_id)
    return query
