"""The JSON interface: waves, their progress and scores; read only, described by ``/api/openapi.json``.

It answers whoever is signed in with a role that sees the same on the pages. Single answers are not served here.
"""

from flask import Blueprint, Flask, jsonify, request
from werkzeug.wrappers import Response as HttpAnswer

from scoring.method.method import METRICS, WEIGHTS, Metric, Weights
from survey_app.api.openapi import DOCUMENT
from survey_app.collection import results
from survey_app.errors import AppError
from survey_app.fieldwork import form_dispositions, ledger
from survey_app.scores import scores
from survey_app.tables import Wave
from survey_app.waves import catalogue
from survey_app.web.access import COORDINATOR, DEPARTMENT, SUPERVISOR, allow, public
from survey_app.web.request_scope import database, survey

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.route("/openapi.json")
@public
def openapi() -> HttpAnswer:
    """Return the description of this interface."""
    return jsonify(DOCUMENT)


@blueprint.route("/waves")
@allow(DEPARTMENT, SUPERVISOR, COORDINATOR)
def list_waves() -> HttpAnswer:
    """Return the waves, newest first."""
    return jsonify(waves=[_wave(wave) for wave in catalogue.all_waves(database())])


@blueprint.route("/waves/<code>")
@allow(DEPARTMENT, SUPERVISOR, COORDINATOR)
def show_wave(code: str) -> HttpAnswer:
    """Return one wave, as it was declared before it opened."""
    return jsonify(_wave(catalogue.find(database(), code)))


@blueprint.route("/waves/<code>/progress")
@allow(DEPARTMENT, SUPERVISOR, COORDINATOR)
def progress(code: str) -> HttpAnswer:
    """Return the forms of a wave by batch and state, responses by mode and day, and response rates."""
    session = database()
    wave = catalogue.find(session, code)
    return jsonify(
        wave=wave.code,
        synthetic=wave.synthetic,
        batches=[
            {
                "batch": balance.batch.number,
                "office": balance.batch.office.code,
                "forms": balance.forms,
                "balances": balance.balances,
                "states": {state.value: count for state, count in sorted(balance.by_events.items())},
            }
            for balance in ledger.balances(session, wave)
        ],
        response=form_dispositions.account(session, wave).values(),
        by_mode={mode.value: count for mode, count in results.by_mode(session, wave).items()},
        by_day={day.isoformat(): count for day, count in results.by_day(session, wave).items()},
    )


@blueprint.route("/waves/<code>/scores")
@allow(DEPARTMENT, SUPERVISOR)
def score_file(code: str) -> HttpAnswer:
    """Return the score file of a wave, the bytes of ``scores.json``; ``?metric=`` and ``?weights=`` choose others."""
    wave = catalogue.find(database(), code)
    run = scores.score_wave(database(), wave, survey().breakdown, _metric(wave), _weights(wave))
    return HttpAnswer(run.to_json(), mimetype="application/json")


def init_app(app: Flask) -> None:
    """Offer the interface at ``/api``."""
    app.register_blueprint(blueprint)


def _metric(wave: Wave) -> Metric:
    metric_name = request.args.get("metric", wave.metric)
    for metric in METRICS:
        if metric == metric_name:
            return metric
    available = ", ".join(METRICS)
    raise AppError(
        f"Số đo «{metric_name[:40]}» không có; hãy chọn một trong: {available}.",
        f"There is no metric '{metric_name[:40]}'; choose one of: {available}.",
    )


def _weights(wave: Wave) -> Weights:
    name = request.args.get("weights", scores.declared_weights(wave))
    for weights in WEIGHTS:
        if weights == name:
            return weights
    available = ", ".join(WEIGHTS)
    raise AppError(
        f"Trọng số «{name[:40]}» không có; hãy chọn một trong: {available}.",
        f"There are no weights '{name[:40]}'; choose one of: {available}.",
    )


def _wave(wave: Wave) -> dict[str, object]:
    return {
        "code": wave.code,
        "name": wave.name,
        "questionnaire": wave.questionnaire_version,
        "opened_on": wave.opened_on.isoformat(),
        "closes_on": wave.closes_on.isoformat(),
        "closed_on": None if wave.closed_on is None else wave.closed_on.isoformat(),
        "synthetic": wave.synthetic,
        "metric": wave.metric,
        "method": wave.method,
        "targets": wave.targets,
    }
