"""Conditional Poisson (maximum entropy) and Sampford sampling, drawn directly and exactly.

Both give a sample ``s`` of fixed size a probability made of odds ``λ_i = p_i/(1-p_i)``:

* conditional Poisson: ``p(s) ∝ Π_{i∈s} λ_i`` (Hájek 1964; Chen, Dempster and Liu 1994);
* Sampford: ``p(s) ∝ Π_{i∈s} λ_i · Σ_{i∈s}(1-π_i)`` with ``p = π`` (Sampford 1967).

Sampford's own procedure draws and rejects until all units differ, which for a thousand units takes for ever.
Here a unit is decided after the other by the chances that the rest of the list holds what is still needed:
``A_i(r)``, that Poisson sampling takes ``r`` of the units i, i+1, …, and ``B_i(r)``, the same weighted with the
sum of ``1-π`` of those selected. Both follow by one recursion from the end of the list; nothing overflows, and
only each √N-th row is kept, the others are computed again.
"""

import math

import numpy as np

from sampling.selection.randomness import Floats, Indices, Uniform

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
    checkpoints = _checkpoint_rows(p, n, block)
    draws = rng.random(p.size)
    need, weighed = n, sampford
    selected: list[int] = []
    for start in range(0, p.size, block):
        rows = _rows_between(p, start, min(start + block, p.size), checkpoints)
        for unit, after in enumerate(rows[1:], start=start):
            if need == 0:
                return np.array(selected, dtype=np.int64)
            choice = _decide(_chances(float(p[unit]), need, after, weighed=weighed), float(draws[unit]))
            if choice != LEAVE:
                selected.append(unit)
                need -= 1
                weighed = weighed and choice == TAKE
    return np.array(selected, dtype=np.int64)


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


def _checkpoint_rows(p: Floats, n: int, block: int) -> dict[int, Pair]:
    row = _end(n)
    checkpoints = {p.size: row}
    for unit in range(p.size - 1, -1, -1):
        row = _step(float(p[unit]), row)
        if unit % block == 0:
            checkpoints[unit] = row
    return checkpoints


def _rows_between(p: Floats, start: int, stop: int, checkpoints: dict[int, Pair]) -> list[Pair]:
    rows = [checkpoints[stop]]
    for unit in range(stop - 1, start - 1, -1):
        rows.append(_step(float(p[unit]), rows[-1]))
    return rows[::-1]


def working_probabilities(pi: Floats, n: int) -> Floats:
    """Return ``p`` for which conditional Poisson sampling of size ``n`` includes unit i with ``pi_i``.

    The odds are corrected by the ratio of target to achieved odds until nothing moves (Chen, Dempster and
    Liu 1994); their common factor is free and is set so that the ``p`` sum to about ``n``.
    """
    odds = pi / (1.0 - pi)
    target = odds.copy()
    for _ in range(500):
        p = odds / (1.0 + odds)
        achieved = conditional_inclusion(p, n)
        odds = odds * target * (1.0 - achieved) / achieved
        if np.abs(achieved - pi).max() < 1e-14:
            break
        mean = odds / (1.0 + odds)
        odds = odds * (1.0 + (n - mean.sum()) / float((mean * (1.0 - mean)).sum()))
    return odds / (1.0 + odds)


def conditional_inclusion(p: Floats, n: int) -> Floats:
    """Return the inclusion probabilities of conditional Poisson sampling, ``p_k G_{-k}(n-1)/G(n)``."""
    plain = polynomial(p)
    inclusion: Floats = p * divided(plain, p)[:, n - 1] / plain[n]
    return inclusion


def polynomial(p: Floats) -> Floats:
    """Return the chances of 0, 1, … N units under Poisson sampling: the coefficients of ``Π(1-p+pz)``."""
    coefficients = np.ones(1)
    for chance in p:
        coefficients = np.convolve(coefficients, [1.0 - chance, chance])
    return coefficients


def divided(polynomials: Floats, p: Floats) -> Floats:
    """Divide by each ``1-p+pz``, one polynomial by all or each row by its own; rows are quotients.

    Small ``p`` divide from the low powers up, large ones from the high powers down: so errors shrink.
    """
    rows = np.broadcast_to(polynomials, (p.size, polynomials.shape[-1]))
    degree = rows.shape[1] - 1
    low, high = np.flatnonzero(p <= 0.5), np.flatnonzero(p > 0.5)
    quotients = np.empty((p.size, degree))
    carried = np.zeros(low.size)
    for power in range(degree):
        carried = (rows[low, power] - p[low] * carried) / (1.0 - p[low])
        quotients[low, power] = carried
    carried = np.zeros(high.size)
    for power in range(degree, 0, -1):
        carried = (rows[high, power] - (1.0 - p[high]) * carried) / p[high]
        quotients[high, power - 1] = carried
    return quotients
