"""View of the published indices of others."""

from flask import render_template, request

from scoring.errors import ScoringError
from scoring.targets import scorecard_files, toml_files
from scoring.targets.scorecards import Scorecard
from survey_app.department import words
from survey_app.department.blueprint import blueprint
from survey_app.web.access import DEPARTMENT, SUPERVISOR, allow
from survey_app.web.answers import Answer
from survey_app.web.http_errors import spoken
from survey_app.web.request_scope import survey


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
    page = render_template("department/scores/scorecards.html", cards=shown, mistakes=mistakes)
    return (page, 422) if mistakes else page


def _published_indices() -> tuple[Scorecard, ...]:
    """Return the published indices of others that the survey shows beside its own."""
    source = survey().scorecards
    if source is None:
        return ()
    return (
        scorecard_files.load(source.name)
        if source.path is None
        else scorecard_files.loads(toml_files.read(source.path), source.name)
    )
