"""Files a wave is opened with, given by a name of the library or the path of a TOML file.

- ``questionnaire(given) -> Questionnaire``
- ``targets(given) -> tuple[name, text | None]``: for ``WaveSpec.targets`` and ``WaveSpec.targets_text``

A plan is read by ``sampling.plan.plan_file.load_plan``, which takes both.
"""

from pathlib import Path

from questionnaires import load
from questionnaires.model import Questionnaire
from scoring.targets import toml_files


def questionnaire(given: str) -> Questionnaire:
    """Return a questionnaire.

    Raises:
        QuestionnaireError: there is none of this name, or every mistake of the file.
    """
    return load.load(given) if given.endswith(".toml") else load.published(given)


def targets(given: str) -> tuple[str, str | None]:
    """Return the name of targets, and the text of their file; None for a name of the library.

    Raises:
        ScoringError: there is no such file, or it is no UTF-8 text.
    """
    path = Path(given)
    return path.name, toml_files.read(path) if given.endswith(".toml") else None
