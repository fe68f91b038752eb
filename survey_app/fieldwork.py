"""Where every form is: batches out to the post offices and back, and a ledger that must balance.

- ``find_form(session, text, wave=…) -> Form``: by the number on the paper, check digit and wave verified
- ``find_by_code(session, typed) -> Form``: by the access code (the citizen's door); 404, 409 used, 410 closed
- ``record(session, form, FormState.…, stamp=…, reason=…)``: one form handed out, returned, refused, lost, spoiled…
- ``correct(session, form, FormState.…, stamp=…, reason=…)``: a mistake is undone by a new event, never erased
- ``issue_batch(session, batch, stamp=…) -> int``: all printed forms of a batch go to its office
- ``batches(session, wave, user) -> list[Batch]``: what this person may see
- ``substitute(session, form, stamp=…, reason=…) -> Form``: the next reserve of the same place, and nothing else

The ledger's sums are in ``ledger.py``.
"""

from collections.abc import Mapping

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from print import number
from print.errors import PaperError
from survey_app import audit, keys, locks
from survey_app.errors import AppError
from survey_app.people import require_office
from survey_app.stamp import Stamp
from survey_app.tables import Batch, DesignCell, Form, FormEvent, FormState, Role, SampleRole, User, Wave

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
VI = {
    PRINTED: "đã in",
    ISSUED: "đã giao bưu cục",
    HANDED_OUT: "đã phát",
    RETURNED: "đã thu",
    FormState.ACCEPTED: "đã có câu trả lời",
    INVALID: "không hợp lệ",
    REFUSED: "từ chối",
    LOST: "thất lạc",
    SPOILED: "hỏng",
    UNUSED: "không dùng",
}


def find_form(session: Session, text: str, *, wave: Wave | None = None) -> Form:
    """Return the form whose number somebody typed.

    Raises:
        AppError: (400) wrong check digit; (404) no such form, or a form of another wave than ``wave``.
    """
    try:
        serial = number.read(text)
    except PaperError as error:
        raise AppError(error.vi, error.en) from error
    form = session.scalars(select(Form).where(Form.serial == serial)).one_or_none()
    if form is None:
        raise AppError(
            f"Không có phiếu số {text.strip()}. Hãy đọc lại số in ở góc phiếu.",
            f"There is no form {text.strip()}. Read the printed number again.",
            status=404,
        )
    if wave is not None and form.wave_id != wave.id:
        raise AppError(
            f"Phiếu {text.strip()} thuộc đợt «{form.wave.name}», không phải «{wave.name}». Hãy để riêng phiếu này.",
            f"Form {text.strip()} belongs to the wave '{form.wave.name}', not '{wave.name}'. Put it aside.",
            status=404,
        )
    return form


def find_by_code(session: Session, typed: str) -> Form:
    """Return the form an access code opens, when it still can be answered on the web.

    Raises:
        AppError: (404) no such code; (409) the form is answered already or not valid; (410) the wave is closed.
    """
    form = session.scalars(select(Form).where(Form.code_hash == keys.code_hash(typed))).one_or_none()
    if form is None:
        raise AppError(
            "Không có mã này. Hãy xem lại 9 chữ cái in cạnh mã QR trên phiếu.",
            "There is no such code. Look again at the 9 letters beside the QR code on the form.",
            status=404,
        )
    keys.key_of(form.wave)
    if form.state is FormState.ACCEPTED:
        raise AppError(
            "Phiếu này đã được trả lời. Cảm ơn Ông/Bà. Nếu không phải Ông/Bà đã trả lời, hãy báo bưu cục phát phiếu.",
            "This form is already answered. Thank you. If it was not you, tell the post office that gave it out.",
            status=409,
        )
    check_in_use(form)
    return form


def check_in_use(form: Form) -> None:
    """Refuse (409) a form that cannot be answered: lost, judged invalid, sent back, or a reserve nobody took.

    A lost form may be in a stranger's hands; an invalid one was judged by a person already.
    """
    if form.state in {LOST, INVALID, UNUSED} or (
        form.role is SampleRole.RESERVE and form.replaces_id is None
    ):
        raise AppError(
            "Phiếu này không còn hiệu lực (báo mất, bị loại hoặc là phiếu dự phòng chưa dùng). "
            "Hãy liên hệ bưu cục phát phiếu.",
            "This form is not valid any more (lost, rejected, or a reserve not in use). "
            "Ask the post office that gave it out.",
            status=409,
        )


