"""Views to sign in, sign out and change one's password."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as HttpAnswer

from survey_app.accounts.password_fields import PasswordFields, SignInFields
from survey_app.accounts.signed_in import SignedIn, account, stamp
from survey_app.errors import AppError
from survey_app.people import accounts, authentication
from survey_app.web.access import CLERK, COORDINATOR, allow, public
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, now
from survey_app.web.security import limiter
from survey_app.web.translation import gettext, local_path

blueprint = Blueprint("accounts", __name__, url_prefix="/tai-khoan", template_folder="templates")

TOO_MANY_PASSWORDS = "30 per 15 minutes"


def home(role: str) -> str:
    """Return the address at which a role starts its work."""
    return url_for("postoffice.home" if role in {CLERK, COORDINATOR} else "department.home")


@blueprint.route("/dang-nhap")
@public
def sign_in() -> Answer:
    """Show the sign-in form."""
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next"), home(current_user.role)), 303)
    return _form(SignInFields())


def check_password() -> Answer:
    """Sign in and redirect to the page that was asked for."""
    fields = SignInFields()
    if not fields.validate_on_submit():
        return _form(fields), 422
    try:
        user = authentication.sign_in(database(), fields.name.data, fields.password.data, now=now())
    except AppError as error:
        return _form(fields, problem=spoken(error)), error.status
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    login_user(SignedIn(user))
    return redirect(local_path(request.args.get("next"), home(user.role.value)), 303)


blueprint.add_url_rule(
    "/dang-nhap",
    "check_password",
    public(
        limiter.limit(TOO_MANY_PASSWORDS, deduct_when=lambda answer: answer.status_code == 401)(
            check_password
        )
    ),
    methods=["POST"],
)


@blueprint.route("/dang-xuat", methods=["POST"])
@public
def sign_out() -> HttpAnswer:
    """Sign out and forget the session."""
    logout_user()
    session.clear()
    flash(gettext("Đã đăng xuất."), "good")
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.route("/mat-khau")
@allow()
def password() -> Answer:
    """Show the form for a new password."""
    return render_template("accounts/password.html", fields=PasswordFields(), problem=None)


@blueprint.route("/mat-khau", methods=["POST"])
@allow()
def change_password() -> Answer:
    """Change the password; other sign-ins of this account end."""
    fields = PasswordFields()
    if not fields.validate_on_submit():
        return render_template("accounts/password.html", fields=fields, problem=None), 422
    try:
        user = authentication.sign_in(database(), account().name, fields.password_before.data, now=now())
        accounts.set_password(database(), user, fields.password.data, stamp=stamp())
        database().commit()
    except AppError as error:
        return render_template("accounts/password.html", fields=fields, problem=spoken(error)), error.status
    login_user(SignedIn(user))
    flash(gettext("Đã đổi mật khẩu."), "good")
    return redirect(home(user.role.value), 303)


def _form(fields: SignInFields, problem: str | None = None) -> str:
    return render_template(
        "accounts/sign_in.html", fields=fields, problem=problem, next=request.args.get("next")
    )
