"""What keeps everybody honest: refused duplicates and the sealed trail."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from survey_app.accounts.signed_in import stamp
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.fields import DecisionFields
from survey_app.department.oversight import audit_words
from survey_app.people import audit
from survey_app.tables import AuditEvent, RefusedAnswers, Response
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext

LAST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Answers that came second for a form, beside those that were accepted."""

    row: RefusedAnswers
    mode: str
    accepted_mode: str
    differing: int | None


@blueprint.route("/trung")
@allow(DEPARTMENT, SUPERVISOR)
def evidence() -> str:
    """List the answers that came second; they are kept, never counted."""
    return _evidence(DecisionFields(formdata=None))


@blueprint.route("/trung/<int:row_id>", methods=["POST"])
@allow(DEPARTMENT, SUPERVISOR)
def decide_duplicate(row_id: int) -> Answer:
    """Write down what was found out about a duplicate; the answers stay as they are."""
    wave, fields = current_wave(), DecisionFields()
    row = database().get(RefusedAnswers, row_id)
    if row is None or row.wave_id != wave.id:
        raise NotFound
    if not fields.validate_on_submit():
        return _evidence(fields), 422
    row.decision = fields.decision.data
    audit.record(
        database(),
        "duplicate_decided",
        f"duplicate:{row.id}",
        stamp=stamp(),
        details={"decision": row.decision},
    )
    database().commit()
    flash(gettext("Đã ghi kết luận."), "good")
    return redirect(url_for("department.evidence", dot=wave.code), 303)


@blueprint.route("/nhat-ky")
@allow(DEPARTMENT, SUPERVISOR)
def trail() -> str:
    """Check the chain of acts and show the last ones."""
    events = database().scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(LAST_EVENTS)).all()
    return render_template(
        "department/trail.html",
        events=events,
        count=database().scalar(select(func.count()).select_from(AuditEvent)) or 0,
        broken=audit.verify(database()),
        head=audit.head(database()),
        words=audit_words,
    )


def _evidence(fields: DecisionFields) -> str:
    wave = current_wave()
    rows = database().execute(
        select(RefusedAnswers, Response)
        .outerjoin(Response, Response.form_key == RefusedAnswers.form_key)
        .where(RefusedAnswers.wave_id == wave.id)
        .order_by(RefusedAnswers.id)
    )
    found = [_duplicate(refused, accepted) for refused, accepted in rows]
    return render_template("department/evidence.html", wave=wave, found=found, fields=fields)


def _duplicate(refused: RefusedAnswers, accepted: Response | None) -> Duplicate:
    differing = None
    if accepted is not None and refused.codes is not None:
        differing = sum(one != other for one, other in zip(refused.codes, accepted.codes, strict=True))
    return Duplicate(
        refused,
        words.mode(refused.mode),
        words.mode(accepted.mode) if accepted is not None else "–",
        differing,
    )
