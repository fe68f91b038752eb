"""The error of this package: a sentence in Vietnamese and one in English, with what to do."""

from questionnaires.errors import SpokenError
from sampling.errors import Sentence

__all__ = ["ScoringError", "Sentence"]


class ScoringError(SpokenError):
    """A mistake in columns, designs, targets or a specification."""
