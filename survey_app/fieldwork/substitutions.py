"""Substitutions: the next reserve replaces a form, and the reason is recorded.

- ``substitute(session, form, stamp=…, reason=…) -> Form``: the next reserve of the same place, and nothing else
- ``lacks_last_stratum(form) -> bool``: a form numbered before its stratum within the last cluster was kept
- ``of_wave(session, wave, user)``, ``of_form(session, form)``: what was substituted

Which reserve is next, and what is replaced at all, are the rules of ``sampling.fieldwork.reserves``.
"""

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from print import number
from sampling.errors import SamplingError
from sampling.fieldwork import reserves
from sampling.fieldwork.reserves import SelectedUnit
from sampling.plan.plan_file import plan_from
from survey_app.errors import AppError
from survey_app.fieldwork import movements
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Batch, DesignCell, Form, FormState, Role, SampleRole, Substitution, User, Wave

REPLACEABLE = frozenset({FormState.REFUSED, FormState.LOST, FormState.SPOILED, FormState.INVALID})
# A reserve in any other state has been somewhere, or is gone.
WAITING = frozenset({FormState.PRINTED, FormState.ISSUED})


def substitute(session: Session, form: Form, *, stamp: Stamp, reason: str) -> Form:
    """Replace a form by the next reserve of the same stratum and clusters; nobody chooses which.

    Raises:
        AppError: (409) the form has answers, is a reserve not in use, has a stand-in already, or no reserve is left;
            a reason is missing.
    """
    movements.lock_for_office(session, form, stamp)
    movements.check_reason(reason)
    if form.state not in REPLACEABLE:
        raise AppError(
            "Chỉ thay phiếu bị từ chối, thất lạc, hỏng hoặc không hợp lệ.",
            "Only a refused, lost, spoiled or invalid form is substituted.",
            status=409,
        )
    reserve = _next_reserve(session, form)
    reserve.replaces_id = form.id
    session.add(Substitution(reserve=reserve, day=stamp.day, by_id=stamp.by_id, reason=reason))
    audit.record(
        session,
        "form_substituted",
        f"form:{number.write(form.serial)}",
        stamp=stamp,
        details={"by": number.write(reserve.serial), "reason": reason},
    )
    return reserve


def lacks_last_stratum(form: Form) -> bool:
    """Tell whether a form was numbered before its stratum within the last cluster was kept, by a plan that has such strata.

    Such a form is replaced by the next reserve of its cluster, of whichever stratum.
    """
    plan = form.wave.manifest.get("plan")
    if form.last_stratum is not None or not isinstance(plan, dict) or "text" not in plan:
        return False
    stages = plan_from(str(plan["text"])).stages
    return len(stages) > 1 and bool(stages[-1].strata)


def _next_reserve(session: Session, form: Form) -> Form:
    replaced = session.scalars(select(Form.id).where(Form.replaces_id == form.id)).first() is not None
    waiting = {one.serial: one for one in session.scalars(_waiting_reserves(form))}
    try:
        reserves.check_replaceable(_unit(form, replaced=replaced))
        found = reserves.next_reserve(_unit(form), map(_unit, waiting.values()))
        if found is None:
            raise reserves.no_reserve_left()
    except SamplingError as error:
        raise AppError(error.vi, error.en, status=409) from error
    return waiting[found.id]


def _waiting_reserves(form: Form) -> Select[Form]:
    """Return the waiting reserves of a form's area and stratum, locked."""
    return (
        select(Form)
        .join(DesignCell, Form.cell_id == DesignCell.id)
        .where(
            Form.wave_id == form.wave_id,
            Form.role == SampleRole.RESERVE,
            Form.replaces_id.is_(None),
            Form.state.in_(WAITING),
            DesignCell.stratum == form.cell.stratum,
            DesignCell.area_id == form.cell.area_id,
        )
        .order_by(Form.serial)
        .with_for_update(of=Form)
    )


def _unit(form: Form, *, replaced: bool = False) -> SelectedUnit:
    cell = form.cell
    return SelectedUnit(
        id=form.serial,
        cell=(cell.area_id, cell.stratum, *cell.clusters, form.last_stratum),
        is_reserve=form.role is SampleRole.RESERVE,
        order=form.place,
        in_use=form.in_use,
        replaced=replaced,
    )


def of_wave(session: Session, wave: Wave, user: User) -> list[Substitution]:
    """Return the substitutions of a wave that this person may see, by number."""
    query = _substitutions().join(Batch, Form.batch_id == Batch.id).where(Form.wave_id == wave.id)
    if user.role is Role.CLERK:
        query = query.where(Batch.office_id == user.office_id)
    return list(session.scalars(query))


def of_form(session: Session, form: Form) -> list[Substitution]:
    """Return the substitutions in which a form is the reserve or the form replaced."""
    return list(session.scalars(_substitutions().where(or_(Form.id == form.id, Form.replaces_id == form.id))))


def _substitutions() -> Select[Substitution]:
    return select(Substitution).join(Form, Substitution.reserve_id == Form.id).order_by(Form.serial)
