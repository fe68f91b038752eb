"""The one error of this package: it speaks Vietnamese first, English second, and says what to do."""

from questionnaires.errors import SpokenError


class PaperError(SpokenError):
    """A mistake in a form number, a questionnaire to print, or a scanned file."""
