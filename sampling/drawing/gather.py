"""What the cells of a stage gave, cell by cell and put together."""

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
class Part:
    """What one cell gave; arrays and lists have one entry a drawn unit.

    Attributes:
        cell: the cell.
        choice: what was drawn from it.
        paths: the paths of the units.
        certain: the paths of the units that were certain to be taken.
        waits: whether the cell lies below a reserve unit.
    """

    cell: StageCell
    choice: Choice
    paths: list[str]
    certain: tuple[str, ...]
    waits: bool

    @property
    def size(self) -> int:
        """How many units it gave."""
        return self.choice.places.size

    @property
    def is_certain(self) -> NDArray[np.bool_]:
        """Whether a unit was certain to be taken."""
        return np.isin(self.choice.places, self.choice.certain)

    @property
    def is_reserve(self) -> NDArray[np.bool_]:
        """Whether a unit, or the one above it, only stands in for others."""
        return np.full(self.size, self.waits) | (np.arange(self.size) >= self.choice.main)

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


def gathered(listing: Listing, parts: list[Part], counts: tuple[CellCount, ...]) -> Drawn:
    """Return what a stage gave, cell after cell."""
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


def count_of(listing: Listing, cell: StageCell, take: int, part: Part | None) -> CellCount:
    """Return what a cell had, was to give and gave; no part where it was to give nothing."""
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
