"""Movements of forms: batches out to the post offices and back, in a ledger that must balance.

- ``record(session, form, FormState.…, stamp=…, reason=…)``: one form handed out, returned, refused, lost, spoiled…
- ``correct(session, form, FormState.…, stamp=…, reason=…)``: a mistake is undone by a new event, never erased
- ``issue_batch(session, batch, stamp=…) -> int``: all printed forms of a batch go to its office
- ``batches(session, wave, user) -> list[Batch]``: what this person may see

How a form is found is in ``forms.py``, reserves are in ``substitutions.py``, the ledger's sums in ``ledger.py``.
"""

from collections.abc import Mapping

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from print import number
from survey_app.errors import AppError
from survey_app.fieldwork import forms
from survey_app.fieldwork.form_states import NAMES
from survey_app.people import audit
from survey_app.people.roles import require_office
from survey_app.people.stamp import Stamp
from survey_app.tables import Batch, Form, FormEvent, FormState, Role, User, Wave
from survey_app.waves import locks

PRINTED, ISSUED, HANDED_OUT = FormState.PRINTED, FormState.ISSUED, FormState.HANDED_OUT
RETURNED, REFUSED, LOST = FormState.RETURNED, FormState.REFUSED, FormState.LOST
SPOILED, UNUSED, INVALID = FormState.SPOILED, FormState.UNUSED, FormState.INVALID

# What staff may record of a form; ``accepted`` is reached through ``collect`` alone.
NEXT: Mapping[FormState, frozenset[FormState]] = {
    PRINTED: frozenset({ISSUED, SPOILED, LOST}),
    ISSUED: frozenset({HANDED_OUT, RETURNED, REFUSED, LOST, SPOILED, UNUSED}),
    HANDED_OUT: frozenset({RETURNED, REFUSED, LOST, SPOILED}),
    RETURNED: frozenset({INVALID, LOST, SPOILED}),
    FormState.ACCEPTED: frozenset(),
    INVALID: frozenset(),
    REFUSED: frozenset(),
    LOST: frozenset(),
    SPOILED: frozenset(),
    UNUSED: frozenset(),
}
NEEDS_REASON = frozenset({INVALID, SPOILED, LOST})


def record(session: Session, form: Form, to: FormState, *, stamp: Stamp, reason: str | None = None) -> None:
    """Move a form to its next state.

    A form that comes back or is refused without having been recorded as handed out gets that event too.

    Raises:
        AppError: (409) the form cannot go there from where it is; (403) another office's form; a reason is missing.
    """
    lock_for_office(session, form, stamp)
    _check_next(form, to)
    if to in NEEDS_REASON:
        check_reason(reason)
    unrecorded = form.state is ISSUED and to in {RETURNED, REFUSED}
    if unrecorded or to is HANDED_OUT:
        forms.check_in_use(form)
    if unrecorded:
        _move(session, form, HANDED_OUT, stamp=stamp, reason=None)
    _move(session, form, to, stamp=stamp, reason=reason)


def correct(session: Session, form: Form, to: FormState, *, stamp: Stamp, reason: str) -> None:
    """Undo a mistake by a new event that says why; the mistaken events stay in the ledger.

    Raises:
        AppError: (409) answers were accepted already, or would be by hand; a reason is missing.
    """
    lock_for_office(session, form, stamp)
    check_reason(reason)
    if FormState.ACCEPTED in {form.state, to}:
        raise AppError(
            "Câu trả lời đã ghi nhận không thể sửa hoặc tạo bằng đính chính.",
            "Accepted answers cannot be made or unmade by a correction.",
            status=409,
        )
    before = form.state
    _move(session, form, to, stamp=stamp, reason=reason, correction=True)
    audit.record(
        session,
        "form_corrected",
        f"form:{number.write(form.serial)}",
        stamp=stamp,
        details={"from": before.value, "to": to.value, "reason": reason},
    )


def issue_batch(session: Session, batch: Batch, *, stamp: Stamp) -> int:
    """Hand all forms of a batch that are still printed only to its post office; return how many."""
    moved = session.execute(
        update(Form)
        .where(Form.batch_id == batch.id, Form.state == PRINTED)
        .values(state=ISSUED)
        .returning(Form.id),
        execution_options={"synchronize_session": "fetch"},
    ).all()
    line = {"from_state": PRINTED, "to_state": ISSUED, "day": stamp.day, "by_id": stamp.by_id}
    if moved:
        session.execute(insert(FormEvent), [{"form_id": id_, **line} for (id_,) in moved])
    audit.record(session, "batch_issued", f"batch:{batch.number}", stamp=stamp, details={"forms": len(moved)})
    return len(moved)


def batches(session: Session, wave: Wave, user: User) -> list[Batch]:
    """Return the batches of a wave that this person may see, in order."""
    query = select(Batch).where(Batch.wave_id == wave.id).order_by(Batch.number)
    if user.role is Role.CLERK:
        query = query.where(Batch.office_id == user.office_id)
    return list(session.scalars(query))


def lock_for_office(session: Session, form: Form, stamp: Stamp) -> None:
    """Lock a form that this person's office answers for.

    Raises:
        AppError: (403) another office's form.
    """
    locks.lock_form(session, form)
    require_office(stamp.by, form.batch.office_id)


def _move(
    session: Session,
    form: Form,
    to: FormState,
    *,
    stamp: Stamp,
    reason: str | None,
    correction: bool = False,
) -> None:
    """Write the event and the new state; plain statements, for this runs once a form."""
    session.flush()
    connection = session.connection()
    connection.execute(
        insert(FormEvent),
        {
            "form_id": form.id,
            "from_state": form.state,
            "to_state": to,
            "day": stamp.day,
            "by_id": stamp.by_id,
            "reason": reason,
            "correction": correction,
        },
    )
    connection.execute(update(Form).where(Form.id == form.id).values(state=to))
    set_committed_value(form, "state", to)


def check_reason(reason: str | None) -> None:
    """Refuse an act without a reason."""
    if not (reason or "").strip():
        raise AppError("Hãy ghi lý do.", "Write a reason.")


def _check_next(form: Form, to: FormState) -> None:
    if to not in NEXT[form.state]:
        now, then = NAMES[form.state], NAMES[to]
        raise AppError(
            f"Phiếu {number.write(form.serial)} đang ở trạng thái «{now.vi}», không ghi «{then.vi}» được. "
            "Nếu trạng thái cũ ghi nhầm, hãy dùng «Đính chính».",
            f"Form {number.write(form.serial)} is '{now.en}' and cannot become '{then.en}'. "
            "If the old state was a mistake, use a correction.",
            status=409,
        )
