"""Reserves: the next one takes a form's place, and which stands in for which, with the reason the sealed trail keeps.

- ``substitute(session, form, stamp=…, reason=…) -> Form``: the next reserve of the same place, and nothing else
- ``of_wave(session, wave, user)``, ``of_form(session, form)``: what was substituted
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from print import number
from survey_app.errors import AppError
from survey_app.fieldwork import movements
from survey_app.people import audit
from survey_app.people.stamp import VIET_NAM, Stamp
from survey_app.tables import AuditEvent, Batch, DesignCell, Form, FormState, Role, SampleRole, User, Wave

REPLACEABLE = frozenset({FormState.REFUSED, FormState.LOST, FormState.SPOILED, FormState.INVALID})


@dataclass(frozen=True, slots=True)
class Substitution:
    """One form, the reserve in its place, and the act that put it there."""

    form: Form
    reserve: Form
    day: dt.date | None
    by: User | None
    reason: str


def substitute(session: Session, form: Form, *, stamp: Stamp, reason: str) -> Form:
    """Put the next reserve of the same stratum and clusters in a form's place; nobody chooses which.

    Raises:
        AppError: (409) the form has answers, has a stand-in already, or no reserve is left; a reason is missing.
    """
    movements.hold(session, form, stamp)
    movements.check_reason(reason)
    taken = session.scalars(select(Form.id).where(Form.replaces_id == form.id)).first()
    if form.state not in REPLACEABLE or taken is not None:
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
            Form.state.in_([FormState.PRINTED, FormState.ISSUED]),
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


def of_wave(session: Session, wave: Wave, user: User) -> list[Substitution]:
    """Return the substitutions of a wave that this person may see, by number."""
    query = select(Form).join(Batch, Form.batch_id == Batch.id).where(Form.wave_id == wave.id)
    if user.role is Role.CLERK:
        query = query.where(Batch.office_id == user.office_id)
    reserves = session.scalars(query.where(Form.replaces_id.is_not(None)).order_by(Form.serial))
    return [found for reserve in reserves if (found := _of(session, reserve)) is not None]


def of_form(session: Session, form: Form) -> list[Substitution]:
    """Return what a form stands in for, and what stands in for it."""
    query = select(Form).where(
        or_(Form.id == form.id, Form.replaces_id == form.id), Form.replaces_id.is_not(None)
    )
    return [found for one in session.scalars(query) if (found := _of(session, one)) is not None]


def _of(session: Session, reserve: Form) -> Substitution | None:
    form = reserve.replaces
    if form is None:
        return None
    act = session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.action == "form_substituted",
            AuditEvent.subject == f"form:{number.write(form.serial)}",
        )
        .order_by(AuditEvent.id.desc())
    ).first()
    if act is None:
        return Substitution(form, reserve, None, None, "")
    return Substitution(
        form, reserve, act.at.astimezone(VIET_NAM).date(), act.by, str(act.details.get("reason", ""))
    )
