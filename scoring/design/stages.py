"""The stages of a sample: which unit each row belongs to, and how its units were drawn from their parent."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Indices, Numbers
from scoring.columns.levels import compress_pairs, factorize
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
        unequal: the chance of each unit, where units of one parent have different ones.
    """

    of_leaf: Indices
    parent: Indices
    drawn: Numbers
    rate: Numbers
    labels: Sequence[str]
    unequal: Numbers | None = None

    @property
    def chances(self) -> Numbers:
        """The chance of each unit to be drawn from its parent; 0 with replacement."""
        return self.rate[self.parent] if self.unequal is None else self.unequal


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
    def shares(self) -> list[Numbers]:
        """Per stage and parent, the chance of the parent to be drawn: the product over the stages above."""
        out = [np.ones(self.stages[0].drawn.size)]
        for stage in self.stages[:-1]:
            out.append(out[-1][stage.parent] * stage.chances)
        return out

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


def unit_ids(units: Units, ids: npt.ArrayLike) -> list[str]:
    """Return the id of each unit as text, from the ids of its rows."""
    codes, levels = factorize(ids)
    of_unit = np.zeros(units.parent.size, np.int64)
    of_unit[units.of_row] = codes
    return [levels[code] for code in of_unit]


def refuse_deeper(populations: int, clusters: int) -> None:
    """Refuse populations of stages that do not exist; one more than clusters means rows drawn within the last."""
    if populations > clusters + 1:
        raise ScoringError(
            f"fpc có {populations} cấp nhưng clusters chỉ có {clusters}; hãy bỏ bớt fpc.",
            f"fpc has {populations} stages but clusters only {clusters}; leave some out.",
        )


def refuse_split(units: Units, ids: npt.ArrayLike) -> None:
    """Refuse first-stage units of one id in two strata."""
    codes, levels = factorize(ids)
    strata = np.unique(np.stack([codes, units.parent[units.of_row]]), axis=1)[0]
    split = np.flatnonzero(np.bincount(strata) > 1)
    if split.size:
        name = levels[int(split[0])]
        raise ScoringError(
            f"Đơn vị chọn mẫu «{name}» nằm ở hai tầng; nếu mã được đánh lại trong mỗi tầng, đặt nest = true.",
            f"PSU “{name}” lies in two strata; if ids restart in each stratum, set nest = true.",
        )


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
