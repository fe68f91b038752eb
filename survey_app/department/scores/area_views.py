"""View of one criterion in every area, or in the levels of another column."""

from typing import get_args

from flask import render_template, request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from questionnaires.model import ChoiceItem, ChoicesItem, Questionnaire, ScaleItem
from scoring.method.method import WEIGHTS, Metric, Weights
from scoring.score_table.score_run import ScoreRun
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.scores import area_lines, lines
from survey_app.department.scores.chosen_run import page_of_run
from survey_app.scores import responsibilities
from survey_app.surveys.survey import Scope
from survey_app.tables import Area, AreaScope, Mode, Wave
from survey_app.waves import catalogue
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.request_scope import database, survey
from survey_app.web.translation import gettext, say


@blueprint.route("/dia-ban")
@allow(DEPARTMENT, SUPERVISOR)
def areas() -> Answer:
    """Show one criterion in every area, or another breakdown; small cells are marked or hidden."""
    return page_of_run(_areas)


def _areas(wave: Wave, run: ScoreRun) -> str:
    questionnaire = catalogue.questionnaire(wave)
    rows = lines.lines(run, questionnaire, responsibilities.plan_of(run, survey()))
    codes, columns = [row.code for row in rows], run.method.by
    code, column = request.args.get("tieu-chi", codes[0]), request.args.get("theo", "area")
    if code not in codes or column not in columns:
        raise NotFound
    names, scope = _levels(questionnaire, wave, column), chosen_scope()
    return render_template(
        "department/scores/areas.html",
        wave=wave,
        line=rows[codes.index(code)],
        lines=rows,
        column=column,
        columns=[(name, _column(questionnaire, name)) for name in columns],
        cells=[
            cell
            for cell in area_lines.cells(run, column, code, names)
            if scope is None or cell.level in _in_scope(scope, names)
        ],
        scope=scope,
        scopes=survey().areas.scopes,
        metric=run.method.metric,
        metrics=[(name, words.metric_name(name)) for name in get_args(Metric)],
        weights=run.method.weights,
        weightings=[(name, words.both(WEIGHTS[name])) for name in get_args(Weights)],
        rules=run.method.cells,
    )


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
    if column == "area":
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
