"""Which reserve stands in for which form, with the reason that the sealed trail keeps."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from print import number
from survey_app.stamp import VIET_NAM
from survey_app.tables import AuditEvent, Batch, Form, Role, User, Wave


@dataclass(frozen=True, slots=True)
class Substitution:
    """One form, the reserve in its place, and the act that put it there."""

    form: Form
    reserve: Form
    day: dt.date | None
    by: User | None
    reason: str


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
