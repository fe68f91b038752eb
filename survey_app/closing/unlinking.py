"""Unlinking forms from answers: what ties them is overwritten at random or erased.

Random bytes come from the caller, who sees to it that nobody can repeat them.
"""

from collections.abc import Callable

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from survey_app.tables import (
    DraftPage,
    Form,
    Keying,
    PlannedWave,
    Receipt,
    RefusedAnswers,
    Response,
    Wave,
)

BYTES = 32


def cut_responses(session: Session, wave: Wave, random_bytes: Callable[[int], bytes]) -> int:
    """Give every response a new id and key, in an order drawn at random, and take its day away."""
    ids = list(session.scalars(select(Response.id).where(Response.wave_id == wave.id).order_by(Response.id)))
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


def cut_receipts(session: Session, wave: Wave, random_bytes: Callable[[int], bytes]) -> None:
    """Erase all of each receipt but its reference."""
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


def erase_evidence(session: Session, wave: Wave, random_bytes: Callable[[int], bytes]) -> int:
    """Empty the refused answers and return their number; the emptied rows stay."""
    found = list(session.scalars(select(RefusedAnswers).where(RefusedAnswers.wave_id == wave.id)))
    for refused in found:
        refused.form_key, refused.digest = random_bytes(BYTES), random_bytes(BYTES)
        refused.codes = refused.texts = refused.day = None
    session.flush()
    return len(found)


def erase_typings(session: Session, wave: Wave) -> None:
    """Erase drafts, keyed codes and form labels; the counts of wrong fields stay, for the error rate."""
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
