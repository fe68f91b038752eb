"""Views of scanned rows: the review of one row, its pictures, and the contact sheet of rows read alike."""

from pathlib import Path

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as HttpAnswer

from print import number
from questionnaires.answers import clean_text
from survey_app.accounts.signed_in import account, stamp
from survey_app.postoffice import scan_page_words, scan_row_advice, scan_row_words
from survey_app.postoffice.blueprint import blueprint
from survey_app.scanning import review_queue
from survey_app.tables import ScanRow
from survey_app.waves import catalogue
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.request_scope import database
from survey_app.web.translation import gettext


@blueprint.route("/quet/soat")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def review_row() -> Answer:
    """Show the next row that waits, or the one named by ``dong`` to decide it again."""
    wave = current_wave()
    before = request.args.get("sau", 0, type=int)
    named = request.args.get("dong", 0, type=int)
    task = review_queue.next_row(database(), wave, user=account(), after=before)
    row = task.row if task is not None else None
    if named:
        row = review_queue.find(database(), named, user=account())
    if row is None:
        flash(gettext("Không còn dòng nào phải soát."), "good")
        return redirect(url_for("postoffice.scans", dot=wave.code), 303)
    questionnaire = catalogue.questionnaire(wave)
    return render_template(
        "postoffice/scan_row.html",
        wave=wave,
        row=row,
        waiting=0 if task is None else task.waiting,
        question=scan_row_words.question(questionnaire, row.item),
        choices=scan_row_words.choices(questionnaire, row),
        # A known row must look like any other, so it gives no hint at all.
        suggest=row.suggest if row.code is None else None,
        advice=scan_row_advice.advice(questionnaire, row),
        guess=scan_row_advice.guess(row),
        warned=scan_page_words.on_page(row.page.warned),
        before=before,
        number=number.write(row.page.form.serial),
    )


@blueprint.route("/quet/soat/<int:row_id>", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def record_row(row_id: int) -> HttpAnswer:
    """Record the answer a person reads on a row, with what is written in its box or beside it; go on to the next."""
    row = review_queue.find(database(), row_id, user=account())
    code = request.form.get("code", -1, type=int)
    text = clean_text(request.form.get("text", "")) if row.ink or code == 0 else ""
    review_queue.decide(database(), row, code, stamp=stamp(), text=text)
    return redirect(url_for("postoffice.review_row", dot=row.page.form.wave.code, sau=row.id), 303)


@blueprint.route("/quet/anh/<int:row_id>")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def row_picture(row_id: int) -> HttpAnswer:
    """Send the picture of one row, its whole band."""
    from print.scanning.page.upright import cut

    row = review_queue.find(database(), row_id, user=account())
    x, y, wide, high = row.crop
    return current_app.response_class(cut(_picture(row), (x, y, wide, high)), mimetype="image/png")


@blueprint.route("/quet/trang/<int:row_id>")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def page_picture(row_id: int) -> HttpAnswer:
    """Send the picture of the whole page a row stands on."""
    row = review_queue.find(database(), row_id, user=account())
    return current_app.response_class(_picture(row), mimetype="image/jpeg")


def _picture(row: ScanRow) -> bytes:
    try:
        return Path(row.page.picture).read_bytes()
    except FileNotFoundError:
        abort(404)


@blueprint.route("/quet/bang-anh")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def contact_sheet() -> str:
    """Show rows that were read as the same answer side by side, for comparison."""
    wave = current_wave()
    item, code = request.args.get("cau", ""), request.args.get("ma", 0, type=int)
    after = request.args.get("sau", 0, type=int)
    shown = review_queue.contact_sheet(database(), wave, user=account(), item=item, code=code, after=after)
    questionnaire = catalogue.questionnaire(wave)
    return render_template(
        "postoffice/contact_sheet.html",
        wave=wave,
        item=item,
        code=code,
        question=scan_row_words.question(questionnaire, item),
        answer=scan_row_words.label(questionnaire, shown[0], code) if shown else "",
        shown=shown,
        more=len(shown) == review_queue.SHEET,
        write=number.write,
    )


@blueprint.route("/quet/bang-anh", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def doubt_rows() -> HttpAnswer:
    """Send the rows that look odd to the queue."""
    ids = request.form.getlist("row", type=int)[: review_queue.SHEET]
    rows = [review_queue.find(database(), row_id, user=account()) for row_id in ids]
    sent = review_queue.doubt(database(), rows, stamp=stamp())
    flash(gettext("Đã chuyển %(n)s dòng sang danh sách phải soát.", n=sent), "good")
    return redirect(url_for("postoffice.scans", dot=current_wave().code), 303)
