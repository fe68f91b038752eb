"""Finite populations of a province for ``bench_coverage.py``, and samples of them.

Design A: every commune is a stratum, 3 villages by probability proportional to size, 10 people in each. Design B: 12 strata, 3
communes by probability proportional to size, 2 villages likewise, 15 people. One-stage samples of few clusters are for verdicts.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from sampling.selection.inclusion import proportional
from sampling.selection.methods import systematic

COMMUNES, STRATA, ITEMS = 96, 12, ("a", "b", "c", "d")
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Population:
    """Everybody in a province: the commune and village of each, and whether satisfied with each of four items."""

    commune: Indices
    village: Indices
    satisfied: NDArray[np.bool_]

    def truths(self) -> NDArray[np.float64]:
        """Return the true share of criterion 1 (all items) of every commune."""
        people = np.bincount(self.commune)
        return np.bincount(self.commune, self.satisfied.mean(axis=1)) / people


def population(rng: np.random.Generator, level: float = 0.8) -> Population:
    """Make 96 communes of 6 to 16 villages of 60 to 400 people; communes, villages and people differ on the logit."""
    villages = rng.integers(6, 17, COMMUNES)
    commune_of_village = np.repeat(np.arange(COMMUNES), villages)
    people = rng.integers(60, 401, commune_of_village.size)
    village = np.repeat(np.arange(people.size), people)
    logit = np.log(level / (1 - level)) + 0.35 * rng.normal(size=COMMUNES)[commune_of_village]
    logit = logit + 0.4 * rng.normal(size=people.size)
    person = logit[village] + 1.0 * rng.normal(size=village.size)
    items = person[:, None] + np.array([-0.3, -0.1, 0.1, 0.3])
    return Population(commune_of_village[village], village, rng.random(items.shape) < expit(items))


@dataclass(frozen=True, eq=False)
class Sampler:
    """Draws samples of a population by design A or B, as responses that ``run.score`` takes."""

    people: Population
    design: Literal["A", "B"]

    def draw(self, rng: np.random.Generator) -> pd.DataFrame:
        """Return one sample."""
        size = np.bincount(self.people.commune)
        chosen: list[tuple[int, float]] = [(each, 1.0) for each in range(COMMUNES)]
        if self.design == "B":
            strata = np.array_split(np.arange(COMMUNES), STRATA)
            chosen = [pair for units in strata for pair in _drawn(units, size[units], 3, rng)]
        villages, people = (3, 10) if self.design == "A" else (2, 15)
        frames = [self._within(commune, rate, (villages, people), rng) for commune, rate in chosen]
        data = pd.concat(frames, ignore_index=True)
        if self.design == "A":
            return data.assign(stratum=data["area"], psu=data["ssu"]).drop(columns="ssu")
        return data.assign(stratum=data["area"].astype(int) // (COMMUNES // STRATA), psu=data["area"])

    def _within(
        self, commune: int, rate: float, take: tuple[int, int], rng: np.random.Generator
    ) -> pd.DataFrame:
        rows = np.flatnonzero(self.people.commune == commune)
        units, sizes = np.unique(self.people.village[rows], return_counts=True)
        parts = []
        for village, pi in _drawn(units, sizes, take[0], rng):
            inside = rows[self.people.village[rows] == village]
            drawn = rng.choice(inside, take[1], replace=False)
            weight = inside.size / take[1] / pi / rate
            parts.append(_responses(self.people.satisfied[drawn]).assign(ssu=village, weight=weight))
        return pd.concat(parts, ignore_index=True).assign(area=f"{commune:03d}")


def _drawn(units: Indices, size: Indices, n: int, rng: np.random.Generator) -> list[tuple[int, float]]:
    """Return units drawn by probability proportional to size, in random order, with their probabilities."""
    order = rng.permutation(units.size)
    pi = proportional(size[order], n).pi
    return [(int(units[order[at]]), float(pi[at])) for at in systematic(pi, rng)]


def _responses(satisfied: NDArray[np.bool_]) -> pd.DataFrame:
    return pd.DataFrame(
        {name: np.where(satisfied[:, at], 5, 2) for at, name in enumerate(ITEMS)}, dtype="uint8"
    )


@dataclass(frozen=True, eq=False)
class Clusters:
    """400 clusters of 60 people whose answers to four items are alike within a cluster (intraclass correlation 0.06)."""

    satisfied: NDArray[np.bool_]

    @property
    def truth(self) -> float:
        """The share satisfied over people and items."""
        return float(self.satisfied.mean())

    def draw(self, rng: np.random.Generator, df: int, people: int) -> pd.DataFrame:
        """Return ``df`` + 1 clusters drawn at random and ``people`` of each, one stratum, equal weights."""
        parts = []
        for cluster in rng.choice(len(self.satisfied), df + 1, replace=False):
            drawn = rng.choice(self.satisfied.shape[1], people, replace=False)
            parts.append(_responses(self.satisfied[cluster, drawn]).assign(psu=cluster))
        return pd.concat(parts, ignore_index=True).assign(weight=1.0)


def clusters(rng: np.random.Generator, level: float) -> Clusters:
    """Make the clusters: the share of each is beta about ``level``."""
    spread = 1 / 0.06 - 1
    share = rng.beta(level * spread, (1 - level) * spread, 400)
    return Clusters(rng.random((400, 60, len(ITEMS))) < share[:, None, None])
