"""Views of the question pages, the review and the receipt."""

from flask import flash, redirect, render_template, request, session, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as HttpAnswer

from questionnaires.answers import CONFIRMED
from survey_app.citizen import answering, rendering, ticket
from survey_app.citizen import review as review_pages
from survey_app.citizen.blueprint import blueprint
from survey_app.citizen.instrument import Instrument, instrument_for, instrument_of
from survey_app.citizen.pages import Page
from survey_app.collection import drafts
from survey_app.collection.collect import AlreadyAnsweredError, accept
from survey_app.tables import Form, FormState, Mode
from survey_app.waves import keys
from survey_app.web.access import public
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, reading, today
from survey_app.web.translation import current_language, gettext, say


@blueprint.route("/phieu")
@public
def go_on() -> HttpAnswer:
    """Redirect to the first page without answers, or to the review."""
    form = _form_of_session()
    if form is None:
        return _ask_for_code()
    instrument = instrument_of(form.wave)
    return _redirect_to(answering.resume(instrument, answering.saved(database(), form)))


@blueprint.route("/phieu/<page_id>")
@public
def show_page(page_id: str) -> Answer:
    """Show one page of questions with what is saved of it."""
    form = _form_of_session()
    if form is None:
        return _ask_for_code()
    instrument = instrument_of(form.wave)
    page = _page(instrument, page_id)
    return rendering.page(instrument, page, answering.saved(database(), form), ticket=session["ticket"])


@blueprint.route("/phieu/<page_id>", methods=["POST"])
@public
def save_page(page_id: str) -> Answer:
    """Save one page as typed; go where the pressed button says when nothing is wrong."""
    held = ticket.read(request.form.get("ticket"))
    form = None if held is None else database().get(Form, held.form_id)
    if held is None or form is None:
        return _ask_for_code()
    session["ticket"] = held.sign()
    if form.state is FormState.ACCEPTED:
        return _already_sent()
    # Nothing is kept of a wave whose drafts were erased: this refuses (410) when it is closed.
    keys.key_of(form.wave)
    instrument = instrument_of(form.wave)
    return _save(form, instrument, _page(instrument, page_id))


def _save(form: Form, instrument: Instrument, page: Page) -> Answer:
    before = answering.saved(database(), form)
    posted = request.form.to_dict(flat=False)
    typed = answering.typed_on(page, posted)
    confirmed = frozenset(posted.get(CONFIRMED, ()))
    try:
        version = answering.save(
            database(),
            form,
            page,
            typed,
            confirmed=confirmed,
            version=request.form.get("version", 0, int),
            today=today(),
        )
    except drafts.DraftConflictError as conflict:
        return rendering.conflict(
            instrument, page, before.with_page(page, typed, conflict.saved.version), conflict
        ), 409
    return _next_step(instrument, page, before.with_page(page, typed, version), confirmed)


def _next_step(instrument: Instrument, page: Page, now: answering.Saved, confirmed: frozenset[str]) -> Answer:
    go = request.form.get("go", "on")
    if go == "language":
        session["language"] = "vi" if current_language() == "en" else "en"
        return _redirect_to(page)
    if go == "back":
        return _redirect_to(answering.adjoining_page(instrument, page, now.raw, -1) or page)
    problems = answering.problems_on(instrument, page, now.raw, confirmed=confirmed | now.confirmed)
    if problems:
        return rendering.page(instrument, page, now, problems=problems), 422
    following = answering.adjoining_page(instrument, page, now.raw, 1)
    return _redirect_to(following)


@blueprint.route("/phieu/xem-lai")
@public
def review() -> Answer:
    """Show every answer before it is sent."""
    form = _form_of_session()
    if form is None:
        return _ask_for_code()
    return review_pages.show(
        instrument_of(form.wave), answering.saved(database(), form), ticket=session["ticket"]
    )


