"""In by the code on the form, out by forgetting it on this device."""

from flask import redirect, session, url_for
from werkzeug.wrappers import Response as HttpAnswer

from survey_app import forms
from survey_app.access import public
from survey_app.citizen import showing, ticket
from survey_app.citizen.blueprint import Answer, blueprint
from survey_app.citizen.fields import CodeFields
from survey_app.errors import AppError
from survey_app.http_errors import spoken
from survey_app.request_scope import database
from survey_app.security import limiter
from survey_app.translation import gettext

TOO_MANY_CODES = "20 per 15 minutes; 100 per day"


@blueprint.route("/")
@public
def start() -> str:
    """Ask for the code on the form."""
    return showing.start()


@blueprint.route("/p/<code>")
@public
def from_qr(code: str) -> str:
    """Ask for the code, filled in by the QR code; a phone that looks ahead at the address opens nothing."""
    return showing.start(code=code[:40])


def enter() -> Answer:
    """Open the form of the code that was typed."""
    fields = CodeFields()
    if not fields.validate_on_submit():
        return showing.start(problem=gettext("Hãy nhập mã in trên phiếu.")), 422
    try:
        form = forms.find_by_code(database(), fields.code.data)
    except AppError as error:
        return showing.start(code=fields.code.data, problem=spoken(error)), error.status
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
