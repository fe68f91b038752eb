"""What weights adjusted to known totals take away from a standard error: the calibration's residuals."""

from dataclasses import dataclass
from typing import Protocol

from scoring.columns import Numbers


class Calibration(Protocol):
    """A step of weighting that the variance must know."""

    def residuals(self, influence: Numbers) -> Numbers:
        """Return weighted influence values (rows × columns) with what the totals explain taken out."""
        ...


@dataclass(frozen=True, eq=False)
class Nothing:
    """A step that leaves the variance as it is (trimming, nonresponse classes)."""

    def residuals(self, influence: Numbers) -> Numbers:
        """Return the influence values unchanged."""
        return influence
