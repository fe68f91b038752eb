"""The result of one stage of a draw: the selected units with their probabilities, and a count for each cell."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampling.plan.plan import Stage
from sampling.selection.randomness import Floats, Indices

ALL = "toàn bộ"


@dataclass(frozen=True)
class CellCount:
    """One cell of a stage, for the manifest and the preview.

    Attributes:
        parent: the path of the parent unit, empty in the first stage.
        stratum: the stratum's label.
        units: units in the frame.
        size: their total size (units where no size is used).
        take: units to take.
        taken: units taken (differs from ``take`` under Poisson).
        reserve: reserve units there were enough of.
        certain: paths of units certain to be taken because their size reaches the interval.
        interval: the sampling interval among the others, 0 without one.
    """

    parent: str
    stratum: str
    units: int
    size: float
    take: int
    taken: int
    reserve: int
    certain: tuple[str, ...]
    interval: float


@dataclass(frozen=True)
class Drawn:
    """The selected units of one stage, main and reserve; arrays have one entry a unit.

    Attributes:
        stage: the stage of the plan.
        row: the first row of the unit in the frame.
        parent: its parent's position among the selected units of the stage before.
        unit: its index among all units of the stage.
        path: its identity with its parents.
        stratum: its stratum for the variance: certainty units are strata of their own.
        pi: its inclusion probability given its parent.
        number: its random number.
        text: what that number was made from, after ``key|column|``.
        is_reserve: whether it or a parent is a reserve unit.
        order: 1, 2, … within main or reserve of its cell.
        population: units in its cell, ``inf`` where the with-replacement approximation holds, 1 if certain.
        position: its number in the list of the cell when the frame only counts the units, else 0.
        cells: all cells of the stage.
        everyone: in a first stage where each unit has its own number: the probability of every unit by its path.
    """

    stage: Stage
    row: Indices
    parent: Indices
    unit: Indices
    path: list[str]
    stratum: list[str]
    pi: Floats
    number: Floats
    text: list[str]
    is_reserve: NDArray[np.bool_]
    order: Indices
    population: Floats
    position: Indices
    cells: tuple[CellCount, ...]
    everyone: Mapping[str, float]

    def __len__(self) -> int:
        return self.row.size