def record(session: Session, form: Form, to: FormState, *, stamp: Stamp, reason: str | None = None) -> None:
    """Move a form to its next state.

    A form that comes back or is refused without having been recorded as handed out gets that event too.

    Raises:
        AppError: (409) the form cannot go there from where it is; (403) another office's form; a reason is missing.
    """
    _lock(session, form, stamp)
    if to not in NEXT[form.state]:
        raise AppError(
            f"Phiếu {number.write(form.serial)} đang ở trạng thái «{VI[form.state]}», không ghi «{VI[to]}» được. "
            "Nếu trạng thái cũ ghi nhầm, hãy dùng «Đính chính».",
            f"Form {number.write(form.serial)} is '{form.state}' and cannot become '{to}'. "
            "If the old state was a mistake, use a correction.",
            status=409,
        )
    if to in NEEDS_REASON and not (reason or "").strip():
        raise _no_reason()
    if to is HANDED_OUT or (form.state is ISSUED and to in {RETURNED, REFUSED}):
        check_in_use(form)
    if form.state is ISSUED and to in {RETURNED, REFUSED}:
        _move(session, form, HANDED_OUT, stamp=stamp, reason=None)
    _move(session, form, to, stamp=stamp, reason=reason)


def correct(session: Session, form: Form, to: FormState, *, stamp: Stamp, reason: str) -> None:
    """Undo a mistake by a new event that says why; the mistaken events stay in the ledger.

    Raises:
        AppError: (409) answers were accepted already, or would be by hand; a reason is missing.
    """
    _lock(session, form, stamp)
    if not reason.strip():
        raise _no_reason()
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


def substitute(session: Session, form: Form, *, stamp: Stamp, reason: str) -> Form:
    """Put the next reserve of the same stratum and clusters in a form's place; nobody chooses which.

    Raises:
        AppError: (409) the form has answers, has a stand-in already, or no reserve is left; a reason is missing.
    """
    _lock(session, form, stamp)
    if not reason.strip():
        raise _no_reason()
    taken = session.scalars(select(Form.id).where(Form.replaces_id == form.id)).first()
    if form.state not in {REFUSED, LOST, SPOILED, INVALID} or taken is not None:
        raise AppError(
            "Chỉ thay phiếu bị từ chối, thất lạc, hỏng hoặc không hợp lệ, và mỗi phiếu chỉ thay một lần.",
            "Only a refused, lost, spoiled or invalid form is substituted, and only once.",
            status=409,
        )
    reserve = _next_reserve(session, form)
    reserve.replaces_id = form.id
    audit.record(
        session,
        "form_substituted",
        f"form:{number.write(form.serial)}",
        stamp=stamp,
        details={"by": number.write(reserve.serial), "reason": reason},
    )
    return reserve


def _next_reserve(session: Session, form: Form) -> Form:
    cell = form.cell
    same_stratum = (
        select(Form)
        .join(DesignCell, Form.cell_id == DesignCell.id)
        .where(
            Form.wave_id == form.wave_id,
            Form.role == SampleRole.RESERVE,
            Form.replaces_id.is_(None),
            Form.state.in_([PRINTED, ISSUED]),
            DesignCell.stratum == cell.stratum,
            DesignCell.area_id == cell.area_id,
        )
        .order_by(Form.place, Form.serial)
        .with_for_update(of=Form)
    )
    for reserve in session.scalars(same_stratum):
        if reserve.cell.clusters == cell.clusters:
            return reserve
    raise AppError(
        "Không còn phiếu dự phòng cho nơi này. Hãy để nguyên phiếu không trả lời; trọng số sẽ tính đến.",
        "No reserve is left for this place. Leave the form unanswered; the weights will account for it.",
        status=409,
    )


def _lock(session: Session, form: Form, stamp: Stamp) -> None:
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
    session.add(
        FormEvent(
            form_id=form.id,
            from_state=form.state,
            to_state=to,
            day=stamp.day,
            by_id=stamp.by_id,
            reason=reason,
            correction=correction,
        )
    )
    form.state = to
    session.flush()


def _no_reason() -> AppError:
    return AppError("Hãy ghi lý do.", "Write a reason.")
