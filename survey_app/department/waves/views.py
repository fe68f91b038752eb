"""Views of the waves: declaration, draw, files, and closing."""

import secrets

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as HttpAnswer

from sampling.drawing.manifest import as_json
from survey_app.accounts.signed_in import account, stamp
from survey_app.closing import closing
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.errors import AppError
from survey_app.fieldwork import ledger
from survey_app.scanning import own_hand
from survey_app.scores.scores import declared
from survey_app.tables import Form, FormState, Response, Role, Wave
from survey_app.waves import catalogue, notices, plans, target_sets
from survey_app.waves.plan_reading import unpacked
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database
from survey_app.web.send_file import CSV, as_file
from survey_app.web.translation import gettext


@blueprint.route("/dot")
@allow(DEPARTMENT, SUPERVISOR)
def wave_list() -> str:
    """List the waves and the plans in preparation."""
    return render_template(
        "department/waves/waves.html",
        waves=catalogue.all_waves(database()),
        unopened=plans.unopened(database()),
        metric_name=lambda wave: words.metric_name(declared(wave)),
    )


@blueprint.route("/dot/<code>")
@allow(DEPARTMENT, SUPERVISOR)
def wave(code: str) -> str:
    """Show the declaration and the draw of a wave, and how anybody can repeat the draw."""
    found = catalogue.find(database(), code)
    plan = plans.of_wave(database(), found)
    return render_template(
        "department/waves/wave.html",
        wave=found,
        planned=plan,
        manifest=found.manifest,
        metric_name=words.metric_name(declared(found)),
        targets=target_sets.of_wave(found),
        questionnaire=catalogue.questionnaire(found),
        notice=notices.of_wave(found),
        lacking=notices.lacking(notices.of_wave(found)),
        next_steps=found.is_open and account().role is Role.DEPARTMENT and _nothing_issued(found),
        has_sample=plan is not None and plan.sample is not None,
        has_frame=plan is not None and plan.frame is not None,
    )


@blueprint.route("/dot/<code>/net-tay", methods=["POST"])
@allow(DEPARTMENT)
def switch_own_hand(code: str) -> HttpAnswer:
    """Accept scanned rows by their sheet's own hand from now on, or give back those nobody has seen."""
    own_hand.switch(
        database(), catalogue.find(database(), code), on=bool(request.form.get("on")), stamp=stamp()
    )
    flash(gettext("Đã ghi; các dòng quét chưa nhập được xếp lại theo đó."), "good")
    return redirect(url_for("department.wave", code=code), 303)


def _nothing_issued(found: Wave) -> bool:
    """Return whether every form is still printed only."""
    moved = select(Form.id).where(Form.wave_id == found.id, Form.state != FormState.PRINTED).limit(1)
    return database().scalar(moved) is None


@blueprint.route("/dot/<code>/manifest.json")
@allow(DEPARTMENT, SUPERVISOR)
def download_manifest(code: str) -> HttpAnswer:
    """Return the manifest of the draw, byte for byte as ``sipas sample`` writes it."""
    return as_file(as_json(catalogue.find(database(), code).manifest), "application/json", "manifest.json")


@blueprint.route("/dot/<code>/sample.csv")
@allow(DEPARTMENT)
def download_sample(code: str) -> HttpAnswer:
    """Return the drawn rows; they may name people, so closing the wave erases them."""
    plan = plans.of_wave(database(), catalogue.find(database(), code))
    if plan is None or plan.sample is None:
        raise NotFound
    return as_file(unpacked(plan.sample), CSV, "sample.csv")


@blueprint.route("/dot/<code>/khung.csv")
@allow(DEPARTMENT, SUPERVISOR)
def download_frame(code: str) -> HttpAnswer:
    """Return the frame of areas a wave was drawn from, so that anybody can repeat the draw."""
    plan = plans.of_wave(database(), catalogue.find(database(), code))
    if plan is None or plan.frame is None or plan.frame_name is None:
        raise NotFound
    return as_file(unpacked(plan.frame), CSV, plan.frame_name)


@blueprint.route("/dot/<code>/dong")
@allow(DEPARTMENT)
def close_page(code: str) -> str:
    """Show what closing a wave does, what is lost, and what prevents it."""
    return _close_page(catalogue.find(database(), code))


@blueprint.route("/dot/<code>/dong", methods=["POST"])
@allow(DEPARTMENT)
def close(code: str) -> Answer:
    """Close the wave if its code was typed and nothing prevents it."""
    found = catalogue.find(database(), code)
    if request.form.get("code", "").strip().lower() != code:
        message = gettext("Để xác nhận, hãy gõ đúng mã đợt: %(code)s.", code=code)
        return _close_page(found, message), 422
    try:
        done = closing.close_wave(
            database(),
            found,
            stamp=stamp(),
            random_bytes=secrets.token_bytes,
            abandon_pending=bool(request.form.get("abandon")),
        )
    except AppError as error:
        database().rollback()
        return _close_page(catalogue.find(database(), code), spoken(error)), error.status
    flash(gettext("Đã đóng đợt: %(n)s phiếu trả lời không còn đường về số phiếu.", n=done.responses), "good")
    if not done.rewritten:
        message = gettext(
            "Chưa xoá hết dấu vết (cơ sở dữ liệu đang bận, hoặc có ảnh quét không xoá được): hãy dừng máy chủ rồi chạy "
            "«sipas close-wave %(code)s --rewrite».",
            code=code,
        )
        flash(message, "near")
    return redirect(url_for("department.wave", code=code), 303)


def _close_page(found: Wave, problem: str = "") -> str:
    forms = select(Form.state, func.count()).where(Form.wave_id == found.id).group_by(Form.state)
    states: dict[FormState, int] = {row[0]: row[1] for row in database().execute(forms)}
    out = (FormState.PRINTED, FormState.ISSUED, FormState.HANDED_OUT)
    return render_template(
        "department/waves/wave_close.html",
        wave=found,
        problem=problem,
        unbalanced=_unbalanced(found),
        pending=states.get(FormState.RETURNED, 0),
        out=sum(states.get(state, 0) for state in out),
        responses=database().scalar(select(func.count()).where(Response.wave_id == found.id)) or 0,
        typed=request.form.get("code", ""),
        abandon=bool(request.form.get("abandon")),
    )


def _unbalanced(found: Wave) -> list[int]:
    return [one.batch.number for one in ledger.balances(database(), found) if not one.balances]
