"""The department's first page: the progress of a wave."""

from flask import redirect, render_template, url_for
from sqlalchemy import select

from survey_app.collection import results
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.waves import progress
from survey_app.fieldwork import form_dispositions, ledger
from survey_app.keying import workload
from survey_app.tables import RefusedAnswers
from survey_app.waves import catalogue
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.request_scope import database


@blueprint.route("/")
@allow(DEPARTMENT, SUPERVISOR)
def home() -> Answer:
    """Show forms and responses by mode, office and day; the list of waves if no wave has been opened."""
    if not catalogue.all_waves(database()):
        return redirect(url_for("department.wave_list"), 303)
    wave = current_wave()
    offices = progress.by_office(form_dispositions.office_forms(database(), wave))
    evidence = select(RefusedAnswers.id).where(RefusedAnswers.wave_id == wave.id)
    return render_template(
        "department/waves/home.html",
        wave=wave,
        waves=catalogue.all_waves(database()),
        offices=offices,
        response=offices[-1].response,
        both=words.both,
        modes=[
            (words.mode(mode), count) for mode, count in sorted(results.by_mode(database(), wave).items())
        ],
        days=progress.days(results.by_day(database(), wave)),
        unbalanced=[one.batch.number for one in ledger.balances(database(), wave) if not one.balances],
        evidence=len(database().scalars(evidence).all()),
        rates=workload.rates(database(), wave),
    )
