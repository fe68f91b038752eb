"""Views of one form: its state and history, a correction, its substitution by a reserve."""

from flask import flash, redirect, render_template, url_for

from print import number
from survey_app.accounts.signed_in import account, stamp
from survey_app.errors import AppError
from survey_app.fieldwork import forms, ledger, movements, substitutions
from survey_app.people.roles import require_office
from survey_app.postoffice.blueprint import blueprint
from survey_app.postoffice.ledger_fields import CorrectionFields, ReasonFields
from survey_app.tables import Form, FormState
from survey_app.web import form_state_words
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext


@blueprint.route("/phieu/<text>")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def form(text: str) -> str:
    """Show the state and the history of one form."""
    return _form(_find(text), CorrectionFields().offer(), ReasonFields())


@blueprint.route("/phieu/<text>/dinh-chinh", methods=["POST"])
@allow(CLERK, COORDINATOR)
def correct(text: str) -> Answer:
    """Correct a mistake in the ledger by a new line."""
    found, fields = _find(text), CorrectionFields().offer()
    if not fields.validate_on_submit():
        return _form(found, fields, ReasonFields(formdata=None)), 422
    movements.correct(database(), found, FormState(fields.to.data), stamp=stamp(), reason=fields.reason.data)
    database().commit()
    flash(gettext("Đã đính chính. Dòng cũ vẫn còn trong sổ."), "good")
    return redirect(url_for("postoffice.form", text=text), 303)


@blueprint.route("/phieu/<text>/thay", methods=["POST"])
@allow(CLERK, COORDINATOR)
def substitute(text: str) -> Answer:
    """Replace a form that has no answer by the next reserve."""
    found, fields = _find(text), ReasonFields()
    if not fields.validate_on_submit():
        return _form(found, CorrectionFields(formdata=None).offer(), fields), 422
    try:
        reserve = substitutions.substitute(database(), found, stamp=stamp(), reason=fields.reason.data)
    except AppError as error:
        database().rollback()
        again = CorrectionFields(formdata=None).offer()
        return _form(_find(text), again, fields, problem=spoken(error)), error.status
    database().commit()
    flash(
        gettext("Phiếu dự phòng %(number)s thay cho phiếu này.", number=number.write(reserve.serial)), "good"
    )
    return redirect(url_for("postoffice.form", text=number.write(reserve.serial)), 303)


def _find(text: str) -> Form:
    found = forms.find_form(database(), text)
    require_office(account(), found.batch.office_id)
    return found


def _form(found: Form, correction: CorrectionFields, reserve: ReasonFields, *, problem: str = "") -> str:
    return render_template(
        "postoffice/form.html",
        form=found,
        number=number.write(found.serial),
        history=ledger.history(database(), found),
        substitutions=substitutions.of_form(database(), found),
        lacks_last_stratum=substitutions.lacks_last_stratum(found),
        write=number.write,
        state=form_state_words.state,
        correction=correction,
        reserve=reserve,
        problem=problem,
    )
