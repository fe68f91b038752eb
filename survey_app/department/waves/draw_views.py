"""Views to draw the sample of a plan, show it, and open the wave with it."""

import hashlib
import secrets
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as HttpAnswer

from sampling.drawing.manifest import Sample
from survey_app.accounts.signed_in import stamp
from survey_app.areas.coverage import coverage
from survey_app.department.blueprint import blueprint
from survey_app.department.waves.plan_views import if_opened, prepared_plan
from survey_app.department.waves.plan_warnings import unit_name
from survey_app.errors import SPOKEN_ERRORS, AppError
from survey_app.tables import PlannedWave
from survey_app.waves import plans as plans
from survey_app.waves.wave_spec import AREA_COLUMN
from survey_app.web.access import DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, survey, today
from survey_app.web.translation import gettext

MOST_UNITS = 300


@blueprint.route("/ke-hoach/<int:plan_id>/rut", methods=["POST"])
@allow(DEPARTMENT)
def draw_plan(plan_id: int) -> Answer:
    """Draw the sample and record the draw in the audit log."""
    found = plans.find(database(), plan_id, change=True)
    if found.wave is not None:
        return redirect(url_for("department.wave", code=found.wave.code), 303)
    try:
        sample = plans.draw_sample(prepared_plan(found))
    except SPOKEN_ERRORS:
        # The preview says what is missing, or leads on to the fields that are wrong.
        return redirect(url_for("department.preview", plan_id=plan_id), 303)
    plans.note_draw(database(), found, sample, stamp=stamp())
    database().commit()
    return redirect(url_for("department.drawn", plan_id=plan_id), 303)


@blueprint.route("/ke-hoach/<int:plan_id>/mau")
@allow(DEPARTMENT)
def drawn(plan_id: int) -> Answer:
    """Show the drawn units and the hash of the manifest; the wave is not open yet."""
    found = plans.find(database(), plan_id)
    return if_opened(found) or _drawn(found)


@blueprint.route("/ke-hoach/<int:plan_id>/khoa", methods=["POST"])
@allow(DEPARTMENT)
def lock_plan(plan_id: int) -> Answer:
    """Open the wave with the sample that was shown; a second click finds it open."""
    found = plans.find(database(), plan_id, change=True)
    again = found.wave is not None
    try:
        wave = plans.lock(
            database(),
            found,
            request.form.get("seal", ""),
            survey(),
            stamp=stamp(),
            new_key=lambda: secrets.token_bytes(32),
        )
    except SPOKEN_ERRORS as error:
        database().rollback()
        status = error.status if isinstance(error, AppError) else 422
        page = _drawn(plans.find(database(), plan_id), problem=spoken(error))
        if isinstance(page, str):
            return page, status
        flash(spoken(error), "bad")
        return page
    database().commit()
    if not again:
        flash(gettext("Đã khóa mẫu và mở đợt %(code)s.", code=wave.code), "good")
    return redirect(url_for("department.wave", code=wave.code), 303)


def _drawn(found: PlannedWave, problem: str = "") -> HttpAnswer | str:
    try:
        sample = plans.draw_sample(prepared_plan(found))
    except SPOKEN_ERRORS:
        return redirect(url_for("department.preview", plan_id=found.id), 303)
    seal = str(sample.manifest["seal"])
    if found.seal != seal:
        return redirect(url_for("department.preview", plan_id=found.id), 303)
    column = found.typed["area_column"] or AREA_COLUMN
    units = _first_units(sample, column)
    return render_template(
        "department/waves/plan_drawn.html",
        planned=found,
        sample=sample,
        unit=unit_name(sample.plan.stages[0].unit),
        seal=seal,
        seed_sha256=hashlib.sha256(sample.seed.encode()).hexdigest(),
        units=units[:MOST_UNITS],
        more=max(0, len(units) - MOST_UNITS),
        main=len(sample.main),
        names=coverage(database(), set(sample.rows[column]), today()).names,
        problem=problem.split("\n") if problem else [],
    )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A drawn unit of the first stage with its forms."""

    path: str
    area: str
    stratum: str
    pi: float
    forms: int
    reserve: int


def _first_units(sample: Sample, area_column: str) -> list[_Unit]:
    """Return the drawn units of the first stage; where that is the person, the strata they come from."""
    key = "psu" if len(sample.stages) > 1 else "stratum"
    rows = sample.rows.assign(_main=sample.rows["role"] == "main")
    columns = {
        "area": (area_column, "first"),
        "stratum": ("stratum", "first"),
        "pi": ("pi_1", "first"),
        "main": ("_main", "sum"),
        "all": ("_main", "size"),
    }
    found = rows.groupby(key, sort=True).agg(**columns)
    return [
        _Unit(str(path), str(area), str(stratum), float(pi), int(main), int(every) - int(main))
        for path, area, stratum, pi, main, every in found.itertuples(name=None)
    ]
