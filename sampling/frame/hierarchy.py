"""The units of every stage of a plan, from the rows of a frame in one pass.

A row belongs to one unit of each stage; a unit belongs to one unit of the stage before. The tables are plain
arrays, so that 10 million rows cost a few hundred megabytes and no loop.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sampling.frame.coded_column import first_rows
from sampling.frame.frame import SamplingFrame
from sampling.plan.plan import COUNT, Plan, Stage
from sampling.selection.randomness import Floats, Indices

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
    parent: NDArray[np.int32]
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
    for stage in listed:
        found.append(_units(frame, id_columns(stage), found[-1] if found else None, per_row))
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
    frame: SamplingFrame, columns: tuple[str, ...], above: Units | None, per_row: Floats | None
) -> Units:
    found = None if above is None else (above.of_row, above.first)
    for column in columns:
        found = _within(frame, column, found)
    if found is None:
        raise ValueError(columns)
    of_row, first = found
    units, each_a_row = first.size, first.size == of_row.size
    if per_row is None and each_a_row:
        below: Floats = np.broadcast_to(1.0, (units,))
    else:
        below = np.bincount(of_row, weights=per_row, minlength=units).astype(np.float64)
    if above is None:
        return Units(of_row, first, np.zeros(units, dtype=np.int32), below)
    return Units(of_row, first, above.of_row if each_a_row else above.of_row[first], below)


Found = tuple[NDArray[np.int32], Indices]
"""The unit of each row, and the first row of each unit."""


def _within(frame: SamplingFrame, column: str, above: Found | None) -> Found:
    """Number the texts of a column within the units above, in the order they first occur."""
    coded = frame.columns[column]
    codes, labels = coded.codes, coded.labels.size
    if above is None or labels == codes.size or (above[0][coded.first][codes] == above[0]).all():
        # Each text lies in one unit above: its own number will do.
        return codes, coded.first
    of_row = _numbered(above[0].astype(np.int64) * labels + codes, above[1].size * labels)
    return of_row, first_rows(of_row, int(of_row.max()) + 1)


def _numbered(code: Indices, codes: int) -> NDArray[np.int32]:
    """Number the codes that occur 0, 1, … in the order they first occur."""
    if codes > DENSE * code.size + DENSE:
        return pd.factorize(code)[0].astype(np.int32)
    row_of_code = np.full(codes, code.size, dtype=np.int64)
    row_of_code[code[::-1]] = np.arange(code.size - 1, -1, -1)
    used = np.flatnonzero(row_of_code < code.size)
    number = np.empty(codes, dtype=np.int32)
    number[used[np.argsort(row_of_code[used])]] = np.arange(used.size, dtype=np.int32)
    return number[code]
