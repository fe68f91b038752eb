"""Views of the score table, its breakdown and the indices of others."""

from typing import cast, get_args

from flask import render_template, request
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from questionnaires import missing
from questionnaires.model import ChoiceItem, ChoicesItem, Questionnaire, ScaleItem
from scoring.errors import ScoringError
from scoring.method.method import WEIGHTS, Metric, Weights
from scoring.score_table.notes import weights_note
from scoring.targets import scorecards as published
from scoring.targets import toml_files
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.scores import area_lines, bullet_chart, lines
from survey_app.scores import responsibilities, scores
from survey_app.scores.method_notes import facts_of, notes_of
from survey_app.surveys.survey import Scope
from survey_app.tables import Area, AreaScope, Mode, Wave
from survey_app.waves import catalogue
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, survey
from survey_app.web.translation import gettext, say


@allow(DEPARTMENT, SUPERVISOR)
def score_page() -> Answer:
    """Show the table criterion – baseline year – this wave – target – gap – verdict."""
    wave = current_wave()
    metric, weights = chosen_metric(wave), chosen_weights()
    questionnaire = catalogue.questionnaire(wave)
    try:
        run = scores.score_wave(database(), wave, survey().breakdown, metric, weights)
    except ScoringError as error:
        return _no_scores(wave, error, metric, weights)
    return render_template(
        "department/scores.html",
        wave=wave,
        run=run,
        lines=lines.lines(run, questionnaire, responsibilities.plan_of(run, survey())),
        legend=bullet_chart.legend(),
        metrics=[(name, words.metric_name(name)) for name in get_args(Metric)],
        metric_name=words.metric_name(metric),
        is_declared=metric == wave.metric,
        declared_name=words.metric_name(scores.declared(wave)),
        other_name=words.metric_name(run.method.other_metric),
        recomputed=[(one, lines.strategy(one.rule.strategy)) for one in run.recomputed],
        facts=[(words.both(fact.name), words.both(fact.value)) for fact in facts_of(run)],
        weightings=[(name, words.both(WEIGHTS[name])) for name in get_args(Weights)],
        weights_note=words.both(weights_note(run.adjustment)),
        asked=lambda change: {"so-do": metric, "trong-so": weights} | change,
        notes=[words.both(note) for note in notes_of(run) if note != weights_note(run.adjustment)],
        state=state,
    )


@blueprint.route("/dia-ban")
@allow(DEPARTMENT, SUPERVISOR)
def areas() -> Answer:
    """Show one criterion in every area, or another breakdown; small cells are marked or hidden."""
    wave = current_wave()
    metric, weights = chosen_metric(wave), chosen_weights()
    questionnaire = catalogue.questionnaire(wave)
    try:
        run = scores.score_wave(database(), wave, survey().breakdown, metric, weights)
    except ScoringError as error:
        return _no_scores(wave, error, metric, weights)
    rows = lines.lines(run, questionnaire, responsibilities.plan_of(run, survey()))
    codes, columns = [row.code for row in rows], run.method.by
    code, column = request.args.get("tieu-chi", codes[0]), request.args.get("theo", "area")
    if code not in codes or column not in columns:
        raise NotFound
    names, scope = _levels(questionnaire, wave, column), chosen_scope()
    return render_template(
        "department/areas.html",
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
        metric=metric,
        metrics=[(name, words.metric_name(name)) for name in get_args(Metric)],
        weights=weights,
        weightings=[(name, words.both(WEIGHTS[name])) for name in get_args(Weights)],
        rules=run.method.cells,
    )


@blueprint.route("/chi-so-khac")
@allow(DEPARTMENT, SUPERVISOR)
def scorecards() -> Answer:
    """Show the indices of others; a typed result gets its gap and is kept in the address only."""
    shown, mistakes = [], []
    for card in _published_indices():
        typed = {row.code: request.args.get(f"{card.id}:{row.code}", "")[:20] for row in card.rows}
        try:
            gaps = card.compare(typed)
        except ScoringError as error:
            mistakes.append(spoken(error))
            gaps = card.compare({})
        shown.append(
            (card, [(gap, typed[gap.row.code]) for gap in gaps], [words.both(one) for one in card.warnings])
        )
    page = render_template("department/scorecards.html", cards=shown, mistakes=mistakes)
    return (page, 422) if mistakes else page


def chosen_metric(wave: Wave) -> Metric:
    """Return the metric named in the address, by default the one the wave declared."""
    metric = request.args.get("so-do", wave.metric)
    if metric not in get_args(Metric):
        raise NotFound
    return cast("Metric", metric)


def chosen_scope() -> Scope | None:
    """Return the part of the areas named in the address, by default None."""
    metric = request.args.get("pham-vi", "")
    found = next((scope for scope in survey().areas.scopes if scope.id == metric), None)
    if metric and found is None:
        raise NotFound
    return found


def _published_indices() -> tuple[published.Scorecard, ...]:
    """Return the published indices of others that the survey shows beside its own."""
    source = survey().scorecards
    if source is None:
        return ()
    return (
        published.load(source.name)
        if source.path is None
        else published.loads(toml_files.read(source.path), source.name)
    )


def chosen_weights() -> Weights:
    """Return the weights named in the address, by default design weights."""
    name = request.args.get("trong-so", "base")
    if name not in get_args(Weights):
        raise NotFound
    return cast("Weights", name)


def _no_scores(wave: Wave, error: ScoringError, metric: Metric, weights: Weights) -> str:
    return render_template(
        "department/no_scores.html", wave=wave, reason=spoken(error), metric=metric, weights=weights
    )


def state(name: str) -> str:
    """Return the words for the state of an answer."""
    kinds = {kind.state: say(kind.name) for kind in missing.KINDS}
    return {"valid": gettext("trả lời hợp lệ"), **kinds, "other": gettext("mã khác")}.get(name, name)


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


blueprint.add_url_rule("/diem", "scores", score_page)
