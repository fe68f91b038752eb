"""The score run that the address of a page names: its metric and its weights."""

from collections.abc import Callable
from typing import cast, get_args

from flask import render_template, request
from werkzeug.exceptions import NotFound

from scoring.errors import ScoringError
from scoring.method.method import Metric, Weights
from scoring.score_table.score_run import ScoreRun
from survey_app.scores import scores
from survey_app.tables import Wave
from survey_app.web.answers import Answer
from survey_app.web.current_wave import current_wave
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import database, survey


def chosen_metric(wave: Wave) -> Metric:
    """Return the metric named in the address, by default the one the wave declared."""
    metric = request.args.get("so-do", wave.metric)
    if metric not in get_args(Metric):
        raise NotFound
    return cast("Metric", metric)


def chosen_weights(wave: Wave) -> Weights:
    """Return the weights named in the address, by default those the wave declared."""
    name = request.args.get("trong-so", scores.declared_weights(wave))
    if name not in get_args(Weights):
        raise NotFound
    return cast("Weights", name)


def chosen_run(wave: Wave) -> ScoreRun:
    """Return the run of a wave by the chosen metric and weights.

    Raises:
        NotFound: the address names a metric or weights that do not exist.
        ScoringError: the wave cannot be scored.
    """
    return scores.score_wave(database(), wave, survey().breakdown, chosen_metric(wave), chosen_weights(wave))


def page_of_run(show: Callable[[Wave, ScoreRun], str]) -> Answer:
    """Return the page that ``show`` makes of the chosen run, or the page that says why there are no scores."""
    wave = current_wave()
    try:
        run = chosen_run(wave)
    except ScoringError as error:
        return render_template(
            "department/scores/no_scores.html",
            wave=wave,
            reason=spoken(error),
            metric=chosen_metric(wave),
            weights=chosen_weights(wave),
        )
    return show(wave, run)
