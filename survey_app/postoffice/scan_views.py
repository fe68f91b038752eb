"""Views of the review desk: upload of scans, what waits, keying by machine."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as HttpAnswer

from print import number
from survey_app.accounts.signed_in import account, stamp
from survey_app.errors import AppError
from survey_app.postoffice import scan_page_words, scan_row_words
from survey_app.postoffice.blueprint import blueprint
from survey_app.scanning import intake, own_hand, release, review_measure, review_queue
from survey_app.web.access import CLERK, COORDINATOR, DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.habit_words import habit
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
        measure=review_measure.measure(database(), wave),
        own_hand=own_hand.sheets(database(), wave, user=account()),
        habit=habit,
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
    if result.own_hand:
        accepted = gettext("%(n)s dòng được nhận theo nét tay riêng của phiếu.", n=result.own_hand)
        message = f"{message} {accepted}"
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
