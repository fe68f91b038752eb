"""Closing a wave: the link from forms to answers is cut, for good.

Until then the secret key of the wave tells which answers came on which form; it has to, so that one form gives one
response and a duplicate can be examined. Closing destroys the key, overwrites every value derived from it with
random bytes in random order, and erases the keyings' codes, the refused answers, the unsent drafts, the hand-out
labels and the day of every response. What stays in common between a form and a response is its design cell and
whether it was answered on paper: ``Closing.smallest_group`` says how few forms share that.

How each table is cut is in ``unlinking.py``, scans and their pictures in ``erase_scans.py``.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app import db
from survey_app.closing import erase_scans, unlinking
from survey_app.errors import AppError
from survey_app.fieldwork import ledger
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, FormState, Response, Wave
from survey_app.waves import keys

ERASED = (
    "wave",
    "form",
    "keying",
    "draft_page",
    "response",
    "answer_text",
    "receipt",
    "refused_answers",
    "planned_wave",
    "scan_page",
    "scan_row",
)


@dataclass(frozen=True, slots=True)
class Closing:
    """The result of closing a wave.

    Attributes:
        responses: accepted responses, now without a way back to their forms.
        evidence: refused answers that were erased.
        pending: returned forms nobody finished keying.
        smallest_group: the fewest responses alike in design cell and mode; among so few a form can be guessed.
        rewritten: whether pictures are deleted and the database is rewritten without what was erased; else call
            ``forget`` again.
    """

    responses: int
    evidence: int
    pending: int
    smallest_group: int
    rewritten: bool = False


def close_wave(
    session: Session,
    wave: Wave,
    *,
    stamp: Stamp,
    random_bytes: Callable[[int], bytes],
    abandon_pending: bool = False,
) -> Closing:
    """Close a wave, cut the link, commit, and rewrite the database without what was erased.

    Args:
        session: a writing session with nothing else in it.
        wave: an open wave.
        stamp: who closes it.
        random_bytes: a source nobody can repeat: ``secrets.token_bytes``.
        abandon_pending: close although returned forms are not keyed; they stay unanswered.

    Raises:
        AppError: (410) it is closed already; (409) the ledger does not balance, or returned forms are not keyed yet.
    """
    session.refresh(wave, with_for_update=True)
    keys.key_of(wave)
    _refuse_unbalanced(session, wave)
    pending = _pending(session, wave, abandon=abandon_pending)
    closing = _cut(session, wave, random_bytes, pending=pending)
    wave.key, wave.closed_on = None, stamp.day
    audit.record(
        session,
        "wave_closed",
        f"wave:{wave.code}",
        stamp=stamp,
        details={"responses": closing.responses, "evidence": closing.evidence, "pending": pending},
    )
    session.commit()
    return replace(closing, rewritten=forget(session))


def forget(session: Session) -> bool:
    """Delete the pictures of closed waves and rewrite the tables they were erased from.

    False when the database was busy all the time, or a picture could not be deleted; call it again then.
    """
    session.commit()
    gone = erase_scans.drop_pictures(session)
    return db.forget_deleted_rows(session.get_bind().engine, ERASED) and gone


def _refuse_unbalanced(session: Session, wave: Wave) -> None:
    batches = ", ".join(str(one.batch.number) for one in ledger.balances(session, wave) if not one.balances)
    if batches:
        raise AppError(
            f"Sổ phiếu chưa cân ở lô: {batches}. Hãy tìm phiếu lệch và đính chính trước khi đóng đợt.",
            f"The ledger does not balance in batch: {batches}. Find the form and correct it before closing.",
            status=409,
        )


def _pending(session: Session, wave: Wave, *, abandon: bool) -> int:
    returned = select(func.count()).where(Form.wave_id == wave.id, Form.state == FormState.RETURNED)
    pending = session.scalar(returned) or 0
    if pending and not abandon:
        raise AppError(
            f"Còn {pending} phiếu đã thu chưa nhập xong. Hãy nhập nốt, hoặc chọn bỏ chúng (--abandon-pending).",
            f"{pending} returned forms are not keyed yet. Key them, or give them up (--abandon-pending).",
            status=409,
        )
    return pending


def _cut(session: Session, wave: Wave, random_bytes: Callable[[int], bytes], *, pending: int) -> Closing:
    closing = Closing(
        responses=unlinking.cut_responses(session, wave, random_bytes),
        evidence=unlinking.erase_evidence(session, wave, random_bytes),
        pending=pending,
        smallest_group=_smallest_group(session, wave),
    )
    unlinking.cut_receipts(session, wave, random_bytes)
    unlinking.erase_typings(session, wave)
    erase_scans.forget(session, wave)
    return closing


def _smallest_group(session: Session, wave: Wave) -> int:
    groups = select(Response.cell_id, Response.mode).where(Response.wave_id == wave.id)
    return min(Counter(session.execute(groups)).values(), default=0)
