"""Calibration residuals: influence values without the part that known totals explain.

An estimate from calibrated weights errs like the residuals of its influence values on the calibration
variables (Deville and Särndal 1992, result 5), the regression being weighted by the weights before the step.
For raking R's ``survey`` takes plain means out of the margins, one after the other; so do we, by one plain regression.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from scoring.columns.columns import Indices, Numbers


class Calibration(Protocol):
    """A weighting step whose residuals enter the variance."""

    def residuals(self, influence: Numbers) -> Numbers:
        """Return the residuals of weighted influence values (rows × columns) given the known totals."""
        ...


@dataclass(frozen=True, eq=False)
class Grouped:
    """Residuals from group means: poststratification.

    Args:
        group: the poststratum of each row.
        before: the weights before the step.
        after: the weights after it.
    """

    group: Indices
    before: Numbers
    after: Numbers

    def residuals(self, influence: Numbers) -> Numbers:
        """Subtract the mean of each poststratum."""
        y = _divide(influence, self.after)
        size = int(self.group.max(initial=0)) + 1
        whole = np.bincount(self.group, self.before, minlength=size)
        out = np.empty_like(influence)
        for column in range(y.shape[1]):
            sums = np.bincount(self.group, self.before * y[:, column], minlength=size)
            means = np.divide(sums, whole, out=np.zeros(size), where=whole > 0)
            out[:, column] = (y[:, column] - means[self.group]) * self.after
        return out


@dataclass(frozen=True, eq=False)
class Regressed:
    """Residuals from a regression on the calibration variables: raking and calibration.

    Args:
        variables: rows × variables.
        metric: the weight of each row in the regression.
        after: the weights after the step.
    """

    variables: Numbers
    metric: Numbers
    after: Numbers

    @cached_property
    def _basis(self) -> Numbers:
        """An orthonormal basis of the weighted variables, without linearly dependent columns."""
        left, size, _ = np.linalg.svd(self.variables * np.sqrt(self.metric)[:, None], full_matrices=False)
        return np.asarray(left[:, size > size[0] * 1e-10], np.float64)

    def residuals(self, influence: Numbers) -> Numbers:
        """Subtract the weighted regression on the variables."""
        root = np.sqrt(self.metric)[:, None]
        y = _divide(influence, self.after) * root
        rest = y - self._basis @ (self._basis.T @ y)
        return np.divide(rest, root, out=np.zeros_like(rest), where=root > 0) * self.after[:, None]


def _divide(influence: Numbers, weight: Numbers) -> Numbers:
    out = np.zeros_like(influence)
    return np.divide(influence, weight[:, None], out=out, where=weight[:, None] != 0)
