"""The one error of this package: it speaks Vietnamese first, English second, and says what to do."""

from typing import TypeAlias

from questionnaires.errors import SpokenError

# What people read, in Vietnamese and in English.
Sentence: TypeAlias = tuple[str, str]


class ScoringError(SpokenError):
    """A mistake in columns, designs, targets or a specification."""
