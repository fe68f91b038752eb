"""Views of the post office's batches and of its ledger of forms."""

from flask import flash, redirect, render_template, request, session, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as HttpAnswer

from print import number
from survey_app.accounts.signed_in import account, stamp
from survey_app.errors import AppError
from survey_app.fieldwork import forms, ledger, movements, substitutions
from survey_app.keying import workload
from survey_app.people.accounts import require_office
from survey_app.postoffice.blueprint import blueprint
from survey_app.postoffice.ledger_fields import CorrectionFields, LedgerFields, ReasonFields
from survey_app.tables import Batch, Form, FormState
from survey_app.web import form_state_words
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext

LAST = 8


@blueprint.route("/")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def home() -> str:
    """Show this office's batches, their counts, and the forms that wait to be keyed."""
    wave = current_wave()
    mine = {batch.id for batch in movements.batches(database(), wave, account())}
    balances = [balance for balance in ledger.balances(database(), wave) if balance.batch.id in mine]
    return render_template(
        "postoffice/home.html",
        wave=wave,
        balances=balances,
        total=ledger.total(balances),
        waiting=workload.waiting(database(), wave, user=account()),
        substitutions=substitutions.of_wave(database(), wave, account()),
        write=number.write,
        rates=[] if account().role == CLERK else workload.rates(database(), wave),
        columns=form_state_words.COLUMNS,
        state=form_state_words.state,
    )


@blueprint.route("/lo/<int:batch_number>")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def batch(batch_number: int) -> str:
    """Show the forms of one batch: the hand-out list."""
    found = _batch(batch_number)
    return render_template(
        "postoffice/batch.html", batch=found, state=form_state_words.state, write=number.write
    )


@blueprint.route("/lo/<int:batch_number>/giao", methods=["POST"])
@allow(COORDINATOR, DEPARTMENT)
def issue(batch_number: int) -> HttpAnswer:
    """Record that a batch was handed to its post office."""
    moved = movements.issue_batch(database(), _batch(batch_number), stamp=stamp())
    database().commit()
    flash(gettext("Đã giao %(count)d phiếu cho bưu cục.", count=moved), "good")
    return redirect(
        url_for("postoffice.batch", batch_number=batch_number, dot=request.values.get("dot")), 303
    )


@allow(CLERK, COORDINATOR)
def ledger_page() -> str:
    """Show the fields for recording movements."""
    fields = LedgerFields(to=request.args.get("to", FormState.RETURNED.value)).offer()
    return _ledger(fields)


@blueprint.route("/so", methods=["POST"])
@allow(CLERK, COORDINATOR)
def record() -> Answer:
    """Record each number; those that are refused stay in the field with the reason."""
    fields = LedgerFields().offer()
    if not fields.validate_on_submit():
        return _ledger(fields), 422
    done, refused = _record_all(fields)
    session["recorded"] = ([[text, fields.to.data] for text in reversed(done)] + session.get("recorded", []))[
        :LAST
    ]
    if refused:
        fields.numbers.data = " ".join(text for text, _ in refused)
        return _ledger(fields, refused=refused), 422
    flash(gettext("Đã ghi %(count)d phiếu.", count=len(done)), "good")
    return redirect(url_for("postoffice.ledger", to=fields.to.data, dot=request.values.get("dot")), 303)


def _record_all(fields: LedgerFields) -> tuple[list[str], list[tuple[str, str]]]:
    done: list[str] = []
    refused: list[tuple[str, str]] = []
    wave, to = current_wave(), FormState(fields.to.data)
    for text in fields.numbers.data.replace(",", " ").split():
        try:
            form = forms.find_form(database(), text, wave=wave)
            movements.record(database(), form, to, stamp=stamp(), reason=fields.reason.data or None)
            database().commit()
        except AppError as error:
            database().rollback()
            refused.append((text, spoken(error)))
        else:
            done.append(number.write(form.serial))
    return done, refused


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


def _batch(batch_number: int) -> Batch:
    wave = current_wave()
    query = select(Batch).where(Batch.wave_id == wave.id, Batch.number == batch_number)
    found = database().scalars(query).one_or_none()
    if found is None:
        raise NotFound
    require_office(account(), found.office_id)
    return found


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
        write=number.write,
        state=form_state_words.state,
        correction=correction,
        reserve=reserve,
        problem=problem,
    )


def _ledger(fields: LedgerFields, refused: list[tuple[str, str]] | None = None) -> str:
    recorded = [(text, form_state_words.state(FormState(to))) for text, to in session.get("recorded", [])]
    return render_template(
        "postoffice/ledger.html", fields=fields, refused=refused or [], recorded=recorded, wave=current_wave()
    )


blueprint.add_url_rule("/so", "ledger", ledger_page)
