"""Selection of units without replacement with given inclusion probabilities.

Every method is a function ``(pi, rng) -> positions``: ``pi`` are first-order inclusion probabilities, ``rng``
gives uniform numbers, the result is sorted. A unit with probability 1 is always taken, one with 0 never; the
expected size is the sum of ``pi``. ``METHODS`` names them as a plan does.
"""

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from sampling.errors import SamplingError
from sampling.selection.conditional_poisson import draw_conditional, working_probabilities
from sampling.selection.inclusion import proportional
from sampling.selection.randomness import Floats, Indices, Uniform

ROUNDING = 1e-9
"""How far a sum of probabilities may lie from a whole number that rounding alone moved it from."""


def check_pi(pi: ArrayLike) -> Floats:
    """Return ``pi`` as an array.

    Raises:
        SamplingError: a probability is outside [0, 1].
    """
    values = np.asarray(pi, dtype=np.float64)
    wrong = np.flatnonzero(~((values >= 0.0) & (values <= 1.0)))
    if wrong.size:
        raise SamplingError(
            f"Xác suất chọn của đơn vị thứ {wrong[0] + 1} là {values[wrong[0]]:g}; phải từ 0 đến 1.",
            f"The inclusion probability of unit {wrong[0] + 1} is {values[wrong[0]]:g}; it must be in [0, 1].",
        )
    return values


def fixed_size(pi: Floats) -> int:
    """Return the sum of ``pi``, which fixed-size methods need whole.

    Raises:
        SamplingError: it is not a whole number.
    """
    total = float(pi.sum())
    if abs(total - round(total)) > ROUNDING * max(1.0, total):
        raise SamplingError(
            f"Tổng xác suất chọn là {total:g}, phương pháp này cần số nguyên.",
            f"The inclusion probabilities sum to {total:g}; this method needs a whole number.",
        )
    return round(total)


Method = Callable[[ArrayLike, Uniform], Indices]


def certainty_apart(method: Callable[[Floats, Uniform], Indices]) -> Method:
    """Apply a method to the units with 0 < π < 1 and add those with π = 1."""

    @functools.wraps(method)
    def selected(pi: ArrayLike, rng: Uniform) -> Indices:
        values = check_pi(pi)
        open_units = np.flatnonzero((values > 0.0) & (values < 1.0))
        selected = method(values[open_units], rng) if open_units.size else open_units
        return np.sort(np.concatenate([np.flatnonzero(values == 1.0), open_units[selected]]))

    return selected


def srs(pi: ArrayLike, rng: Uniform) -> Indices:
    """Simple random sampling: the ``n`` units with the smallest random numbers (Cochran 1977, ch. 2).

    Raises:
        SamplingError: the probabilities differ, or do not sum to a whole number.
    """
    values = check_pi(pi)
    if values.size and np.ptp(values) > ROUNDING:
        raise SamplingError(
            "Chọn ngẫu nhiên đơn giản cần xác suất bằng nhau.", "SRS needs equal probabilities."
        )
    n = fixed_size(values)
    return np.sort(np.argsort(rng.random(values.size), kind="stable")[:n])


@certainty_apart
def systematic(pi: Floats, rng: Uniform) -> Indices:
    """Systematic sampling in list order (Madow 1949).

    With ``V_k`` the running sum of ``pi`` and one uniform ``u``, a unit is taken when the interval
    ``[V_{k-1}, V_k)`` holds one of ``u, u+1, u+2, …``. Equal ``pi`` give the classical method with a
    fractional interval; sorting the list gives implicit strata. A sum that is not whole gives one of the two
    nearest sizes.
    """
    ends = np.cumsum(pi)
    if abs(ends[-1] - round(ends[-1])) <= ROUNDING * max(1.0, ends[-1]):
        ends[-1] = round(ends[-1])
    start = float(rng.random(1)[0])
    points = np.arange(start, ends[-1], 1.0)
    return np.searchsorted(ends, points, side="right").astype(np.int64)


def poisson(pi: ArrayLike, rng: Uniform) -> Indices:
    """Poisson sampling: each unit by its own number ``u < π`` (Hájek 1964); the size is random."""
    values = check_pi(pi)
    return np.flatnonzero(rng.random(values.size) < values)


