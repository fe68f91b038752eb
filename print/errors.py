"""The error of this package: a sentence in Vietnamese and one in English, with what to do."""

from questionnaires.errors import SpokenError


class PaperError(SpokenError):
    """A mistake in a form number, a questionnaire to print, or a scanned file."""
