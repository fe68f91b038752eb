"""Views of the accounts, which only the department opens and closes."""

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from survey_app.accounts.signed_in import account, stamp
from survey_app.department.blueprint import blueprint
from survey_app.department.oversight.oversight_fields import NewPasswordFields, UserFields
from survey_app.errors import AppError
from survey_app.people import accounts
from survey_app.tables import PostOffice, Role, User
from survey_app.web.access import DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, survey
from survey_app.web.translation import gettext, say


@allow(DEPARTMENT)
def user_list() -> str:
    """List all accounts, with the fields of a new one."""
    return _page(_offer(UserFields(formdata=None)))


@blueprint.route("/tai-khoan", methods=["POST"])
@allow(DEPARTMENT)
def add_user() -> Answer:
    """Open an account."""
    fields = _offer(UserFields())
    if not fields.validate_on_submit():
        return _page(fields), 422
    office = database().get(PostOffice, int(fields.office.data)) if fields.office.data else None
    new = accounts.NewUser(fields.name.data, fields.full_name.data, Role(fields.role.data), office)
    try:
        accounts.add_user(database(), new, fields.password.data, stamp=stamp())
    except AppError as error:
        database().rollback()
        return _page(fields, problem=spoken(error)), error.status
    database().commit()
    flash(gettext("Đã mở tài khoản."), "good")
    return redirect(url_for("department.users"), 303)


@blueprint.route("/tai-khoan/<int:user_id>/dong", methods=["POST"])
@allow(DEPARTMENT)
def close_user(user_id: int) -> Answer:
    """Close an account; what it did stays in the ledger."""
    user = _user(user_id)
    if user.id == account().id:
        flash(gettext("Không thể đóng tài khoản của chính mình."), "near")
    else:
        accounts.deactivate(database(), user, stamp=stamp())
        database().commit()
        flash(gettext("Đã đóng tài khoản."), "good")
    return redirect(url_for("department.users"), 303)


@blueprint.route("/tai-khoan/<int:user_id>/mat-khau", methods=["POST"])
@allow(DEPARTMENT)
def new_password(user_id: int) -> Answer:
    """Give an account a new password; its sign-ins end."""
    user, fields = _user(user_id), NewPasswordFields()
    if not fields.validate_on_submit():
        flash(fields.problems().get("password", ""), "bad")
        return redirect(url_for("department.users"), 303)
    accounts.set_password(database(), user, fields.password.data, stamp=stamp())
    database().commit()
    flash(gettext("Đã đặt mật khẩu mới cho %(name)s.", name=user.full_name), "good")
    return redirect(url_for("department.users"), 303)


def role(which: Role) -> str:
    """Return the name of a role."""
    return {
        Role.DEPARTMENT: say(survey().owner.organisation),
        Role.SUPERVISOR: gettext("Giám sát (chỉ xem)"),
        Role.COORDINATOR: gettext("Điều phối (bưu điện tỉnh)"),
        Role.CLERK: gettext("Nhập liệu (bưu cục)"),
        Role.MACHINE: gettext("Máy quét"),
    }[which]


def _offer(fields: UserFields) -> UserFields:
    fields.role.choices = [(one.value, role(one)) for one in Role if one is not Role.MACHINE]
    offices = database().scalars(select(PostOffice).order_by(PostOffice.name))
    fields.office.choices = [
        ("", gettext("– không thuộc bưu cục –")),
        *((str(one.id), one.name) for one in offices),
    ]
    return fields


def _user(user_id: int) -> User:
    user = database().get(User, user_id)
    if user is None or user.role is Role.MACHINE:
        raise NotFound
    return user


def _page(fields: UserFields, problem: str | None = None) -> str:
    users = database().scalars(select(User).where(User.role != Role.MACHINE).order_by(User.name)).all()
    return render_template(
        "department/oversight/users.html",
        users=users,
        fields=fields,
        role=role,
        problem=problem,
        me=account().id,
    )


blueprint.add_url_rule("/tai-khoan", "users", user_list)
