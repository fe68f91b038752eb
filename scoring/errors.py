"""The error of this package: a sentence in Vietnamese and one in English, with what to do."""

from typing import TypeAlias

from questionnaires.errors import SpokenError

# What people read, in Vietnamese and in English.
Sentence: TypeAlias = tuple[str, str]


class ScoringError(SpokenError):
    """A mistake in columns, designs, targets or a specification."""
