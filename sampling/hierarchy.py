"""The units of every stage of a plan, found in the rows of a frame in one pass.

A row belongs to one unit of each stage; a unit belongs to one unit of the stage before. The tables are plain
arrays, so that 10 million rows cost a few hundred megabytes and no loop.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.frame import SamplingFrame
from sampling.plan import COUNT, Plan, Stage
from sampling.randomness import Floats, Indices

DENSE = 8
"""Up to so many codes a row, a table of all codes is faster than hashing."""


@dataclass(frozen=True)
class Units:
    """The units of one stage; arrays have one entry a unit.

    Attributes:
        of_row: the unit of each row of the frame.
        first: the first row of the unit, which tells its columns.
        parent: its unit in the stage before (0 in the first stage).
        below: how many last-stage units lie in it.
    """

    of_row: NDArray[np.int32]
    first: Indices
    parent: Indices
    below: Floats

    def __len__(self) -> int:
        return self.first.size


def is_counted(frame: SamplingFrame, stage: Stage) -> bool:
    """Tell whether the frame has numbers of units in place of a list of them."""
    return stage.count is not None and not frame.has(stage.unit)


def id_columns(stage: Stage) -> tuple[str, ...]:
    """Return the columns that together identify a unit within its parent."""
    return stage.id or (stage.unit,)


def find_units(frame: SamplingFrame, plan: Plan) -> list[Units]:
    """Return the units of each stage the frame lists (a counted last stage has none)."""
    listed = [stage for stage in plan.stages if not is_counted(frame, stage)]
    per_row = _units_per_row(frame, plan.stages[-1])
    found: list[Units] = []
    parent_of_row = np.zeros(len(frame), dtype=np.int32)
    for stage in listed:
        units = _units(frame, id_columns(stage), parent_of_row, per_row)
        found.append(units)
        parent_of_row = units.of_row
    return found


def sizes(frame: SamplingFrame, plan: Plan, stage: Stage, units: Units) -> Floats:
    """Return the size measure of each unit of a stage that has one."""
    if stage.size is None:
        raise ValueError(stage)
    if stage.size == COUNT or counts_rows(frame, plan, stage.size):
        return units.below
    return frame.numbers(stage.size)[units.first]


def counts_rows(frame: SamplingFrame, plan: Plan, column: str) -> bool:
    """Tell whether a size column means the number of last-stage units.

    That is so for the column named by ``count``: in a list of villages it is summed over rows, and where the
    frame lists the persons and lacks the column, the persons are counted.
    """
    last = plan.stages[-1]
    return column == last.count and (is_counted(frame, last) or not frame.has(column))


def _units_per_row(frame: SamplingFrame, last: Stage) -> Floats | None:
    return frame.numbers(last.count) if last.count and is_counted(frame, last) else None


def _units(
    frame: SamplingFrame, columns: tuple[str, ...], parent_of_row: NDArray[np.int32], per_row: Floats | None
) -> Units:
    unit = parent_of_row
    for column in columns:
        # Numbering anew after each column keeps the product of codes far from overflow.
        labels = len(frame.labels(column))
        unit = _numbered(unit.astype(np.int64) * labels + frame.codes(column), (int(unit.max()) + 1) * labels)
    count = int(unit.max()) + 1
    first = np.empty(count, dtype=np.int64)
    first[unit[::-1]] = np.arange(unit.size)[::-1]
    below = np.bincount(unit, weights=per_row, minlength=count).astype(np.float64)
    return Units(unit, first, parent_of_row[first].astype(np.int64), below)


def _numbered(code: Indices, codes: int) -> NDArray[np.int32]:
    """Number the codes that occur 0, 1, … without gaps."""
    if codes > DENSE * code.size + DENSE:
        return pd.factorize(code)[0].astype(np.int32)
    occurs = np.zeros(codes, dtype=bool)
    occurs[code] = True
    return (np.cumsum(occurs, dtype=np.int32) - 1)[code]
