"""The variance factors of the units of each stratum or parent unit, with rules for a lone unit."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns.columns import Flags, Numbers
from scoring.design.stages import Stage, Stages
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


def spreading(stages: Stages, lonely: Lonely) -> tuple[Spreading, ...]:
    """Return the factors of every stage, the first one first.

    Raises:
        ScoringError: a stratum has one PSU and the rule is ``fail``.
    """
    out = []
    share = np.ones(stages.stages[0].drawn.size)
    for depth, stage in enumerate(stages.stages):
        out.append(_of_stage(stage, share, lonely, depth))
        share = (share * stage.rate)[stage.parent]
    return tuple(out)


def _of_stage(stage: Stage, share: Numbers, lonely: Lonely, depth: int) -> Spreading:
    alone = (stage.drawn == 1) & (stage.rate < 1)
    if lonely == "fail" and np.any(alone & (share > 0)):
        _refuse(stage, int(np.flatnonzero(alone & (share > 0))[0]), depth)
    scale = share * (1 - stage.rate) * stage.drawn / np.maximum(stage.drawn - 1, 1)
    if lonely != "adjust":
        scale = np.where(alone, 0.0, scale)
    if lonely == "average" and alone.any() and not alone.all():
        scale = scale * alone.size / (alone.size - alone.sum())
    return Spreading(stage, scale, ~(alone & (lonely == "adjust")))


def _refuse(stage: Stage, parent: int, depth: int) -> None:
    name = stage.labels[parent] if depth == 0 else str(parent + 1)
    raise ScoringError(
        f"Tầng «{name}» chỉ có một đơn vị chọn mẫu ở cấp {depth + 1}; hãy gộp tầng hoặc chọn lonely khác «fail».",
        f"Stratum “{name}” has only one PSU at stage {depth + 1}; merge strata or choose another lonely rule.",
    )
