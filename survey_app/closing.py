"""A wave closes: the link from forms to answers is cut, for good.

Until then the secret key of the wave tells which answers came on which form; it has to, so that one form gives one
response and a duplicate can be examined. Closing destroys the key, overwrites every value derived from it with
random bytes in random order, and erases the keyings' codes, the refused answers, the unsent drafts, the hand-out
labels and the day of every response. What stays in common between a form and a response is its design cell and
whether it was answered on paper: ``Closing.smallest_group`` says how few forms share that.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from survey_app import audit, db, keys, ledger, scan_erasing
from survey_app.errors import AppError
from survey_app.stamp import Stamp
from survey_app.tables import (
    DraftPage,
    Form,
    FormState,
    Keying,
    PlannedWave,
    Receipt,
    RefusedAnswers,
    Response,
    Wave,
)

BYTES = 32
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
    """What closing a wave did.

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
    closing = Closing(
        responses=_cut_responses(session, wave, random_bytes),
        evidence=_erase_evidence(session, wave, random_bytes),
        pending=pending,
        smallest_group=_smallest_group(session, wave),
    )
    _cut_receipts(session, wave, random_bytes)
    _erase_typings(session, wave)
    scan_erasing.forget(session, wave)
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
    gone = scan_erasing.drop_pictures(session)
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


def _cut_responses(session: Session, wave: Wave, random_bytes: Callable[[int], bytes]) -> int:
    """Give every response a new id and key, in an order drawn at random, and take its day away."""
    ids = list(session.scalars(select(Response.id).where(Response.wave_id == wave.id)))
    # Sorting by random bytes is a shuffle that asks the given source, and no other.
    shuffled = sorted(ids, key=lambda _: random_bytes(BYTES))
    rows = [
        {"old": id_, "new": int.from_bytes(random_bytes(8)) >> 2, "key": random_bytes(BYTES)}
        for id_ in shuffled
    ]
    if rows:
        session.connection().execute(
            update(Response.__table__)  # type: ignore[arg-type]
            .where(Response.id == bindparam("old"))
            .values(id=bindparam("new"), form_key=bindparam("key"), day=None),
            rows,
        )
    return len(rows)


def _cut_receipts(session: Session, wave: Wave, random_bytes: Callable[[int], bytes]) -> None:
    """Leave of a receipt its reference alone: that it was given, not for what."""
    references = session.scalars(
        select(Receipt.reference).where(Receipt.wave_id == wave.id).order_by(Receipt.reference)
    )
    rows = [
        {
            "old": reference,
            "key": random_bytes(BYTES),
            "submission": random_bytes(16).hex(),
            "noise": random_bytes(BYTES),
        }
        for reference in references
    ]
    if rows:
        session.connection().execute(
            update(Receipt.__table__)  # type: ignore[arg-type]
            .where(Receipt.reference == bindparam("old"))
            .values(
                form_key=bindparam("key"), submission_id=bindparam("submission"), digest=bindparam("noise")
            ),
            rows,
        )


def _erase_evidence(session: Session, wave: Wave, random_bytes: Callable[[int], bytes]) -> int:
    found = list(session.scalars(select(RefusedAnswers).where(RefusedAnswers.wave_id == wave.id)))
    for refused in found:
        refused.form_key, refused.digest = random_bytes(BYTES), random_bytes(BYTES)
        refused.codes = refused.texts = refused.day = None
    session.flush()
    return len(found)


def _erase_typings(session: Session, wave: Wave) -> None:
    """Erase what was typed about a form; how many fields were wrong stays, for the keying error rate."""
    forms = select(Form.id).where(Form.wave_id == wave.id)
    session.execute(delete(DraftPage).where(DraftPage.form_id.in_(forms)))
    session.execute(
        update(Keying).where(Keying.form_id.in_(forms)).values(codes=None, texts=None),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        update(Form).where(Form.wave_id == wave.id).values(label=None),
        execution_options={"synchronize_session": False},
    )
    # The drawn rows of the list may name people; whoever has the list can draw them again.
    session.execute(
        update(PlannedWave).where(PlannedWave.wave_id == wave.id).values(sample=None),
        execution_options={"synchronize_session": False},
    )
    session.expire_all()


def _smallest_group(session: Session, wave: Wave) -> int:
    groups = select(Response.cell_id, Response.mode).where(Response.wave_id == wave.id)
    return min(Counter(session.execute(groups)).values(), default=0)
