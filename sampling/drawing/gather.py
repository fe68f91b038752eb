"""The units drawn from the cells of a stage, cell by cell, joined into the units of the stage."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sampling.drawing.cells import Choice
from sampling.drawing.drawn import CellCount, Drawn
from sampling.drawing.listing import Listing
from sampling.drawing.stage_cells import StageCell
from sampling.plan.plan import Stage
from sampling.selection.randomness import Floats, Indices

WITHOUT_REPLACEMENT_COUNTS = frozenset({"srs", "systematic"})


@dataclass(frozen=True)
class DrawnCell:
    """The units drawn from one cell; arrays and lists have one entry a drawn unit.

    Attributes:
        cell: the cell.
        choice: what was drawn from it.
        paths: the paths of the units.
        certain: the paths of the units that were certain to be taken.
        below_reserve: whether the cell lies below a reserve unit.
    """

    cell: StageCell
    choice: Choice
    paths: list[str]
    certain: tuple[str, ...]
    below_reserve: bool

    @property
    def size(self) -> int:
        """Units drawn, main and reserve."""
        return self.choice.places.size

    @property
    def is_certain(self) -> NDArray[np.bool_]:
        """Whether a unit was certain to be taken."""
        return np.isin(self.choice.places, self.choice.certain)

    @property
    def is_reserve(self) -> NDArray[np.bool_]:
        """Whether each unit, or the one above it, is a reserve."""
        return np.full(self.size, self.below_reserve) | (np.arange(self.size) >= self.choice.main)

    @property
    def order(self) -> Indices:
        """1, 2, … within the main sample, and again within the reserve."""
        main = self.choice.main
        return np.concatenate([np.arange(1, main + 1), np.arange(1, self.size - main + 1)])

    @property
    def strata(self) -> list[str]:
        """The stratum of each unit for the variance: a certainty unit is one of its own."""
        return [
            f"{self.cell.stratum}|{path} (chắc chắn)" if certain else self.cell.stratum
            for path, certain in zip(self.paths, self.is_certain, strict=True)
        ]

    def population(self, stage: Stage) -> Floats:
        """Return how many units each one stands among; see ``Drawn``."""
        if self.cell.size is None and stage.method in WITHOUT_REPLACEMENT_COUNTS:
            return np.full(self.size, float(self.cell.count))
        return np.where(self.is_certain, 1.0, np.inf)


def gathered(listing: Listing, parts: list[DrawnCell], counts: tuple[CellCount, ...]) -> Drawn:
    """Return the units of a stage, cell after cell."""
    choices = [part.choice for part in parts]
    first = listing.before is None
    return Drawn(
        stage=listing.stage,
        row=np.concatenate([part.cell.rows_of(part.choice.places) for part in parts]),
        parent=np.concatenate([np.full(part.size, part.cell.parent) for part in parts]),
        unit=np.concatenate([part.cell.units_of(part.choice.places) for part in parts]),
        path=[path for part in parts for path in part.paths],
        stratum=[label for part in parts for label in part.strata],
        pi=np.concatenate([choice.pi for choice in choices]),
        number=np.concatenate([choice.numbers for choice in choices]),
        text=[text for choice in choices for text in choice.texts],
        is_reserve=np.concatenate([part.is_reserve for part in parts]),
        order=np.concatenate([part.order for part in parts]),
        population=np.concatenate([part.population(listing.stage) for part in parts]),
        position=np.concatenate([part.cell.numbers_of(part.choice.places) for part in parts]),
        cells=counts,
        everyone={path: pi for choice in choices for path, pi in choice.everyone.items()} if first else {},
    )


def count_of(listing: Listing, cell: StageCell, take: int, part: DrawnCell | None) -> CellCount:
    """Return the units a cell has, its take and what was drawn; no ``part`` where the take is 0."""
    return CellCount(
        parent=listing.parent_path(cell.parent),
        stratum=cell.stratum,
        units=cell.count,
        size=math.fsum(cell.size) if cell.size is not None else float(cell.count),
        take=take,
        taken=0 if part is None else part.choice.main,
        reserve=0 if part is None else part.size - part.choice.main,
        certain=() if part is None else part.certain,
        interval=0.0 if part is None else part.choice.interval,
    )
