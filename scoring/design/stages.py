"""The stages of a sample: which unit each row belongs to, and how its units were drawn from their parent."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Indices, Numbers
from scoring.columns.levels import compress_pairs
from scoring.errors import ScoringError


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of selection, as the variance needs it.

    Args:
        of_leaf: the unit of this stage that each leaf (unit of the last stage) lies in.
        parent: the stratum (stage 1) or the unit of the stage before (later stages) of each unit.
        drawn: how many units were drawn in each parent.
        rate: the share of each parent's units that was drawn; 0 with replacement.
        labels: what to call each parent in a message.
    """

    of_leaf: Indices
    parent: Indices
    drawn: Numbers
    rate: Numbers
    labels: Sequence[str]


@dataclass(frozen=True, eq=False)
class Stages:
    """All stages, the first one first, and the leaf of each row.

    Args:
        of_row: the leaf of each row.
        stages: from strata down.
    """

    of_row: Indices
    stages: tuple[Stage, ...]

    @property
    def leaves(self) -> int:
        """The number of units of the last stage."""
        return self.stages[-1].parent.size


@dataclass(frozen=True, eq=False)
class Units:
    """The units of one stage by row, before they are put together.

    Args:
        of_row: the unit of each row.
        parent: the parent of each unit.
    """

    of_row: Indices
    parent: Indices


def nested(parent_of_row: Indices, ids: Indices) -> Units:
    """Number the units of a stage: an id counts within its parent only.

    >>> nested(np.array([0, 0, 1]), np.array([7, 7, 7])).of_row.tolist()
    [0, 0, 1]
    """
    width = int(ids.max(initial=0)) + 1
    of_row, used = compress_pairs(parent_of_row, ids, width)
    return Units(of_row, used // width)


def rates(units: Units, size: Numbers, *, column: str) -> tuple[Numbers, Numbers]:
    """Return the number of units drawn from each parent and their sampling fraction.

    Args:
        units: the units of this stage.
        size: per row, the population of the row's parent, or the sampled share when no value exceeds 1.
        column: the name to put in a message.

    Raises:
        ScoringError: a population changes within its parent, or is smaller than its sample.
    """
    parents = int(units.parent.max(initial=-1)) + 1
    drawn = np.bincount(units.parent, minlength=parents).astype(np.float64)
    parent_of_row = units.parent[units.of_row]
    first = np.zeros(parents)
    first[parent_of_row] = size
    varying = np.flatnonzero(first[parent_of_row] != size)
    if varying.size:
        raise ScoringError(
            f"Cột «{column}», dòng dữ liệu {varying[0] + 1}: quy mô tổng thể phải như nhau trong cùng một tầng hoặc đơn vị cha.",
            f"Column “{column}”, data row {varying[0] + 1}: the population size must be the same within a parent unit.",
        )
    rate = first if size.size and size.max() <= 1 else drawn / first
    over = np.flatnonzero(rate[parent_of_row] > 1 + 1e-12)
    if over.size:
        raise ScoringError(
            f"Cột «{column}», dòng dữ liệu {over[0] + 1}: quy mô tổng thể nhỏ hơn số đơn vị đã chọn.",
            f"Column “{column}”, data row {over[0] + 1}: the population is smaller than the sample drawn from it.",
        )
    return drawn, np.minimum(rate, 1.0)
