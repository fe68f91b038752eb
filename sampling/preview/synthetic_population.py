"""A synthetic population on a frame: a share of satisfied people for every village, correlated within areas."""

from dataclasses import dataclass

import numpy as np

from sampling.frame.frame import SamplingFrame
from sampling.selection.randomness import Floats


@dataclass(frozen=True)
class Population:
    """A synthetic population on a frame of counted units.

    Attributes:
        frame: one row a village, with the number of people.
        count: the column with that number.
        area: the column of the areas reported on.
        shares: the share of satisfied people of each row.
    """

    frame: SamplingFrame
    count: str
    area: str
    shares: Floats

    @property
    def truth(self) -> float:
        """The share of the whole population."""
        return float(np.average(self.shares, weights=self.frame.numbers(self.count)))

    def area_truth(self) -> Floats:
        """Return the share of each area, in the order of ``frame.labels(area)``."""
        codes, people = self.frame.codes(self.area), self.frame.numbers(self.count)
        return np.bincount(codes, people * self.shares) / np.bincount(codes, people)


@dataclass(frozen=True)
class Opinion:
    """The share of a yes/no question and its intraclass correlations.

    Attributes:
        p: the share of the whole.
        rho_area: correlation between two persons of an area.
        rho_village: correlation between two persons of a village beyond that of its area.
    """

    p: float
    rho_area: float
    rho_village: float


def synthetic_population(
    frame: SamplingFrame, opinion: Opinion, *, count: str, area: str, rng: np.random.Generator
) -> Population:
    """Give each village a share with variances ``ρ·p(1-p)`` between areas and between villages of an area.

    ``ρ`` are the intraclass correlations of a yes/no answer (Kish 1965, §5.6).

    Args:
        frame: one row a village.
        opinion: the share and its correlations.
        count: the column with the number of people.
        area: the column of areas.
        rng: source of randomness.
    """
    p, spread = opinion.p, opinion.p * (1 - opinion.p)
    areas = rng.normal(0, np.sqrt(opinion.rho_area * spread), frame.labels(area).size)
    villages = rng.normal(0, np.sqrt(opinion.rho_village * spread), len(frame))
    return Population(frame, count, area, np.clip(p + areas[frame.codes(area)] + villages, 0.02, 0.98))
