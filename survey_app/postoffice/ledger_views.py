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
from survey_app.people.roles import require_office
from survey_app.postoffice.blueprint import blueprint
from survey_app.postoffice.ledger_fields import LedgerFields, numbers_in
from survey_app.tables import Batch, FormState
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
    if not moved:
        raise AppError(
            f"Lô {batch_number} không còn phiếu nào chờ giao: đã ghi giao hết trước đây. Không cần ghi nữa.",
            f"Batch {batch_number} has no form left to hand over: all were recorded before. Nothing is to be done.",
            status=409,
        )
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
    for text in numbers_in(fields.numbers.data):
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


def _batch(batch_number: int) -> Batch:
    wave = current_wave()
    query = select(Batch).where(Batch.wave_id == wave.id, Batch.number == batch_number)
    found = database().scalars(query).one_or_none()
    if found is None:
        raise NotFound
    require_office(account(), found.office_id)
    return found


def _ledger(fields: LedgerFields, refused: list[tuple[str, str]] | None = None) -> str:
    recorded = [(text, form_state_words.state(FormState(to))) for text, to in session.get("recorded", [])]
    return render_template(
        "postoffice/ledger.html", fields=fields, refused=refused or [], recorded=recorded, wave=current_wave()
    )


blueprint.add_url_rule("/so", "ledger", ledger_page)
