"""Views to assign areas to post offices."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from survey_app.accounts.signed_in import stamp
from survey_app.areas import coverage
from survey_app.department.blueprint import blueprint
from survey_app.department.waves.office_fields import OfficeFields
from survey_app.department.waves.plan_warnings import level_name
from survey_app.people import accounts
from survey_app.tables import Area, PostOffice
from survey_app.web.access import DEPARTMENT, allow
from survey_app.web.answers import Answer
from survey_app.web.request_scope import database, today
from survey_app.web.translation import gettext

MOST_AREAS = 2000


@blueprint.route("/phan-cong")
@allow(DEPARTMENT)
def serving() -> str:
    """Show every area with its office, those without one first."""
    return _page(OfficeFields(formdata=None), ticked=frozenset())


@blueprint.route("/phan-cong", methods=["POST"])
@allow(DEPARTMENT)
def assign_office() -> Answer:
    """Assign the ticked areas to one office, old or new."""
    fields = _offer(OfficeFields())
    ticked = frozenset(request.form.getlist("area", type=int))
    if not fields.validate_on_submit() or not ticked:
        return _page(fields, ticked=ticked, nothing=not ticked), 422
    if fields.office.data:
        office = database().get_one(PostOffice, int(fields.office.data))
    else:
        office = accounts.add_office(database(), fields.code.data, fields.name.data)
    chosen = database().scalars(select(Area).where(Area.id.in_(ticked)).order_by(Area.code)).all()
    coverage.assign(database(), chosen, office, stamp=stamp())
    database().commit()
    flash(gettext("%(office)s phụ trách %(n)s địa bàn vừa chọn.", office=office.name, n=len(chosen)), "good")
    return redirect(url_for("department.serving", cap=request.args.get("cap")), 303)


def _offer(fields: OfficeFields) -> OfficeFields:
    offices = database().scalars(select(PostOffice).order_by(PostOffice.name))
    fields.office.choices = [("", gettext("– bưu cục mới –")), *((str(one.id), one.name) for one in offices)]
    return fields


def _page(fields: OfficeFields, *, ticked: frozenset[int], nothing: bool = False) -> str:
    levels = coverage.levels(database(), today())
    usable = [level for level, units in levels if units <= MOST_AREAS]
    level = request.args.get("cap") or (usable[-1] if usable else "")
    if level and level not in dict(levels):
        raise NotFound
    found = coverage.served_areas(database(), today(), level) if level else []
    return render_template(
        "department/waves/serving.html",
        fields=_offer(fields),
        found=sorted(found, key=lambda one: one.office is not None),
        without=sum(one.office is None for one in found),
        levels=levels,
        level_name=level_name,
        level=level,
        ticked=ticked,
        nothing=nothing,
    )
