"""The covariance of what a model says: influence values under the design, or the model fitted in every replicate."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Flags, Numbers
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.estimation.linearisation import leaf_totals
from scoring.estimation.variance import covariance
from scoring.regression.fit import Fit, Kind, fit, solved
from scoring.regression.refusals import in_replicate

TOGETHER = 64  # replicates whose weights are held at a time


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelRows:
    """The rows a model is fitted to.

    Args:
        design: how all rows were drawn.
        used: which rows of the data they are.
        x: rows used × coefficients.
        y: the outcome.
        weight: their weights.
    """

    design: Design
    used: Flags
    x: Numbers
    y: Numbers
    weight: Numbers

    def replicate_weights(self) -> Iterator[Numbers]:
        """Yield the weights of the rows used in each replicate."""
        made = self.design.replicates
        for first in range(0, made.factors.shape[1] if made else 0, TOGETHER):
            if made is not None:
                whole = made.weights(self.design.weight, slice(first, first + TOGETHER))
                yield from np.ascontiguousarray(whole[self.used].T)

    def refitted(self, kind: Kind, names: tuple[str, ...], full: Fit) -> Numbers | None:
        """Return replicates × coefficients; None for a design without replicates.

        Raises:
            ScoringError: the model cannot be fitted in a replicate, which is named.
        """
        made = self.design.replicates
        if made is None:
            return None
        z, begin = self.x @ full.basis, np.asarray(np.linalg.solve(full.basis, full.coefficients), np.float64)
        out = []
        for at, weight in enumerate(self.replicate_weights()):
            found = solved(kind, z, self.y, weight, begin)
            if found is not None:
                out.append(full.basis @ found[0])
                continue
            try:
                out.append(fit(kind, self.x, self.y, weight, names).coefficients)
            except ScoringError as error:
                raise in_replicate(made.names[at] if made.names else str(at + 1), error) from None
        return np.array(out)


def covariance_of_influence(rows: ModelRows, influence: Numbers) -> Numbers:
    """Return the covariance of sums of influence values (rows used × columns), all other rows adding 0."""
    whole = np.zeros((rows.design.n, influence.shape[1]))
    whole[rows.used] = influence
    return covariance(rows.design, leaf_totals(rows.design, whole))


def covariance_of_replicates(design: Design, replicated: Numbers, full: Numbers) -> Numbers:
    """Return the covariance of numbers from replicates × numbers."""
    made = design.replicates
    if made is None:
        raise TypeError("the design has no replicates")
    gaps = made.deviations(replicated, full)
    return np.asarray((gaps * (made.scale * made.rscales)[:, None]).T @ gaps, np.float64)
