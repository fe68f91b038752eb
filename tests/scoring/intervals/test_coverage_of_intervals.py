"""Intervals of the survey's own design cover the truth as often as they say, over many seeded samples."""

from dataclasses import replace

import numpy as np
import pytest

from scoring import Design, estimate

pytestmark = pytest.mark.slow

STRATA, COMMUNES, VILLAGES, ADULTS = 12, 20, 6, 60
TAKEN = {"communes": 6, "villages": 2, "adults": 10}
SAMPLES = 2000
SHARES = np.linspace(0.1, 0.9, 9)


@pytest.fixture(scope="module")
def population():
    """Answers 0/1 of nine items: strata × communes × villages × adults × items, alike within communes and villages."""
    rng = np.random.default_rng(20261122)
    shape = (STRATA, COMMUNES, VILLAGES, ADULTS, SHARES.size)
    taste = (
        0.5 * rng.normal(size=(STRATA, 1, 1, 1, SHARES.size))
        + 0.5 * rng.normal(size=(STRATA, COMMUNES, 1, 1, SHARES.size))
        + 0.3 * rng.normal(size=(STRATA, COMMUNES, VILLAGES, 1, SHARES.size))
        + rng.logistic(size=shape)
    )
    limits = np.quantile(taste.reshape(-1, SHARES.size), 1 - SHARES, axis=0)[np.arange(9), np.arange(9)]
    return taste > limits


def drawn(rng, *shape, take):
    """Return ``take`` of the last axis's places, drawn without replacement in every row."""
    return np.argsort(rng.random(shape), axis=-1)[..., :take]


def sample(population, rng):
    """Draw three stages in every stratum, as the survey does; return the design and the answers by item."""
    communes = drawn(rng, STRATA, COMMUNES, take=TAKEN["communes"])
    villages = drawn(rng, STRATA, TAKEN["communes"], VILLAGES, take=TAKEN["villages"])
    adults = drawn(rng, STRATA, TAKEN["communes"], TAKEN["villages"], ADULTS, take=TAKEN["adults"])
    at = np.broadcast_arrays(
        np.arange(STRATA)[:, None, None, None], communes[:, :, None, None], villages[..., None], adults
    )
    stratum, commune, village, _ = (part.ravel() for part in at)
    answers = population[tuple(at)].reshape(-1, SHARES.size)
    design = Design(
        strata=stratum,
        clusters=[commune, village],
        fpc=[np.full(stratum.size, float(size)) for size in (COMMUNES, VILLAGES, ADULTS)],
    )
    return design, {f"p{share:.1f}": answers[:, j].astype(np.uint8) for j, share in enumerate(SHARES)}


@pytest.fixture(scope="module")
def covered(population):
    """Return, per kind of interval, how often each item's truth was covered."""
    truth = population.reshape(-1, SHARES.size).mean(axis=0)
    rng = np.random.default_rng(1)
    hits = {"logit": np.zeros(SHARES.size), "t": np.zeros(SHARES.size), "wilson": np.zeros(SHARES.size)}
    for _ in range(SAMPLES):
        design, answers = sample(population, rng)
        table = estimate(design, answers, satisfied=(1,), valid=(0, 1))
        for kind, count in hits.items():
            other = table.with_how(replace(table.how, interval=kind))
            count += (other.low[0] <= truth) & (truth <= other.high[0])
    return {kind: count / SAMPLES for kind, count in hits.items()}


@pytest.mark.parametrize("kind", ["logit", "t", "wilson"])
def test_intervals_of_95_percent_cover_93_to_97_percent_of_the_time(covered, kind):
    assert covered[kind].min() >= 0.93
    assert covered[kind].max() <= 0.97
