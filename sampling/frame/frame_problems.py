"""Mistakes of a frame, each with the row it has in the file."""

import numpy as np
from numpy.typing import NDArray

from sampling.frame.frame import SamplingFrame
from sampling.plan.problems import Problems

PER_CHECK = 5


class FrameProblems(Problems):
    """A list of mistakes of a frame that becomes one ``SamplingError``.

    Args:
        frame: the frame, which knows the numbers of its rows.
        vi: the sentence before the list, in Vietnamese.
        en: the same in English.
    """

    def __init__(self, frame: SamplingFrame, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self._frame = frame

    def add_rows(
        self, rows: NDArray[np.int64], vi: str, en: str, *, earlier: NDArray[np.int64] | None = None
    ) -> None:
        """Record one mistake for the first five rows that have it, and how many more do.

        Args:
            rows: positions in the frame.
            vi: what is wrong, in Vietnamese.
            en: the same in English.
            earlier: the row each of them repeats.
        """
        first_of = [] if earlier is None else self._frame.lines(earlier[:PER_CHECK])
        for place, line in enumerate(self._frame.lines(rows[:PER_CHECK])):
            seen = (f" (dòng {first_of[place]})", f" (row {first_of[place]})") if first_of else ("", "")
            self.add(f"dòng {line}: {vi}{seen[0]}", f"row {line}: {en}{seen[1]}")
        if rows.size > PER_CHECK:
            more = rows.size - PER_CHECK
            self.add(f"… và {more} dòng nữa như thế", f"… and {more} more such rows")
