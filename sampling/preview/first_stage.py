"""The first stage of a plan on a frame: takes, inclusion probabilities and certainty units by stratum, before the draw."""

from dataclasses import dataclass

import numpy as np

from sampling.drawing.listing import Listing
from sampling.drawing.precision_takes import demands
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
    listing, cells = _listed(frame, plan)
    return [_planned(listing, *pair) for pair in zip(cells, takes_of(listing, cells), strict=True)]


@dataclass(frozen=True)
class PrecisionPromise:
    """One demand of a take by precision, beside what the sizes planned give.

    Attributes:
        variable: the variable.
        domain: column and label of the domain; empty for the whole.
        allowed: the coefficient of variation allowed to the mean.
        reached: what the sizes give.
    """

    variable: str
    domain: str
    allowed: float
    reached: float


def precision_promises(frame: SamplingFrame, plan: Plan) -> list[PrecisionPromise]:
    """Return the demands of the first stage's take; nothing for a take without them.

    Raises:
        SamplingError: the frame or the plan is wrong, or a demand cannot be kept.
    """
    if not plan.stages[0].take.bethel:
        return []
    listing, cells = _listed(frame, plan)
    sizes = np.array(takes_of(listing, cells), dtype=np.int64)
    return [
        PrecisionPromise(each.variable, each.domain, each.cv, each.reached(sizes))
        for each in demands(listing, cells)
    ]


def _listed(frame: SamplingFrame, plan: Plan) -> tuple[Listing, list[StageCell]]:
    """Return the first stage and its cells, after every check of the frame."""
    frame = settled(frame, plan)
    units = check_frame(frame, plan)
    listing = Listing.after([], frame, plan)
    counted = is_counted(frame, plan.stages[0])
    return listing, counted_cells(listing, units) if counted else listed_cells(listing, units)


def _planned(listing: Listing, cell: StageCell, take: int) -> PlannedStratum:
    pi: Floats | None = None if cell.units is None else np.full(cell.count, take / cell.count)
    certain: tuple[str, ...] = ()
    if cell.size is not None and take:
        inclusion = proportional(cell.size, take)
        pi, certain = inclusion.pi, tuple(ids_of(listing, cell, np.flatnonzero(inclusion.certain)))
    return PlannedStratum(cell.stratum, cell.count, cell.total, take, pi, certain)
