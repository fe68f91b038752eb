"""Views of one criterion in every area, or in the levels of another column; and of areas under a model."""

from typing import Any, get_args

from flask import render_template, request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from questionnaires.model import ChoiceItem, ChoicesItem, Questionnaire, ScaleItem
from scoring.errors import ScoringError
from scoring.method.method import WEIGHTS, Metric, Weights
from scoring.score_table.score_run import ScoreRun
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.scores import area_lines, lines
from survey_app.department.scores.chosen_run import page_of_run
from survey_app.department.scores.model_lines import model_lines
from survey_app.scores import responsibilities
from survey_app.scores.modelled_areas import AREA, model_of_areas
from survey_app.surveys.survey import Scope
from survey_app.tables import Area, AreaScope, Mode, Wave
from survey_app.waves import catalogue
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, survey
from survey_app.web.translation import gettext, say


@blueprint.route("/dia-ban")
@allow(DEPARTMENT, SUPERVISOR)
def areas() -> Answer:
    """Show one criterion in every area, or another breakdown; small cells are marked or hidden."""
    return page_of_run(_areas)


def _areas(wave: Wave, run: ScoreRun) -> str:
    column = request.args.get("theo", AREA)
    if column not in run.method.by:
        raise NotFound
    return render_template("department/scores/areas.html", **_shown(wave, run, column))


@blueprint.route("/dia-ban/mo-hinh")
@allow(DEPARTMENT, SUPERVISOR)
def modelled_areas() -> Answer:
    """Show one criterion in every area: its own answers beside the Fay–Herriot model."""
    return page_of_run(_modelled)


def _modelled(wave: Wave, run: ScoreRun) -> str:
    found = _shown(wave, run, AREA)
    model, refusal = None, ""
    try:
        model = model_of_areas(database(), wave, run, found["line"].code)
    except ScoringError as error:
        refusal = spoken(error)
    return render_template(
        "department/scores/areas_modelled.html",
        **found,
        refusal=refusal,
        modelled=[] if model is None else model_lines(found["cells"], model),
        notes=[] if model is None else [words.both(note) for note in model.notes],
    )


def _shown(wave: Wave, run: ScoreRun, column: str) -> dict[str, Any]:
    """Return what both views show: the chosen criterion, its cells, and what can be chosen."""
    questionnaire = catalogue.questionnaire(wave)
    rows = lines.lines(run, questionnaire, responsibilities.plan_of(run, survey()))
    codes = [row.code for row in rows]
    code = request.args.get("tieu-chi", codes[0])
    if code not in codes:
        raise NotFound
    names, scope = _levels(questionnaire, wave, column), chosen_scope()
    within = None if scope is None else _in_scope(scope, names)
    cells = area_lines.cells(run, column, code, names)
    return {
        "wave": wave,
        "line": rows[codes.index(code)],
        "lines": rows,
        "column": column,
        "columns": [(name, _column(questionnaire, name)) for name in run.method.by],
        "cells": [cell for cell in cells if within is None or cell.level in within],
        "scope": scope,
        "scopes": survey().areas.scopes,
        "metric": run.method.metric,
        "metrics": [(name, words.metric_name(name)) for name in get_args(Metric)],
        "weights": run.method.weights,
        "weightings": [(name, words.both(WEIGHTS[name])) for name in get_args(Weights)],
        "rules": run.method.cells,
    }


def chosen_scope() -> Scope | None:
    """Return the part of the areas named in the address, by default None."""
    name = request.args.get("pham-vi", "")
    found = next((scope for scope in survey().areas.scopes if scope.id == name), None)
    if name and found is None:
        raise NotFound
    return found


def _column(questionnaire: Questionnaire, name: str) -> str:
    if name in questionnaire.items:
        return say(questionnaire.items[name].text)
    return {"area": gettext("Địa bàn"), "mode": gettext("Hình thức trả lời")}.get(name, name)


def _levels(questionnaire: Questionnaire, wave: Wave, column: str) -> dict[str, str]:
    """Return the names of a column's levels."""
    if column == AREA:
        query = select(Area).where(Area.valid_from <= wave.opened_on).order_by(Area.valid_from)
        return {area.code: area.name for area in database().scalars(query)}
    if column == "mode":
        return {mode.value: words.mode(mode) for mode in Mode}
    item = questionnaire.items[column]
    if isinstance(item, ScaleItem | ChoiceItem | ChoicesItem):
        return {str(option.code): say(option.text) for option in item.options}
    return {}


def _in_scope(scope: Scope, names: dict[str, str]) -> set[str]:
    """Return the names of the units that bear the tag of a scope."""
    query = select(Area.code).join(AreaScope, AreaScope.area_id == Area.id).where(AreaScope.tag == scope.tag)
    return {names[code] for code in database().scalars(query) if code in names}