@certainty_apart
def pivotal(pi: Floats, rng: Uniform) -> Indices:
    """Ordered pivotal sampling: of two units in list order one is settled at probability 0 or 1, again and again.

    Two units with ``a`` and ``b``: if ``a+b < 1`` one gets ``a+b`` and the other 0, else one gets 1 and the
    other ``a+b-1``, with the odds that keep both expectations (Deville and Tillé 1998). In list order the
    sample spreads evenly over the list; sort it, or shuffle it for a random pivotal.
    """
    current = pi.tolist()
    draws = rng.random(pi.size).tolist()
    champion = 0
    for rival in range(1, pi.size):
        champion = _settle_one(current, champion, rival, draws[rival])
    # One unit may be left undecided: by rounding where the sum is whole, by its probability where it is not.
    left = current[champion]
    if ROUNDING < left < 1.0 - ROUNDING:
        current[champion] = 1.0 if draws[0] < left else 0.0
    return np.flatnonzero(np.array(current) > 0.5)


def _settle_one(current: list[float], first: int, second: int, draw: float) -> int:
    """Settle one of two units at probability 0 or 1; return the one that stays undecided."""
    a, b = current[first], current[second]
    total = a + b
    if total < 1.0:
        winner, loser = (first, second) if draw * total < a else (second, first)
        current[winner], current[loser] = total, 0.0
        return winner
    first_wins = draw * (2.0 - total) < 1.0 - b
    winner, undecided = (first, second) if first_wins else (second, first)
    current[winner], current[undecided] = 1.0, total - 1.0
    return undecided


@certainty_apart
def brewer(pi: Floats, rng: Uniform) -> Indices:
    """Brewer's draw-by-draw method for any size (Brewer 1975; Tillé 2006, §6.4.1).

    With ``a`` the sum of π of those taken so far, draw ``j`` takes unit k with odds
    ``π_k(n-a-π_k)/(n-a-π_k(n-j+1))``.
    """
    n = fixed_size(pi)
    free = np.ones(pi.size, dtype=bool)
    draws = rng.random(n)
    pi_selected = 0.0
    for step in range(n):
        left = n - pi_selected
        odds = np.where(free, pi * (left - pi) / (left - pi * (n - step)), 0.0)
        ends = np.cumsum(np.maximum(odds, 0.0))
        unit = int(np.searchsorted(ends, draws[step] * ends[-1], side="right"))
        free[unit] = False
        pi_selected += float(pi[unit])
    return np.flatnonzero(~free)


@certainty_apart
def tille(pi: Floats, rng: Uniform) -> Indices:
    """Tillé's elimination: one unit leaves at each step (Tillé 1996)."""
    n = fixed_size(pi)
    stay = np.ones(pi.size, dtype=bool)
    draws = rng.random(pi.size - n)
    before = np.ones(pi.size)
    for step in range(pi.size - n):
        after = proportional(pi, pi.size - step - 1).pi
        leave = np.where(stay, 1.0 - after / before, 0.0)
        ends = np.cumsum(leave)
        stay[int(np.searchsorted(ends, draws[step] * ends[-1], side="right"))] = False
        before = after
    return np.flatnonzero(stay)


@certainty_apart
def midzuno(pi: Floats, rng: Uniform) -> Indices:
    """Midzuno's method for any probabilities, the complement of Tillé's elimination (Tillé 2006, §6.3.5)."""
    return np.setdiff1d(np.arange(pi.size), tille(1.0 - pi, rng))


@certainty_apart
def sampford(pi: Floats, rng: Uniform) -> Indices:
    """Sampford's method (Sampford 1967), drawn without rejection; see ``conditional_poisson``."""
    return draw_conditional(pi, fixed_size(pi), rng, sampford=True)


@certainty_apart
def cps(pi: Floats, rng: Uniform) -> Indices:
    """Conditional Poisson sampling, the design of maximum entropy (Hájek 1981); see ``conditional_poisson``."""
    n = fixed_size(pi)
    return draw_conditional(working_probabilities(pi, n), n, rng, sampford=False)


METHODS: dict[str, Method] = {
    "srs": srs,
    "systematic": systematic,
    "pps_systematic": systematic,
    "sampford": sampford,
    "pivotal": pivotal,
    "brewer": brewer,
    "poisson": poisson,
    "tille": tille,
    "midzuno": midzuno,
    "cps": cps,
}
