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
from sampling.randomness import Floats, Indices, Uniform

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
    """Let a method see only units with 0 < π < 1; those with π = 1 are taken beside it."""

    @functools.wraps(method)
    def selected(pi: ArrayLike, rng: Uniform) -> Indices:
        values = check_pi(pi)
        open_units = np.flatnonzero((values > 0.0) & (values < 1.0))
        taken = method(values[open_units], rng) if open_units.size else open_units
        return np.sort(np.concatenate([np.flatnonzero(values == 1.0), open_units[taken]]))

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


METHODS: dict[str, Method] = {
    "srs": srs,
    "systematic": systematic,
    "pps_systematic": systematic,
    "poisson": poisson,
}
