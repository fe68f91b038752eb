"""The first stage of a plan on a frame: takes, inclusion probabilities and certainty units by stratum, before the draw."""

from dataclasses import dataclass

import numpy as np

from sampling.drawing.listing import Listing
from sampling.drawing.stage_cells import StageCell, counted_cells, ids_of, listed_cells
from sampling.drawing.stage_draw import takes_of
from sampling.frame.checks import check_frame
from sampling.frame.code_checks import settled
from sampling.frame.frame import SamplingFrame
from sampling.frame.hierarchy import is_counted
from sampling.plan.plan import Plan
from sampling.selection.inclusion import proportional
from sampling.selection.randomness import Floats


@dataclass(frozen=True)
class PlannedStratum:
    """One stratum of the first stage before the draw.

    Attributes:
        stratum: its label.
        units: units in the frame.
        size: the measure the allocation shares by.
        take: units to take.
        pi: the inclusion probability of each unit, in the order of the draw; nothing for a list that is only counted.
        certain: the units whose probability is 1 because of their size.
    """

    stratum: str
    units: int
    size: float
    take: int
    pi: Floats | None
    certain: tuple[str, ...]


def first_stage(frame: SamplingFrame, plan: Plan) -> list[PlannedStratum]:
    """Return the strata of the first stage; nothing is drawn.

    Raises:
        SamplingError: the frame or the plan is wrong; the text names rows and strata.
    """
    frame = settled(frame, plan)
    units = check_frame(frame, plan)
    listing = Listing.after([], frame, plan)
    counted = is_counted(frame, plan.stages[0])
    cells = counted_cells(listing, units) if counted else listed_cells(listing, units)
    return [_planned(listing, *pair) for pair in zip(cells, takes_of(listing, cells), strict=True)]


def _planned(listing: Listing, cell: StageCell, take: int) -> PlannedStratum:
    pi: Floats | None = None if cell.units is None else np.full(cell.count, take / cell.count)
    certain: tuple[str, ...] = ()
    if cell.size is not None and take:
        inclusion = proportional(cell.size, take)
        pi, certain = inclusion.pi, tuple(ids_of(listing, cell, np.flatnonzero(inclusion.certain)))
    return PlannedStratum(cell.stratum, cell.count, cell.total, take, pi, certain)
