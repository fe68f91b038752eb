"""Views of the review desk: upload of scans, review of rows, keying by machine."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import abort, current_app, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as HttpAnswer

from print import number
from questionnaires.answers import clean_text
from survey_app.accounts.signed_in import account, stamp
from survey_app.errors import AppError
from survey_app.postoffice import scan_page_words, scan_row_words
from survey_app.postoffice.blueprint import blueprint
from survey_app.scanning import intake, release, review_queue
from survey_app.tables import ScanRow
from survey_app.waves import catalogue
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.http_errors import spoken, wants_json
from survey_app.web.request_scope import database
from survey_app.web.security import accept_upload
from survey_app.web.translation import gettext


@blueprint.url_value_preprocessor
def raise_upload_limit(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Allow larger requests for scans; this runs before anything reads the body."""
    if endpoint == "postoffice.take_scans":
        accept_upload()


@blueprint.route("/quet")
@allow(CLERK, COORDINATOR, DEPARTMENT)
def scans() -> str:
    """Show the desk: pages that came in, rows that wait, and how often people and machine disagree."""
    wave = current_wave()
    task = review_queue.next_row(database(), wave, user=account())
    return render_template(
        "postoffice/scans.html",
        wave=wave,
        waiting=0 if task is None else task.waiting,
        ready=release.ready(database(), wave, user=account()),
        lacking=release.lacking(database(), wave, user=account()),
        measure=review_queue.measure(database(), wave),
        values=review_queue.values(database(), wave, user=account()),
        short=scan_row_words.short,
        write=number.write,
    )


@blueprint.route("/quet", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def take_scans() -> Answer:
    """Read the files of one upload; each file's pages are counted, and those to key by hand are named."""
    wave = current_wave()
    sent = [file for file in request.files.getlist("files") if file.filename]
    try:
        if not sent:
            raise AppError(
                "Chưa chọn tệp quét nào: hãy chọn tệp PDF, TIFF, PNG hoặc JPEG.",
                "No scan was chosen: choose PDF, TIFF, PNG or JPEG files.",
            )
        result = _take_in(sent)
    except AppError as error:
        if wants_json():
            return jsonify(error=spoken(error)), error.status
        raise
    message = gettext(
        "Đã đọc %(n)s trang; %(again)s trang đã có từ trước.", n=result.pages, again=result.again
    )
    beware = [*map(scan_page_words.by_hand, result.by_hand), *scan_page_words.warned(result)]
    if wants_json():
        return jsonify(message=message, beware=beware)
    for sentence in beware:
        flash(sentence, "near")
    flash(message, "good")
    return redirect(url_for("postoffice.scans", dot=wave.code), 303)


def _take_in(sent: list[FileStorage]) -> intake.IntakeResult:
    with TemporaryDirectory(prefix="sipas-scan-") as name:
        paths = []
        for place, file in enumerate(sent):
            # A folder each: two files of one name stay two, and the clerk reads the name that was sent.
            path = Path(name) / f"{place:03d}" / (secure_filename(file.filename or "") or "scan")
            path.parent.mkdir()
            file.save(path)
            paths.append(path)
        stack = intake.Stack(paths, Path(current_app.config["SCANS_FOLDER"]))
        return intake.take_in(database(), current_wave(), stack, stamp=stamp())


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
        reason=scan_row_words.reason(row) if row.code is None else "",
        warned=scan_page_words.on_page(row.page.warned),
        before=before,
        number=number.write(row.page.form.serial),
    )


@blueprint.route("/quet/soat/<int:row_id>", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def record_row(row_id: int) -> HttpAnswer:
    """Record the answer a person reads on a row and go on to the next row."""
    row = review_queue.find(database(), row_id, user=account())
    code = request.form.get("code", -1, type=int)
    text = clean_text(request.form.get("text", "")) if not row.ink and code == 0 else ""
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


@blueprint.route("/quet/nhap", methods=["POST"])
@allow(CLERK, COORDINATOR, DEPARTMENT)
def release_scans() -> HttpAnswer:
    """Key the forms with no row left to review, in the machine's name."""
    wave = current_wave()
    released = release.release(database(), wave, stamp=stamp())
    for serial, error in released.refused:
        flash(f"{number.write(serial)}: {spoken(error)}", "near")
    counts = released.outcomes
    flash(
        gettext(
            "Máy đã nhập %(n)s phiếu: %(accepted)s được nhận, %(second)s chờ nhập lần hai, %(differs)s chờ phân xử.",
            n=counts.total(),
            accepted=counts["accepted"],
            second=counts["needs_second"],
            differs=counts["differs"],
        ),
        "good",
    )
    return redirect(url_for("postoffice.scans", dot=wave.code), 303)
