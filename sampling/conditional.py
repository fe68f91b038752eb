"""Conditional Poisson (maximum entropy) and Sampford sampling, drawn directly and exactly.

Both give a sample ``s`` of fixed size a probability made of odds ``λ_i = p_i/(1-p_i)``:

* conditional Poisson: ``p(s) ∝ Π_{i∈s} λ_i`` (Hájek 1964; Chen, Dempster and Liu 1994);
* Sampford: ``p(s) ∝ Π_{i∈s} λ_i · Σ_{i∈s}(1-π_i)`` with ``p = π`` (Sampford 1967).

Sampford's own procedure draws and rejects until all units differ, which for a thousand units takes for ever.
Here a unit is decided after the other by the chances that the rest of the list holds what is still needed:
``A_i(r)``, that Poisson sampling takes ``r`` of the units i, i+1, …, and ``B_i(r)``, the same weighted with the
sum of ``1-π`` of those taken. Both follow by one recursion from the end of the list; nothing overflows, and
only each √N-th row is kept, the others are computed again.
"""

import math

import numpy as np

from sampling.randomness import Floats, Indices, Uniform

Pair = tuple[Floats, Floats]
TAKE, TAKE_AND_COUNT, LEAVE = 0, 1, 2


def draw_conditional(p: Floats, n: int, rng: Uniform, *, sampford: bool) -> Indices:
    """Return the positions of one sample of size ``n``.

    Args:
        p: working probabilities in (0, 1), one a unit.
        n: the size, less than the number of units.
        rng: one uniform number a unit is used.
        sampford: weigh samples with the sum of ``1-p``; otherwise conditional Poisson.
    """
    block = max(1, math.isqrt(p.size))
    kept = _kept_rows(p, n, block)
    draws = rng.random(p.size)
    need, weighed = n, sampford
    taken: list[int] = []
    for start in range(0, p.size, block):
        rows = _rows_between(p, start, min(start + block, p.size), kept)
        for unit, after in enumerate(rows[1:], start=start):
            if need == 0:
                return np.array(taken, dtype=np.int64)
            choice = _decide(_chances(float(p[unit]), need, after, weighed=weighed), float(draws[unit]))
            if choice != LEAVE:
                taken.append(unit)
                need -= 1
                weighed = weighed and choice == TAKE
    return np.array(taken, dtype=np.int64)


def _chances(p: float, need: int, after: Pair, *, weighed: bool) -> list[float]:
    """Return the odds to take a unit, to take it as the one whose ``1-p`` counts, and to leave it."""
    plain, weighted = after
    if not weighed:
        return [p * float(plain[need - 1]), 0.0, (1.0 - p) * float(plain[need])]
    counts = p * (1.0 - p) * float(plain[need - 1])
    return [p * float(weighted[need - 1]), counts, (1.0 - p) * float(weighted[need])]


def _decide(chances: list[float], draw: float) -> int:
    point, end, last = draw * sum(chances), 0.0, TAKE
    for choice, chance in enumerate(chances):
        end += chance
        if chance > 0.0:
            last = choice
            if point < end:
                break
    return last


def _step(p: float, after: Pair) -> Pair:
    plain, weighted = after
    here = (1.0 - p) * plain
    here[1:] += p * plain[:-1]
    weighted_here = (1.0 - p) * weighted
    weighted_here[1:] += p * weighted[:-1] + p * (1.0 - p) * plain[:-1]
    return here, weighted_here


def _end(n: int) -> Pair:
    plain = np.zeros(n + 1)
    plain[0] = 1.0
    return plain, np.zeros(n + 1)


def _kept_rows(p: Floats, n: int, block: int) -> dict[int, Pair]:
    row = _end(n)
    kept = {p.size: row}
    for unit in range(p.size - 1, -1, -1):
        row = _step(float(p[unit]), row)
        if unit % block == 0:
            kept[unit] = row
    return kept


def _rows_between(p: Floats, start: int, stop: int, kept: dict[int, Pair]) -> list[Pair]:
    rows = [kept[stop]]
    for unit in range(stop - 1, start - 1, -1):
        rows.append(_step(float(p[unit]), rows[-1]))
    return rows[::-1]


def working_probabilities(pi: Floats, n: int) -> Floats:
    """Return ``p`` for which conditional Poisson sampling of size ``n`` includes unit i with ``pi_i``.

    Newton's method in the form of Deville (2000): ``p ← p + π - π(p)``, until nothing moves.
    """
    p = pi.copy()
    for _ in range(1000):
        gap = pi - conditional_inclusion(p, n)
        p = np.clip(p + gap, 1e-12, 1.0 - 1e-12)
        if np.abs(gap).max() < 1e-14:
            break
    return p


def conditional_inclusion(p: Floats, n: int) -> Floats:
    """Return the inclusion probabilities of conditional Poisson sampling (Chen, Dempster and Liu 1994).

    ``π_k(m) = m λ_k(1-π_k(m-1)) / Σ_l λ_l(1-π_l(m-1))``, from ``π(0) = 0``.
    """
    odds = p / (1.0 - p)
    pi = np.zeros(p.size)
    for size in range(1, n + 1):
        part = odds * (1.0 - pi)
        pi = size * part / part.sum()
    return pi