@blueprint.route("/phieu/gui", methods=["POST"])
@public
def send() -> Answer:
    """Accept what the review page showed: once, however often it is sent."""
    held = ticket.read(request.form.get("ticket"))
    # The answers are checked before anything is locked.
    with reading() as database_session:
        instrument = None if held is None else instrument_for(database_session, held.form_id)
    if held is None or instrument is None:
        return _ask_for_code()
    carried = review_pages.carried_back(instrument, request.form.to_dict(flat=False))
    checked = review_pages.check(instrument, carried)
    if checked.answers is None:
        return review_pages.show(instrument, carried, ticket=held.sign(), problems=checked.problems), 422
    try:
        receipt = accept(
            database(),
            database().get_one(Form, held.form_id),
            checked.answers,
            mode=Mode.WEB,
            submission_id=held.submission_id,
            today=today(),
        )
    except AlreadyAnsweredError as error:
        return rendering.refused(spoken(error)), error.status
    session.pop("ticket", None)
    session["receipt"] = [receipt.reference, say(instrument.questionnaire.closing)]
    return redirect(url_for("citizen.show_receipt"), 303)


@blueprint.route("/phieu/bien-nhan")
@public
def show_receipt() -> Answer:
    """Show the reference of what was just sent; reloading changes nothing."""
    if "receipt" not in session:
        return _ask_for_code()
    reference, closing = session["receipt"]
    return render_template("citizen/receipt.html", reference=reference, closing=closing)


@blueprint.errorhandler(CSRFError)
def stale(_error: CSRFError) -> Answer:
    """Show the same page again with everything typed and a fresh token: the session had expired."""
    held = ticket.read(request.form.get("ticket"))
    form = None if held is None else database().get(Form, held.form_id)
    if request.endpoint == "citizen.enter":
        return rendering.start(code=request.form.get("code", "")[:40], problem=_expired_message()), 400
    if held is None or form is None:
        return _ask_for_code()
    instrument = instrument_of(form.wave)
    posted = request.form.to_dict(flat=False)
    if request.endpoint == "citizen.save_page" and request.view_args:
        page = _page(instrument, request.view_args["page_id"])
        typed = answering.typed_on(page, posted)
        now = answering.saved(database(), form).with_page(page, typed, request.form.get("version", 0, int))
        return rendering.page(instrument, page, now, ticket=held.sign(), stale=True), 400
    carried = review_pages.carried_back(instrument, posted)
    return review_pages.show(instrument, carried, ticket=held.sign(), stale=True), 400


def _expired_message() -> str:
    return gettext("Trang đã mở quá lâu. Mã vẫn còn ở dưới, xin bấm nút lần nữa.")


def _form_of_session() -> Form | None:
    """Return the form this browser is answering, when it still can be answered."""
    held = ticket.read(session.get("ticket"))
    form = None if held is None else database().get(Form, held.form_id)
    return form if form is not None and form.state is not FormState.ACCEPTED and form.wave.is_open else None


def _page(instrument: Instrument, page_id: str) -> Page:
    page = instrument.page(page_id)
    if page is None:
        raise NotFound
    return page


def _redirect_to(page: Page | None) -> HttpAnswer:
    if page is None:
        return redirect(url_for("citizen.review"), 303)
    return redirect(url_for("citizen.show_page", page_id=page.id), 303)


def _ask_for_code() -> HttpAnswer:
    if "receipt" in session:
        return redirect(url_for("citizen.show_receipt"), 303)
    flash(gettext("Hãy nhập mã in trên phiếu để mở hoặc trả lời tiếp."), "near")
    return redirect(url_for("citizen.start"), 303)


def _already_sent() -> HttpAnswer:
    session.pop("ticket", None)
    flash(gettext("Phiếu này đã gửi rồi, nên thay đổi ở trang vừa rồi không được ghi."), "near")
    return redirect(url_for("citizen.show_receipt" if "receipt" in session else "citizen.start"), 303)
