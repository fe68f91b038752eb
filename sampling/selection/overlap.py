"""Permanent random numbers between waves: keep a share of the units, or avoid last wave's.

A unit keeps its number ``u`` for ever (``randomness.permanent_numbers`` with one key for all waves). A wave
takes the units in a window of these numbers; the window moves on from wave to wave, so that a known share
stays (Brewer, Early and Joyce 1972; Ohlsson 1995). New units get their own numbers and join where they fall.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sampling.plan.plan import Overlap
from sampling.selection.randomness import Floats, Indices


def rank_window(ranked: Indices, n: int, overlap: Overlap | None) -> tuple[Indices, Indices]:
    """Return the ``n`` units of a wave and the others, next first.

    Wave ``t`` starts ``(t-1)·(n - keep·n)`` ranks after the smallest number and goes round. A window of fixed
    ranks in a random order is a simple random sample, whichever wave it is.

    >>> order = np.arange(10)
    >>> [rank_window(order, 4, Overlap("key", wave, 0.5))[0].tolist() for wave in (1, 2, 3)]
    [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7]]
    """
    start = 0 if overlap is None else (overlap.wave - 1) * (n - math.floor(overlap.keep * n + 0.5))
    turned = np.roll(ranked, -(start % max(ranked.size, 1)))
    return turned[:n], turned[n:]


def poisson_window(numbers: Floats, pi: Floats, overlap: Overlap | None) -> Indices:
    """Return the units whose number lies in ``[a, a+π)`` on the circle, ``a = (wave-1)(1-keep)π``.

    Each unit is taken with probability π in every wave, and of those taken a share ``keep`` is expected to be
    taken again in the next (where the window has not gone round).
    """
    start = 0.0 if overlap is None else (overlap.wave - 1) * (1.0 - overlap.keep) * pi
    return np.flatnonzero((numbers - start) % 1.0 < pi)


def coordinated(pi: ArrayLike, last_pi: ArrayLike, in_last: NDArray[np.bool_], *, keep: float) -> Floats:
    """Return the probabilities to draw this wave with, given last wave's sample, so that ``keep`` stay.

    For any method: with ``c = min(keep·π, …)`` the chance to be in both waves, a unit of last wave's sample
    is drawn with ``c/π₁`` and another with ``(π-c)/(1-π₁)``. Over both waves each unit is included with
    exactly ``pi`` (the weights stay 1/π), and ``c`` is kept within what probabilities allow,
    ``max(0, π₁+π-1) ≤ c ≤ min(π₁, π)`` (Kish and Scott 1971; Ernst 1999). The sum of the result may not be
    whole: draw with systematic, pivotal, cube or Poisson, which accept that.

    Args:
        pi: inclusion probabilities of this wave.
        last_pi: those of last wave, 0 for units that did not exist.
        in_last: who was in last wave's sample.
        keep: the share of this wave's sample that was in the last; 0 avoids, 1 keeps all it can.

    >>> coordinated([0.5, 0.5], [0.5, 0.5], np.array([True, False]), keep=0.0).tolist()
    [0.0, 1.0]
    """
    new, old = np.asarray(pi, dtype=np.float64), np.asarray(last_pi, dtype=np.float64)
    both = np.clip(keep * new, np.maximum(0.0, old + new - 1.0), np.minimum(old, new))
    inside = np.divide(both, old, out=np.zeros_like(new), where=old > 0)
    outside = np.divide(new - both, 1.0 - old, out=np.zeros_like(new), where=old < 1)
    return np.clip(np.where(in_last, inside, outside), 0.0, 1.0)
