"""Views to change what a wave says on its forms and letters."""

from flask import flash, redirect, render_template, url_for
from werkzeug.datastructures import MultiDict

from survey_app.accounts.signed_in import stamp
from survey_app.department.blueprint import blueprint
from survey_app.department.waves.notice_fields import NoticeFields
from survey_app.errors import SPOKEN_ERRORS, AppError
from survey_app.surveys.notice import as_typed, from_typed
from survey_app.tables import Wave
from survey_app.waves import catalogue, notices
from survey_app.web.access import DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext


@blueprint.route("/dot/<code>/loi-in")
@allow(DEPARTMENT)
def notice(code: str) -> str:
    """Show what a wave says, to be changed until it closes."""
    found = catalogue.find(database(), code)
    return _page(found, NoticeFields(MultiDict(as_typed(notices.of_wave(found)))))


@blueprint.route("/dot/<code>/loi-in", methods=["POST"])
@allow(DEPARTMENT)
def change_notice(code: str) -> Answer:
    """Change what a wave says; forms that are printed already stay as they are."""
    found = catalogue.find(database(), code)
    fields = NoticeFields()
    if not fields.validate_on_submit():
        return _page(found, fields), 422
    typed = {name: str(field.data or "") for name, field in fields._fields.items() if name != "csrf_token"}
    try:
        notices.change(database(), found, from_typed(typed), stamp=stamp())
    except SPOKEN_ERRORS as error:
        database().rollback()
        status = error.status if isinstance(error, AppError) else 422
        return _page(catalogue.find(database(), code), fields, spoken(error)), status
    database().commit()
    flash(gettext("Đã lưu lời in trên phiếu và thư. Phiếu đã in thì không đổi; hãy in lại nếu cần."), "good")
    return redirect(url_for("department.wave", code=code), 303)


def _page(found: Wave, fields: NoticeFields, problem: str = "") -> str:
    return render_template(
        "department/waves/notice.html", wave=found, fields=fields, problem=problem, wrong=fields.problems()
    )
