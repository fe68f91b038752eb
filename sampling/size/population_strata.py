"""A population in strata with several variables: Bethel's allocation and the usual rules, with the precision of each.

One total shared by a rule, or the cheapest sample that keeps every coefficient of variation; for each the coefficient of
variation that every variable's mean would have, ``√(Σ W_h² S_h² (1/n_h - 1/N_h)) / ȳ`` (Cochran 1977, §5.3).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sampling.selection.randomness import Floats, Indices
from sampling.size.allocation import (
    cost_optimal,
    equal,
    neyman,
    power,
    proportional,
    share,
    variance_of_mean,
    whole,
)
from sampling.size.bethel import Allocation, bethel_for_cv


@dataclass(frozen=True, eq=False)
class PopulationStrata:
    """Strata with the means and deviations of some variables.

    Attributes:
        size: units per stratum.
        mean: one row a stratum, one column a variable.
        deviation: the standard deviations, likewise.
        cost: cost of one unit in each stratum.
    """

    size: Floats
    mean: Floats
    deviation: Floats
    cost: Floats

    @property
    def overall(self) -> Floats:
        """The mean of each variable in the whole population."""
        return np.asarray(self.size @ self.mean / self.size.sum(), dtype=np.float64)

    def bethel(self, cv: ArrayLike) -> Allocation:
        """Return the cheapest allocation that keeps each variable's coefficient of variation.

        Raises:
            SamplingError: a coefficient cannot be kept even by a census.
        """
        return bethel_for_cv(self.size, self.deviation, self.overall, cv, cost=self.cost)

    def cv(self, n: ArrayLike) -> Floats:
        """Return the coefficient of variation of each variable's mean under an allocation."""
        variances = [variance_of_mean(self.size, column, n) for column in self.deviation.T]
        return np.asarray(np.sqrt(np.maximum(variances, 0.0)) / self.overall, dtype=np.float64)

    def by_rule(self, total: int, *, variable: int) -> dict[str, Indices]:
        """Return ``total`` units shared by each rule, at least 2 a stratum where it has them.

        Args:
            total: units over all strata.
            variable: the column whose deviation Neyman's and the cost-optimal rule follow.

        Raises:
            SamplingError: the total does not fit the strata.
        """
        spread = self.deviation[:, variable]
        measures = {
            "equal": equal(self.size.size, total),
            "proportional": proportional(self.size, total),
            "sqrt": power(self.size, total),
            "neyman": neyman(self.size, spread, total),
            "cost": cost_optimal(self.size, spread, self.cost, budget=total),
        }
        least = np.minimum(2.0, self.size)
        return {
            name: whole(share(measure, total, least=least, most=self.size))
            for name, measure in measures.items()
        }


def rounded_up(allocation: Allocation, size: Floats) -> Indices:
    """Return whole sizes that keep every limit: each is rounded up, at most to the units there are."""
    return np.minimum(np.ceil(allocation.n - 1e-9), size).astype(np.int64)
