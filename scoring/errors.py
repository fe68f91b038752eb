"""The one error of this package: it speaks Vietnamese first, English second, and says what to do."""

from questionnaires.errors import SpokenError


class ScoringError(SpokenError):
    """A mistake in columns, designs, targets or a specification."""
