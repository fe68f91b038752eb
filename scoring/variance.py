"""The one variance routine: influence values under a design to variances and covariances.

Särndal, Swensson and Wretman (1992), section 4.3, in the recursive form: the variance of a total is the
variance between the first-stage units, plus the share drawn times the variance within each of them.
"""

from dataclasses import dataclass

import numpy as np

from scoring.columns import Flags, Indices, Numbers, add_up, compress
from scoring.design import Design, Lonely
from scoring.errors import ScoringError
from scoring.parallel import filled
from scoring.stages import Stage, Stages


@dataclass(frozen=True, eq=False)
class Influence:
    """Sums of weighted influence values over cells; a cell is a leaf of the design within one domain.

    Args:
        values: cells × variables.
        leaf: the leaf of each cell.
        domain: the domain of each cell.
        domains: how many domains there are.
    """

    values: Numbers
    leaf: Indices
    domain: Indices
    domains: int

    def dense(self, leaves: int, domain: int) -> Numbers:
        """Return leaves × variables for one domain, 0 where it has no cell."""
        inside = self.domain == domain
        return add_up(self.values[inside], self.leaf[inside], leaves)


def variances(design: Design, influence: Influence) -> Numbers:
    """Return domains × variables: the variance of each estimate.

    Raises:
        ScoringError: a stratum has one PSU and the design's rule is ``fail``.
    """
    out = np.zeros((influence.domains, influence.values.shape[1]))
    for stage, factors in _factors(design.stages, design.lonely):
        out += _stage_variances(influence, stage, factors)
    return out


def covariance(design: Design, totals: Numbers) -> Numbers:
    """Return the covariance of columns of leaf totals (leaves × columns)."""
    out = np.zeros((totals.shape[1], totals.shape[1]))
    for stage, factors in _factors(design.stages, design.lonely):
        units = add_up(totals, stage.of_leaf, stage.parent.size)
        mean = add_up(units, stage.parent, stage.drawn.size) / np.maximum(stage.drawn, 1)[:, None]
        centred = units - np.where(factors.centred, 1.0, 0.0)[stage.parent, None] * mean[stage.parent]
        out += (centred * factors.scale[stage.parent, None]).T @ centred
    return out


@dataclass(frozen=True, eq=False)
class _Factors:
    scale: Numbers
    centred: Flags


def _factors(stages: Stages, lonely: Lonely) -> list[tuple[Stage, _Factors]]:
    out = []
    share = np.ones(stages.stages[0].drawn.size)
    for depth, stage in enumerate(stages.stages):
        out.append((stage, _stage_factors(stage, share, lonely, depth)))
        share = (share * stage.rate)[stage.parent]
    return out


def _stage_factors(stage: Stage, share: Numbers, lonely: Lonely, depth: int) -> _Factors:
    alone = (stage.drawn == 1) & (stage.rate < 1)
    if lonely == "fail" and np.any(alone & (share > 0)):
        _refuse(stage, int(np.flatnonzero(alone & (share > 0))[0]), depth)
    scale = share * (1 - stage.rate) * stage.drawn / np.maximum(stage.drawn - 1, 1)
    if lonely != "adjust":
        scale = np.where(alone, 0.0, scale)
    if lonely == "average" and alone.any() and not alone.all():
        scale = scale * alone.size / (alone.size - alone.sum())
    return _Factors(scale, ~(alone & (lonely == "adjust")))


def _refuse(stage: Stage, parent: int, depth: int) -> None:
    name = stage.labels[parent] if depth == 0 else str(parent + 1)
    raise ScoringError(
        f"Tầng «{name}» chỉ có một đơn vị chọn mẫu ở cấp {depth + 1}; hãy gộp tầng hoặc chọn lonely khác «fail».",
        f"Stratum “{name}” has only one PSU at stage {depth + 1}; merge strata or choose another lonely rule.",
    )


def _stage_variances(influence: Influence, stage: Stage, factors: _Factors) -> Numbers:
    domains = influence.domains
    unit, used = compress(
        stage.of_leaf[influence.leaf] * domains + influence.domain, stage.parent.size * domains
    )
    units = influence.values if used.size == unit.size else add_up(influence.values, unit, used.size)
    if units is influence.values:
        used = used[unit]
    group, groups = compress(
        stage.parent[used // domains] * domains + used % domains, stage.drawn.size * domains
    )
    parent = groups // domains
    drawn = stage.drawn[parent]
    mean = np.where(factors.centred[parent], 1 / drawn, 0.0)[:, None] * add_up(units, group, groups.size)
    absent = drawn - np.bincount(group, minlength=groups.size)
    squares = _squares(units, mean, group) + absent[:, None] * mean**2
    return add_up(factors.scale[parent][:, None] * squares, groups % domains, domains)


def _squares(units: Numbers, mean: Numbers, group: Indices) -> Numbers:
    """Add up squared distances from the group means."""

    def fill(part: slice, gap: Numbers) -> None:
        np.subtract(units[part], mean[group[part]], out=gap)
        gap *= gap

    return add_up(filled(units.shape, fill), group, len(mean))
