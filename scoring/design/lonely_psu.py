"""The variance factors of the units of each stratum or parent unit, with rules for a lone unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Flags, Numbers, add_up
from scoring.design.stages import Stage, Stages, Units, unit_ids
from scoring.errors import ScoringError

Lonely = Literal["fail", "remove", "certainty", "adjust", "average"]


@dataclass(frozen=True, eq=False)
class Spreading:
    """The variance factors of one stage: a scale and a centring for each parent unit.

    Args:
        stage: the stage.
        scale: per parent, the factor of these squares.
        centred: per parent, whether distances are from the mean of its units, not from 0.
    """

    stage: Stage
    scale: Numbers
    centred: Flags

    def halves(self, units: Numbers) -> tuple[Numbers, Numbers]:
        """Return two factors (units × columns) whose product, left transposed, is the covariance of the totals."""
        stage = self.stage
        mean = add_up(units, stage.parent, stage.drawn.size) / np.maximum(stage.drawn, 1)[:, None]
        centred = units - np.where(self.centred, 1.0, 0.0)[stage.parent, None] * mean[stage.parent]
        return centred * self.scale[stage.parent, None], centred


def spreading(stages: Stages, lonely: Lonely, *, first: int = 0) -> tuple[Spreading, ...]:
    """Return the factors of every stage, from the one numbered ``first`` (0: all) down.

    Raises:
        ScoringError: a stratum has one PSU and the rule is ``fail``.
    """
    shares = stages.shares
    return tuple(
        _of_stage(stage, shares[depth], lonely, depth)
        for depth, stage in enumerate(stages.stages)
        if depth >= first
    )


def _of_stage(stage: Stage, share: Numbers, lonely: Lonely, depth: int) -> Spreading:
    alone = (stage.drawn == 1) & (stage.rate < 1)
    if lonely == "fail" and np.any(alone & (share > 0)):
        raise refuse_lonely(stage, int(np.flatnonzero(alone & (share > 0))[0]), depth)
    scale = share * (1 - stage.rate) * stage.drawn / np.maximum(stage.drawn - 1, 1)
    if lonely != "adjust":
        scale = np.where(alone, 0.0, scale)
    if lonely == "average" and alone.any() and not alone.all():
        scale = scale * alone.size / (alone.size - alone.sum())
    return Spreading(stage, scale, ~(alone & (lonely == "adjust")))


def refuse_unknown(lonely: str) -> None:
    """Refuse a rule that does not exist."""
    if lonely not in get_args(Lonely):
        raise ScoringError(
            f"lonely = «{lonely}» không có; chọn một trong {', '.join(get_args(Lonely))}.",
            f"lonely = “{lonely}” is unknown; choose one of {', '.join(get_args(Lonely))}.",
        )


def unit_paths(parents: Sequence[str], units: Units, ids: npt.ArrayLike) -> list[str]:
    """Return what to call each unit in a message: its parent's name and its own id.

    >>> unit_paths(["a", "b"], Units(np.array([0, 1]), np.array([0, 1])), [7, 7])
    ['a / 7', 'b / 7']
    """
    return [
        f"{parents[parent]} / {name}" for parent, name in zip(units.parent, unit_ids(units, ids), strict=True)
    ]


def refuse_lonely(stage: Stage, parent: int, depth: int) -> ScoringError:
    """Return the error about a stratum, or a parent unit, of which one unit was drawn."""
    if depth == 0:
        name = stage.labels[parent]
        return ScoringError(
            f"Tầng «{name}» chỉ có một đơn vị chọn mẫu ở cấp 1; hãy gộp tầng hoặc chọn lonely khác «fail».",
            f"Stratum “{name}” has only one PSU at stage 1; merge strata or choose a lonely rule other than “fail”.",
        )
    name = stage.labels[parent] if len(stage.labels) else str(parent + 1)
    return ScoringError(
        f"Đơn vị «{name}» chỉ có một đơn vị được chọn bên trong ở cấp {depth + 1}; hãy chọn lonely khác «fail», hoặc bỏ fpc của cấp đó.",
        f"Unit “{name}” has only one unit drawn within it at stage {depth + 1}; choose a lonely rule other than “fail”, or leave out the fpc of that stage.",
    )
