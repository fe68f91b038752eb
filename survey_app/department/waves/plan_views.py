"""Views to plan and preview a wave: what was typed and sent is saved, valid or not; no wave exists yet."""

import hashlib
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as HttpAnswer

from sampling.preview.first_stage import PrecisionPromise, precision_promises
from survey_app.accounts.signed_in import stamp
from survey_app.areas.coverage import Coverage, coverage
from survey_app.department.blueprint import blueprint
from survey_app.department.waves.plan_fields import PlanFields, defaults, from_typed
from survey_app.department.waves.plan_warnings import shades, unit_name, warnings
from survey_app.errors import SPOKEN_ERRORS, AppError
from survey_app.files.uploads import LARGEST_FRAME, LARGEST_PLAN, Sent, limited
from survey_app.tables import PlannedWave
from survey_app.waves import plans as plans
from survey_app.waves.allocation import Allocation, Assumed, allocate
from survey_app.waves.plan_reading import Prepared, percent, prepare
from survey_app.web.access import DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, survey, today
from survey_app.web.security import accept_upload
from survey_app.web.translation import gettext

FILES = {"frame": LARGEST_FRAME, "plan_file": LARGEST_PLAN, "targets_file": LARGEST_PLAN}


@blueprint.url_value_preprocessor
def raise_upload_limit(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Allow larger requests on the pages where a frame is sent."""
    if endpoint in {"department.add_plan", "department.save_plan"}:
        accept_upload()


@dataclass(frozen=True, slots=True)
class PlanPreview:
    """The values of a plan's preview."""

    prepared: Prepared
    allocation: Allocation
    coverage: Coverage
    precision: list[PrecisionPromise]


@blueprint.route("/ke-hoach/moi")
@allow(DEPARTMENT)
def new_plan() -> str:
    """Show the form of a new plan."""
    return _form(None, from_typed({}))


@blueprint.route("/ke-hoach/moi", methods=["POST"])
@allow(DEPARTMENT)
def add_plan() -> Answer:
    """Save a new plan, valid or not, and preview it; a second click finds the first one's plan."""
    typed, me = PlanFields().offer().typed(), stamp()
    same = (one for one in plans.unopened(database()) if one.typed == typed and one.by_id == me.by_id)
    return _save(next(same, None) or plans.start(database(), stamp=me))


@blueprint.route("/ke-hoach/<int:plan_id>")
@allow(DEPARTMENT)
def plan(plan_id: int) -> Answer:
    """Show a plan in preparation, as it was typed."""
    found = plans.find(database(), plan_id)
    return if_opened(found) or _form(found, from_typed(found.typed))


@blueprint.route("/ke-hoach/<int:plan_id>", methods=["POST"])
@allow(DEPARTMENT)
def save_plan(plan_id: int) -> Answer:
    """Save what was typed and sent, then preview it."""
    found = plans.find(database(), plan_id, change=True)
    return if_opened(found) or _save(found)


@blueprint.route("/ke-hoach/<int:plan_id>/xem-truoc")
@allow(DEPARTMENT)
def preview(plan_id: int) -> Answer:
    """Preview a plan: allocation, precision, warnings; no wave is saved."""
    found = plans.find(database(), plan_id)
    try:
        looked = _preview_of(found)
    except SPOKEN_ERRORS:
        return if_opened(found) or redirect(url_for("department.plan", plan_id=plan_id), 303)
    warned = warnings(looked.allocation, looked.coverage, looked.prepared.spec)
    return if_opened(found) or render_template(
        "department/waves/plan_preview.html",
        planned=found,
        spec=looked.prepared.spec,
        found=looked.allocation,
        precision=looked.precision,
        unit=unit_name(looked.allocation.units[0]),
        names=looked.coverage.names,
        shades=shades([place.forms for place in looked.allocation.places]),
        warnings=warned,
        can_draw=not any(one.stops for one in warned),
        plan_sha256=hashlib.sha256(looked.prepared.spec.plan.text.encode()).hexdigest(),
        frame=looked.prepared.frame,
    )


@blueprint.route("/ke-hoach/<int:plan_id>/bo", methods=["POST"])
@allow(DEPARTMENT)
def discard_plan(plan_id: int) -> HttpAnswer:
    """Discard a plan that was not opened."""
    plans.discard(database(), plans.find(database(), plan_id, change=True))
    database().commit()
    flash(gettext("Đã bỏ bản chuẩn bị."), "good")
    return redirect(url_for("department.wave_list"), 303)


def _save(found: PlannedWave) -> Answer:
    fields = PlanFields().offer()
    problems: list[str] = []
    sent: dict[str, Sent] = {}
    for name, most in FILES.items():
        try:
            sent |= _sent(name, most)
        except AppError as error:
            problems.append(spoken(error))
    valid = fields.validate_on_submit()
    refused = plans.keep(database(), found, fields.typed(), sent, stamp=stamp())
    database().commit()
    problems += [spoken(error) for error in refused]
    if valid and not problems:
        try:
            _preview_of(found)
        except SPOKEN_ERRORS as error:
            problems.append(spoken(error))
    if problems or not valid:
        return _form(found, fields, problems), 422
    return redirect(url_for("department.preview", plan_id=found.id), 303)


def _sent(name: str, most: int) -> dict[str, Sent]:
    file: FileStorage | None = request.files.get(name)
    if file is None or not file.filename:
        return {}
    return {name.removesuffix("_file"): limited(file.filename, file.stream.read(most + 1), most)}


def prepared_plan(found: PlannedWave) -> Prepared:
    """Return a plan that can be drawn; raises what is wrong with it."""
    if not from_typed(found.typed).validate():
        raise AppError("Kế hoạch còn ô chưa đúng.", "Some fields of the plan are wrong.", status=422)
    return prepare(database(), found, today(), survey())


def _preview_of(found: PlannedWave) -> PlanPreview:
    prepared = prepared_plan(found)
    column, frame = prepared.spec.area_column, prepared.frame
    assumed = Assumed(rho=percent(found.typed["rho"]), response=percent(found.typed["response"]) / 100)
    allocation = allocate(frame, prepared.spec.plan, area_column=column, assumed=assumed)
    covered = coverage(database(), frame.labels(column), today())
    return PlanPreview(prepared, allocation, covered, precision_promises(frame, prepared.spec.plan))


def if_opened(found: PlannedWave) -> HttpAnswer | None:
    """Return a redirect to the wave of an opened plan; None for another plan."""
    if found.wave is None:
        return None
    return redirect(url_for("department.wave", code=found.wave.code), 303)


def _form(found: PlannedWave | None, fields: PlanFields, problems: list[str] | None = None) -> str:
    if problems is None and found is not None and not fields.errors:
        # A plan that was left with a mistake says it again when it is opened.
        try:
            _preview_of(found)
        except SPOKEN_ERRORS as error:
            fields.validate()
            problems = [] if fields.errors else [spoken(error)]
    return render_template(
        "department/waves/plan.html",
        planned=found,
        fields=fields,
        problems=[problem.split("\n") for problem in problems or []],
        wrong=fields.problems(),
        most=LARGEST_FRAME // (1024 * 1024),
        defaults=defaults(survey()),
    )
