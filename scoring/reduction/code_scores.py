"""The scores of answer codes under a statistic."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeVar

import numpy as np

from scoring.columns.columns import Numbers, missing
from scoring.columns.levels import label

Code: TypeAlias = int | float | str
Statistic = Literal["satisfied", "mean", "mean5", "mean01", "total", "count"]
BY_CODE: tuple[Statistic, ...] = (
    "satisfied",
    "count",
)  # score 1 for some codes, 0 for the others, words among them
_N = TypeVar("_N", float, Numbers)


@dataclass(frozen=True)
class CodeScores:
    """The score of every answer code under a statistic.

    Args:
        kind: the statistic.
        satisfied: the codes that count as satisfied, or that ``count`` counts.
        valid: the codes that are answers; None: every code that is not blank.
    """

    kind: Statistic = "satisfied"
    satisfied: Collection[Code] = (4, 5)
    valid: Collection[Code] | None = None

    def of(self, code: Code) -> float:
        """Return the score of a code, NaN when it is no valid answer.

        >>> CodeScores(valid=range(1, 6)).of(5), CodeScores("mean01").of(2), CodeScores(valid=(1, 2)).of(9)
        (1.0, 0.25, nan)
        """
        if missing(code) or (self.valid is not None and not among(code, self.valid)):
            return np.nan
        if self.kind in BY_CODE:
            return float(among(code, self.satisfied))
        return self.scaled(number_of(code))

    def scaled(self, number: _N) -> _N:
        """Return numbers on the scale of the statistic."""
        if self.kind == "mean5":
            return number / 5
        return (number - 1) / 4 if self.kind == "mean01" else number


def number_of(code: Code) -> float:
    """Return a code as a number, NaN where it is a word."""
    try:
        return float(code)
    except ValueError:
        return np.nan


def among(code: Code, codes: Collection[Code]) -> bool:
    """Tell whether a code is among others; text and numbers of one value are the same code."""
    if code in codes:
        return True
    if not isinstance(code, str) and not any(isinstance(other, str) for other in codes):
        return False
    text = label(code)
    return any(label(other) == text or number_of(other) == number_of(code) for other in codes)
