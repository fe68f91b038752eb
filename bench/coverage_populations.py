"""Finite populations of a province for ``bench_coverage.py``, and samples of them.

Design A: every commune is a stratum, 3 villages by probability proportional to size, 10 people in each. Design B: 12 strata, 3
communes by probability proportional to size, 2 villages likewise, 15 people. One-stage samples of few clusters are for verdicts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
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

    @cached_property
    def villages(self) -> tuple[Indices, Indices, list[Indices]]:
        """The first person and the number of people of every village (people lie village by village), villages by commune."""
        size = np.bincount(self.people.village)
        first = np.concatenate([[0], size.cumsum()[:-1]])
        commune = self.people.commune[first]
        return first, size, [np.flatnonzero(commune == each) for each in range(COMMUNES)]

    def draw(self, rng: np.random.Generator) -> pd.DataFrame:
        """Return one sample."""
        take = (3, 10) if self.design == "A" else (2, 15)
        parts = [
            part for commune, rate in self._communes(rng) for part in self._within(commune, rate, take, rng)
        ]
        commune, village, weight, drawn = zip(*parts, strict=True)
        per_row = [np.repeat(each, take[1]) for each in (commune, village, weight)]
        psu = per_row[1] if self.design == "A" else per_row[0]
        return _responses(self.people.satisfied[np.concatenate(drawn)]).assign(
            area=np.char.zfill(per_row[0].astype(str), 3),
            stratum=per_row[0] if self.design == "A" else per_row[0] // (COMMUNES // STRATA),
            psu=psu,
            **({} if self.design == "A" else {"ssu": per_row[1]}),
            weight=per_row[2],
        )

    def _communes(self, rng: np.random.Generator) -> list[tuple[int, float]]:
        """Return the communes of a sample with their probabilities."""
        if self.design == "A":
            return [(each, 1.0) for each in range(COMMUNES)]
        size = np.bincount(self.people.commune)
        strata = np.array_split(np.arange(COMMUNES), STRATA)
        return [pair for units in strata for pair in _drawn(units, size[units], 3, rng)]

    def _within(
        self, commune: int, rate: float, take: tuple[int, int], rng: np.random.Generator
    ) -> Iterator[tuple[int, int, float, Indices]]:
        """Yield commune, village, weight and rows of the people drawn, village by village."""
        first, size, by_commune = self.villages
        units = by_commune[commune]
        for village, pi in _drawn(units, size[units], take[0], rng):
            drawn = first[village] + rng.choice(size[village], take[1], replace=False)
            yield commune, village, size[village] / take[1] / pi / rate, drawn


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

    def draw(self, rng: np.random.Generator, df: int, people: int, samples: int) -> pd.DataFrame:
        """Return samples side by side, each a stratum: ``df`` + 1 clusters at random, ``people`` of each, equal weights."""
        count, size = self.satisfied.shape[:2]
        cluster = _some(rng, (samples,), count, df + 1)
        person = _some(rng, (samples, df + 1), size, people)
        place = np.arange(samples * (df + 1)).repeat(people)
        frame = _responses(self.satisfied[cluster[:, :, None], person].reshape(place.size, len(ITEMS)))
        return frame.assign(area=place // (df + 1), stratum=place // (df + 1), psu=place, weight=1.0)


def _some(rng: np.random.Generator, shape: tuple[int, ...], count: int, take: int) -> Indices:
    """Return ``take`` of ``count`` without replacement at every place of ``shape``."""
    return np.argpartition(rng.random((*shape, count), dtype=np.float32), take - 1, axis=-1)[..., :take]


def clusters(rng: np.random.Generator, level: float) -> Clusters:
    """Make the clusters: the share of each is beta about ``level``."""
    spread = 1 / 0.06 - 1
    share = rng.beta(level * spread, (1 - level) * spread, 400)
    return Clusters(rng.random((400, 60, len(ITEMS))) < share[:, None, None])
