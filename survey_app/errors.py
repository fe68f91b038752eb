"""Errors of the application, and the list of all errors that speak to people."""

from typing import TypeAlias

from print.errors import PaperError
from questionnaires.errors import QuestionnaireError
from sampling.errors import SamplingError
from scoring.errors import ScoringError


class AppError(Exception):
    """A refusal a person can act on; ``str()`` is the Vietnamese sentence.

    Args:
        vi: what is wrong and what to do, in Vietnamese.
        en: the same in English.
        status: the HTTP status a page answers with.
    """

    def __init__(self, vi: str, en: str, *, status: int = 400) -> None:
        super().__init__(vi)
        self.vi = vi
        self.en = en
        self.status = status


SpokenError: TypeAlias = AppError | PaperError | QuestionnaireError | SamplingError | ScoringError
SPOKEN_ERRORS = (AppError, PaperError, QuestionnaireError, SamplingError, ScoringError)
