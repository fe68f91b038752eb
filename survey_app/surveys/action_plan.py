"""The action plan of a survey: what the plan asks of which agency."""

from scoring.targets import actions, toml_files
from scoring.targets.actions import ActionPlan
from survey_app.surveys.survey import Survey


def load(survey: Survey) -> ActionPlan | None:
    """Return the survey's action plan, None where its file names none.

    Raises:
        ScoringError: listing every mistake of the plan's file.
    """
    source = survey.actions
    if source is None:
        return None
    if source.path is None:
        return actions.load(source.name)
    return actions.loads(toml_files.read(source.path), source.path.name)
