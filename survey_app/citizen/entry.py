"""Views to open a form by its access code and to forget it on this device."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response as HttpAnswer
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from survey_app.citizen import rendering, ticket
from survey_app.citizen.blueprint import blueprint
from survey_app.errors import AppError
from survey_app.fieldwork import forms
from survey_app.web.access import public
from survey_app.web.answers import Answer
from survey_app.web.form_fields import FormFields, tidy
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database
from survey_app.web.security import limiter
from survey_app.web.translation import gettext

TOO_MANY_CODES = "20 per 15 minutes; 100 per day"


class CodeFields(FormFields):
    """The code printed on the form."""

    code = StringField(filters=[tidy], validators=[InputRequired(), Length(max=40)])


@blueprint.route("/")
@public
def start() -> str:
    """Show the page that asks for the access code."""
    return rendering.start()


@blueprint.route("/p/<code>")
@public
def from_qr(code: str) -> str:
    """Show the code field filled in from the QR code; a phone that previews the address opens nothing."""
    return rendering.start(code=code[:40])


def enter() -> Answer:
    """Open the form of the code that was typed."""
    fields = CodeFields()
    if not fields.validate_on_submit():
        return rendering.start(problem=gettext("Hãy nhập mã in trên phiếu.")), 422
    try:
        form = forms.find_by_code(database(), fields.code.data)
    except AppError as error:
        return rendering.start(code=fields.code.data, problem=spoken(error)), error.status
    session.pop("receipt", None)
    session["ticket"] = ticket.issue(form.id).sign()
    return redirect(url_for("citizen.go_on"), 303)


# Only wrong codes count, so that a commune behind one address is not locked out by answering.
blueprint.add_url_rule(
    "/",
    "enter",
    public(limiter.limit(TOO_MANY_CODES, deduct_when=lambda answer: answer.status_code in {404, 422})(enter)),
    methods=["POST"],
)


@blueprint.route("/phieu/xong", methods=["POST"])
@public
def leave() -> HttpAnswer:
    """Forget this form on this device, for the next person who uses it."""
    session.pop("receipt", None)
    session.pop("ticket", None)
    return redirect(url_for("citizen.start"), 303)
