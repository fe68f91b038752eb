"""Views of refused answers and of the audit log."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound

from survey_app.accounts.signed_in import account, stamp
from survey_app.collection import duplicates
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.oversight import audit_words
from survey_app.department.oversight.oversight_fields import DecisionFields
from survey_app.people import audit
from survey_app.tables import AuditEvent, RefusedAnswers
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext

LAST_EVENTS = 200


@blueprint.route("/trung")
@allow(DEPARTMENT, SUPERVISOR)
def evidence() -> str:
    """List the refused answers; they are kept, never counted."""
    return _evidence(DecisionFields(formdata=None))


@blueprint.route("/trung/<int:row_id>", methods=["POST"])
@allow(DEPARTMENT, SUPERVISOR)
def decide_duplicate(row_id: int) -> Answer:
    """Record the decision about refused answers; the answers stay as they are."""
    wave, fields = current_wave(), DecisionFields()
    row = database().get(RefusedAnswers, row_id)
    if row is None or row.wave_id != wave.id:
        raise NotFound
    if not fields.validate_on_submit():
        return _evidence(fields), 422
    duplicates.decide(database(), row, fields.decision.data or "", stamp=stamp())
    database().commit()
    flash(gettext("Đã ghi kết luận."), "good")
    return redirect(url_for("department.evidence", dot=wave.code), 303)


@blueprint.route("/nhat-ky")
@allow(DEPARTMENT, SUPERVISOR)
def trail() -> str:
    """Verify the chain of the audit log and show its last events."""
    events = database().scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(LAST_EVENTS)).all()
    return render_template(
        "department/oversight/trail.html",
        events=events,
        count=database().scalar(select(func.count()).select_from(AuditEvent)) or 0,
        broken=audit.verify(database()),
        head=audit.head(database()),
        words=audit_words,
    )


def _evidence(fields: DecisionFields) -> str:
    wave = current_wave()
    found = duplicates.listing(database(), wave, user=account())
    return render_template(
        "department/oversight/evidence.html", wave=wave, found=found, fields=fields, words=words
    )
