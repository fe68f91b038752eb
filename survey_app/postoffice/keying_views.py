"""Views of the keying screen."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as HttpAnswer

from print import number
from questionnaires import answers
from questionnaires.answers import CONFIRMED, Answers, Problem
from survey_app.accounts.signed_in import account, stamp
from survey_app.errors import AppError
from survey_app.fieldwork import forms
from survey_app.keying import keying, turns
from survey_app.people.roles import require_office
from survey_app.postoffice import keying_rows
from survey_app.postoffice.blueprint import blueprint
from survey_app.tables import Form, Keying, KeyingTurn, Wave
from survey_app.waves import catalogue
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.http_errors import spoken, wants_json
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext, say


@blueprint.route("/nhap")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def key() -> str:
    """Show an empty keying screen."""
    return _screen(current_wave(), MultiDict(request.args))


@blueprint.route("/nhap/so/<text>")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def look_up(text: str) -> HttpAnswer:
    """Return whether this person may key the form with this number, and its turn, as JSON."""
    task = turns.open_form(database(), text, wave=current_wave(), user=account())
    return jsonify(number=number.write(task.form.serial), turn=_turn(task.turn))


@blueprint.route("/nhap", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def save_keying() -> Answer:
    """Save one keying; a repeated request is acknowledged again and saved once."""
    wave = current_wave()
    questionnaire = catalogue.questionnaire(wave)
    raw = keying_rows.keyed(questionnaire, request.form)
    try:
        form = forms.find_form(database(), request.form.get("number", ""), wave=wave)
        require_office(account(), form.batch.office_id)
        confirmed = frozenset(request.form.getlist(CONFIRMED))
        checked = answers.read(questionnaire, raw, source="paper", confirmed=confirmed)
        if checked.answers is None or checked.problems:
            return _ask_to_confirm(wave, checked.problems, hard=checked.answers is None)
        acknowledgement = _keep(form, checked.answers)
    except AppError as error:
        return _refused(wave, error)
    if wants_json():
        return jsonify(message=acknowledgement, number=number.write(form.serial))
    flash(acknowledgement, "good")
    return redirect(url_for("postoffice.key", dot=wave.code), 303)


def _keep(form: Form, read: Answers) -> str:
    """Save a keying and return the message to its keyer."""
    shown = number.write(form.serial)
    own_keying = select(Keying).where(Keying.form_id == form.id, Keying.keyer_id == account().id)
    before = database().scalars(own_keying).one_or_none()
    if before is not None and before.codes == read.codes:
        return gettext("Phiếu %(number)s đã được giữ từ lần gửi trước.", number=shown)
    outcome = keying.key(database(), form, read, stamp=stamp())
    match outcome.status:
        case keying.Status.ACCEPTED:
            return gettext("Đã nhận phiếu %(number)s.", number=shown)
        case keying.Status.NEEDS_SECOND:
            return gettext("Đã giữ phiếu %(number)s; người khác sẽ nhập lần hai.", number=shown)
        case keying.Status.DIFFERS:
            return gettext("Đã giữ phiếu %(number)s; hai lần nhập có chỗ khác, chờ phân xử.", number=shown)


def _ask_to_confirm(wave: Wave, problems: tuple[Problem, ...], *, hard: bool) -> Answer:
    """Ask the keyer to compare with the paper; saving once more confirms soft problems."""
    if wants_json():
        listed = [
            {"item": one.item, "key": one.key, "soft": one.level == "soft", "message": say(one.message)}
            for one in problems
        ]
        return jsonify(error=gettext("Hãy so lại với phiếu giấy."), problems=listed), 422
    return _screen(wave, request.form, problems=problems, hard=hard), 422


def _refused(wave: Wave, error: AppError) -> Answer:
    database().rollback()
    if wants_json():
        return jsonify(error=spoken(error)), error.status
    return _screen(wave, request.form, refusal=spoken(error)), error.status


def _screen(
    wave: Wave,
    typed: MultiDict[str, str],
    *,
    problems: tuple[Problem, ...] = (),
    hard: bool = False,
    refusal: str | None = None,
) -> str:
    questionnaire = catalogue.questionnaire(wave)
    raw = keying_rows.keyed(questionnaire, typed)
    wrong = {problem.item: say(problem.message) for problem in problems}
    soft = {problem.key for problem in problems if problem.level == "soft"}
    return render_template(
        "postoffice/key.html",
        wave=wave,
        blocks=keying_rows.blocks(questionnaire, raw, wrong),
        runs=keying_rows.runs,
        number=typed.get("number", ""),
        wrong=[(item, say(questionnaire.items[item].text), message) for item, message in wrong.items()],
        confirmed=sorted(soft | set(typed.getlist(CONFIRMED))),
        hard=hard,
        refusal=refusal,
        keyer=account().id,
        kinds=keying_rows.keyed_kinds(),
        key_table=keying_rows.key_table(),
        damm=" ".join(number.DAMM),
    )


def _turn(turn: KeyingTurn) -> str:
    return {
        KeyingTurn.FIRST: gettext("Nhập lần một."),
        KeyingTurn.SECOND: gettext("Nhập lần hai: không xem lần một."),
        KeyingTurn.ADJUDICATION: gettext("Hai lần nhập khác nhau: mở trang Phân xử."),
    }[turn]
