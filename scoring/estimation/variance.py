"""The one variance routine: influence values under a design to variances and covariances.

Särndal, Swensson and Wretman (1992), section 4.3, in the recursive form: the variance of a total is the
variance between the first-stage units, plus the share drawn times the variance within each of them.
"""

from dataclasses import dataclass, replace

import numpy as np

from scoring.columns.columns import Indices, Numbers, add_up
from scoring.columns.levels import compress
from scoring.columns.threads import fill_in_parallel
from scoring.design.design import Design
from scoring.design.lonely_psu import Spreading
from scoring.design.unequal_spreading import UnequalSpreading


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
    """Return domains × variables: the variance of each estimate, NaN where an influence value is.

    Raises:
        ScoringError: a stratum has one PSU and the design's rule is ``fail``.
    """
    out = np.zeros((influence.domains, influence.values.shape[1]))
    # Sums are products with a matrix, in which a NaN of one domain would reach all others.
    unknown = np.argwhere(np.isnan(influence.values))
    known = replace(influence, values=np.nan_to_num(influence.values)) if unknown.size else influence
    for factors in design.spreading:
        if isinstance(factors, Spreading):
            out += _stage_variances(known, factors)
        else:
            out += _variances_of_pairs(known, factors, design.stages.leaves)
    out[influence.domain[unknown[:, 0]], unknown[:, 1]] = np.nan
    return out


def covariance(design: Design, totals: Numbers) -> Numbers:
    """Return the covariance of columns of leaf totals (leaves × columns)."""
    out = np.zeros((totals.shape[1], totals.shape[1]))
    for factors in design.spreading:
        left, right = factors.halves(add_up(totals, factors.stage.of_leaf, factors.stage.parent.size))
        out += left.T @ right
    return out


def standard_errors(variances: Numbers) -> Numbers:
    """Return square roots; NaN for a negative variance, as joint probabilities may give."""
    return np.sqrt(np.where(variances >= 0, variances, np.nan))


def _variances_of_pairs(influence: Influence, factors: UnequalSpreading, leaves: int) -> Numbers:
    """Return domains × variables, domain by domain: every pair of units counts, also those without rows of the domain."""
    stage, out = factors.stage, np.empty((influence.domains, influence.values.shape[1]))
    for domain in range(influence.domains):
        left, right = factors.halves(
            add_up(influence.dense(leaves, domain), stage.of_leaf, stage.parent.size)
        )
        out[domain] = (left * right).sum(axis=0)
    return out


def _stage_variances(influence: Influence, factors: Spreading) -> Numbers:
    domains, stage = influence.domains, factors.stage
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

    return add_up(fill_in_parallel(units.shape, fill), group, len(mean))
