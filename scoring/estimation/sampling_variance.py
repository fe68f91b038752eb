"""The sampling variability of estimates: influence values or replicates, with their covariance."""

from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from scoring.columns.columns import Indices, Numbers
from scoring.design.design import Design
from scoring.design.replicates import Replicates
from scoring.estimation.variance import Influence, covariance, variances


class Spread(Protocol):
    """The sampling variability of a table of estimates (domains × variables)."""

    def variances(self) -> Numbers:
        """Return the variances, domains × variables."""
        ...

    def totals(self, domain: int) -> Numbers:
        """Return the influence of the units of one domain, units × variables; units are those of all domains."""
        ...

    def covariance(self, totals: Numbers) -> Numbers:
        """Return the covariance of columns made from ``totals``."""
        ...

    def combine(self, coefficients: Numbers) -> Self:
        """Return the spread of linear combinations (domains × variables × new variables, or without domains)."""
        ...

    def regroup(self, place: Indices, factor: Numbers, count: int) -> Self:
        """Return the spread of sums of domains.

        Args:
            place: the new domain of each domain.
            factor: its factor in the sum.
            count: how many new domains there are.
        """
        ...

    def has_enough_psus(self, domain: int, column: int, *, srs_varies: bool) -> bool:
        """Tell whether two PSUs contribute to the error, or none where a simple random sample has none either."""
        ...


@dataclass(frozen=True, eq=False)
class Linearised:
    """The spread of linearised estimates: leaf totals of influence values under the design.

    Args:
        design: how the rows were drawn.
        influence: the influence values.
        answered: cells × variables, positive where there are valid answers; None: wherever there is influence.
    """

    design: Design
    influence: Influence
    answered: Numbers | None = None

    def variances(self) -> Numbers:
        """Return the variances, domains × variables."""
        return variances(self.design, self.influence)

    def totals(self, domain: int) -> Numbers:
        """Return the leaf totals of one domain, leaves × variables."""
        return self.influence.dense(self.design.stages.leaves, domain)

    def covariance(self, totals: Numbers) -> Numbers:
        """Return the covariance of columns of leaf totals."""
        return covariance(self.design, totals)

    def has_enough_psus(self, domain: int, column: int, *, srs_varies: bool) -> bool:
        """Tell whether two PSUs have influence values; always where later stages vary or weights are calibrated."""
        if not self.design.samples_psus_only or self.design.calibrations:
            return True
        influence = self.influence
        has_counts = self.answered is not None and self.answered.shape == influence.values.shape
        present = self.answered > 0 if has_counts and self.answered is not None else influence.values != 0
        cells = (influence.domain == domain) & present[:, column]
        psus = np.unique(self.design.stages.stages[0].of_leaf[influence.leaf[cells]])
        return psus.size > 1 or (psus.size == 0 and not srs_varies)

    def combine(self, coefficients: Numbers) -> Self:
        """Return the spread of linear combinations of the variables."""
        mixed = self._mix(self.influence.values, coefficients)
        answered = None
        if self.answered is not None and self.answered.shape == self.influence.values.shape:
            answered = self._mix(self.answered, (coefficients != 0).astype(np.float64))
        return replace(self, influence=replace(self.influence, values=mixed), answered=answered)

    def regroup(self, place: Indices, factor: Numbers, count: int) -> Self:
        """Return the spread of sums of domains."""
        old = self.influence
        summed = Influence(old.values * factor[old.domain, None], old.leaf, place[old.domain], count)
        return replace(self, influence=summed)

    def _mix(self, values: Numbers, coefficients: Numbers) -> Numbers:
        if coefficients.ndim == 2:
            return np.asarray(values @ coefficients, np.float64)
        out = np.zeros((len(values), coefficients.shape[2]))
        for domain, factors in enumerate(coefficients):
            inside = np.flatnonzero(self.influence.domain == domain)
            out[inside] = np.einsum("ck,km->cm", values[inside], factors)
        return out


@dataclass(frozen=True, eq=False)
class Replicated:
    """The spread of replicated estimates: deviations of replicates.

    Args:
        replicates: the design's replicates.
        deviations: replicates × domains × variables.
        unit: the unit of each cell.
        domain: the domain of each cell.
        answered: cells × variables, positive where there are valid answers.
    """

    replicates: Replicates
    deviations: Numbers
    unit: Indices
    domain: Indices
    answered: Numbers

    def variances(self) -> Numbers:
        """Return the variances, domains × variables."""
        factor = self.replicates.scale * self.replicates.rscales
        return np.asarray(np.einsum("r,rdk->dk", factor, self.deviations**2), np.float64)

    def totals(self, domain: int) -> Numbers:
        """Return the deviations of one domain, replicates × variables."""
        return self.deviations[:, domain]

    def covariance(self, totals: Numbers) -> Numbers:
        """Return the covariance of columns of deviations."""
        factor = self.replicates.scale * self.replicates.rscales
        return np.asarray((totals * factor[:, None]).T @ totals, np.float64)

    def has_enough_psus(self, domain: int, column: int, *, srs_varies: bool) -> bool:
        """Tell whether replicates change the weights of those who answered against one another."""
        return self.replicates.vary(self.unit[(self.domain == domain) & (self.answered[:, column] > 0)])

    def combine(self, coefficients: Numbers) -> Self:
        """Return the spread of linear combinations of the variables."""
        pattern = "rdk,km->rdm" if coefficients.ndim == 2 else "rdk,dkm->rdm"
        used = (coefficients != 0).reshape(-1, *coefficients.shape[-2:]).any(axis=0)
        return replace(
            self,
            deviations=np.einsum(pattern, self.deviations, coefficients),
            answered=self.answered @ used.astype(np.float64),
        )

    def regroup(self, place: Indices, factor: Numbers, count: int) -> Self:
        """Return the spread of sums of domains."""
        sums = np.zeros((self.deviations.shape[0], count, self.deviations.shape[2]))
        for domain, new in enumerate(place):
            sums[:, new] += factor[domain] * self.deviations[:, domain]
        return replace(self, deviations=sums, domain=place[self.domain])


def settled(variances: Numbers, negligible: Numbers) -> Numbers:
    """Return variances with 0 for those that rounding alone has made negative: their root is negligible.

    >>> settled(np.array([-1e-20, -4.0, 9.0]), np.array([1e-9, 1e-9, 1e-9])).tolist()
    [0.0, -4.0, 9.0]
    """
    return np.where((variances < 0) & (np.sqrt(np.abs(variances)) <= negligible), 0.0, variances)
