"""Errors of the application, and the list of all errors whose message is shown to people."""

from questionnaires import errors
from sampling.errors import SamplingError


class AppError(errors.SpokenError):
    """An error of the application that a person can act on.

    Args:
        vi: what is wrong and what to do, in Vietnamese.
        en: the same in English.
        status: the HTTP status a page answers with.
    """

    def __init__(self, vi: str, en: str, *, status: int = 400) -> None:
        super().__init__(vi, en)
        self.status = status


SpokenError = errors.SpokenError | SamplingError
SPOKEN_ERRORS = (errors.SpokenError, SamplingError)
