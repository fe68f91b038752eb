"""View of the score table."""

from typing import get_args

from flask import render_template

from questionnaires import missing
from scoring.method.method import WEIGHTS, Metric, Weights
from scoring.score_table.notes import weights_note
from scoring.score_table.score_run import ScoreRun
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.department.scores import bullet_chart, lines
from survey_app.department.scores.chosen_run import page_of_run
from survey_app.scores import responsibilities, scores
from survey_app.scores.method_notes import facts_of, notes_of
from survey_app.tables import Wave
from survey_app.waves import catalogue
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.request_scope import survey
from survey_app.web.translation import gettext, say


@allow(DEPARTMENT, SUPERVISOR)
def score_page() -> Answer:
    """Show the table criterion – baseline year – this wave – target – gap – verdict."""
    return page_of_run(_scores)


def _scores(wave: Wave, run: ScoreRun) -> str:
    metric, weights = run.method.metric, run.method.weights
    return render_template(
        "department/scores/scores.html",
        wave=wave,
        run=run,
        lines=lines.lines(run, catalogue.questionnaire(wave), responsibilities.plan_of(run, survey())),
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
        address=lambda change: {"so-do": metric, "trong-so": weights} | change,
        notes=[words.both(note) for note in notes_of(run) if note != weights_note(run.adjustment)],
        state=state,
    )


def state(name: str) -> str:
    """Return the words for the state of an answer."""
    kinds = {kind.state: say(kind.name) for kind in missing.KINDS}
    return {"valid": gettext("trả lời hợp lệ"), **kinds, "other": gettext("mã khác")}.get(name, name)


blueprint.add_url_rule("/diem", "scores", score_page)
