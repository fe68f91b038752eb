"""What one stage is drawn from: the frame, the plan, and the units of the stage before."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sampling.drawing.drawn import Drawn
from sampling.drawing.last_wave import LastWave
from sampling.frame.frame import SamplingFrame
from sampling.plan.plan import Plan, Stage
from sampling.selection.randomness import Indices


@dataclass(frozen=True)
class Listing:
    """What one stage is drawn from.

    Attributes:
        frame: the frame.
        plan: the plan.
        stage: the stage to be drawn.
        number: 0 for the first stage.
        before: the units of the stage before, nothing in the first.
        last: in the first stage, last wave's sample if this one follows it.
    """

    frame: SamplingFrame
    plan: Plan
    stage: Stage
    number: int
    before: Drawn | None
    last: LastWave | None = None

    @classmethod
    def after(
        cls, drawn: list[Drawn], frame: SamplingFrame, plan: Plan, *, last: LastWave | None = None
    ) -> Self:
        """Return what the stage after those drawn so far is made from; only the first one follows last wave's."""
        number = len(drawn)
        before = drawn[-1] if drawn else None
        return cls(frame, plan, plan.stages[number], number, before, None if drawn else last)

    def below_selected(self, parent_of: NDArray[np.int32]) -> tuple[Indices, Indices]:
        """Return the units (or rows) below the selected parents, and the position of each one's parent."""
        if self.before is None:
            return np.arange(parent_of.size), np.zeros(parent_of.size, dtype=np.int64)
        position = np.full(int(parent_of.max()) + 1, -1, dtype=np.int64)
        position[self.before.unit] = np.arange(len(self.before))
        index = np.flatnonzero((position >= 0)[parent_of])
        return index, position[parent_of[index]]

    def parent_path(self, parent: int) -> str:
        """Return the path of a selected parent, nothing in the first stage."""
        return "" if self.before is None else self.before.path[parent]

    def is_below_reserve(self, parent: int) -> bool:
        """Tell whether a selected parent is a reserve unit."""
        return self.before is not None and bool(self.before.is_reserve[parent])
