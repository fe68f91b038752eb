"""The design within areas: what an area's own estimate varies by when the area itself is given."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.columns.columns import Indices
from scoring.columns.levels import codes_of
from scoring.design.design import Design
from scoring.design.stages import nested


@dataclass(frozen=True, eq=False)
class WithinAreas:
    """A design whose strata lie within areas, and the stage of its units: 0 for PSUs, 1 for the units in them, ….

    ``stage`` is the number of stages of clusters where the answers themselves are the units.
    """

    design: Design
    stage: int

    @property
    def people(self) -> bool:
        """Whether the units are the people who answered."""
        return not self.design.clusters


def within_areas(design: Design, area: NDArray[np.object_]) -> WithinAreas:
    """Return the design of the first stage at which half of the areas, or more, hold two units.

    Where areas contain the PSUs (villages in a commune) these are the units; where an area is itself a PSU, the units
    drawn within it; where no stage has two units in most areas, the people. An area with a single unit has no df.
    """
    of_area = codes_of(area)
    stage = 0
    while stage < len(design.clusters) and not _most_hold_two(of_area, codes_of(design.clusters[stage])):
        stage += 1
    above = [codes_of(each).astype(str) for each in design.clusters[:stage]]
    parts = [of_area.astype(str), design.strata_of_rows[0].astype(str), *above]
    inner = replace(
        design,
        strata=np.array(["/".join(each) for each in zip(*parts, strict=True)], dtype=np.object_),
        clusters=design.clusters[stage:],
        fpc=design.fpc[stage:],
        lonely="remove",
    )
    return WithinAreas(inner, stage)


def _most_hold_two(of_area: Indices, units: Indices) -> bool:
    """Whether half of the areas, or more, hold two units; the id of a unit counts within its area."""
    named = of_area >= 0
    held = np.bincount(nested(of_area[named], units[named]).parent)
    return bool(2 * np.sum(held > 1) >= np.sum(held > 0))
