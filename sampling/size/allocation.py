"""Allocation of a sample to strata: equal, proportional, power, Neyman, by cost; whole numbers that keep the total.

``share`` gives real numbers within bounds, ``whole`` turns them into integers. Bethel's allocation for several
variables at once stands in ``bethel``.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from sampling.errors import SamplingError
from sampling.plan.plan import Take
from sampling.selection.randomness import Floats, Indices


def equal(strata: int, total: float) -> Floats:
    """Return the same number for each stratum.

    >>> equal(4, 10).tolist()
    [2.5, 2.5, 2.5, 2.5]
    """
    return np.full(strata, total / strata)


def proportional(size: ArrayLike, total: float) -> Floats:
    """Return ``n·N_h/N`` (Bowley 1926; Cochran 1977, §5.5)."""
    return _by(np.asarray(size, dtype=np.float64), total)


def power(size: ArrayLike, total: float, *, exponent: float = 0.5) -> Floats:
    """Return ``n·X_h^a / Σ X^a``: between equal (a = 0) and proportional (a = 1) (Bankier 1988).

    ``a = 1/2`` is the square-root allocation, a compromise between strata and the whole (Kish 1988).
    """
    return _by(_raised(np.asarray(size, dtype=np.float64), exponent), total)


def neyman(size: ArrayLike, deviation: ArrayLike, total: float) -> Floats:
    """Return ``n·N_h S_h / Σ N S``, the least variance for a total (Tschuprow 1923; Neyman 1934).

    >>> neyman([16, 48], np.sqrt([53843, 5581]), 24).round(4).tolist()
    [12.2084, 11.7916]
    """
    return _by(np.asarray(size, dtype=np.float64) * np.asarray(deviation, dtype=np.float64), total)


def _raised(size: Floats, exponent: float) -> Floats:
    # The square root is the same to the last bit on every machine, which a power need not be.
    root: Floats = np.sqrt(size)
    return root if exponent == 0.5 else size**exponent


def _by(measure: Floats, total: float) -> Floats:
    whole_measure = math.fsum(measure)
    if not whole_measure > 0 or (measure < 0).any():
        raise SamplingError(
            "Không phân bổ được: các tầng phải có cỡ không âm và tổng cỡ lớn hơn 0.",
            "Cannot allocate: strata need sizes that are not negative and a positive total.",
        )
    return total * measure / whole_measure


def cost_optimal(size: ArrayLike, deviation: ArrayLike, cost: ArrayLike, *, budget: float) -> Floats:
    """Return ``n_h ∝ N_h S_h/√c_h`` that spends the budget, ``Σ c_h n_h`` (Cochran 1977, §5.5, eq. 5.24)."""
    spread = np.asarray(size, dtype=np.float64) * np.asarray(deviation, dtype=np.float64)
    root = np.sqrt(np.asarray(cost, dtype=np.float64))
    return budget * (spread / root) / math.fsum(spread * root)


def variance_of_mean(size: ArrayLike, deviation: ArrayLike, n: ArrayLike) -> float:
    """Return ``Σ W_h² S_h² (1/n_h - 1/N_h)``, the variance of a stratified mean (Cochran 1977, §5.3)."""
    population = np.asarray(size, dtype=np.float64)
    shares = population / population.sum()
    spread = np.asarray(deviation, dtype=np.float64)
    return math.fsum(shares**2 * spread**2 * (1.0 / np.asarray(n, dtype=np.float64) - 1.0 / population))


def share(measure: ArrayLike, total: float, *, least: ArrayLike = 0.0, most: ArrayLike = np.inf) -> Floats:
    """Return numbers proportional to ``measure`` within bounds, that sum to ``total``.

    ``n_h = min(max(t·m_h, least_h), most_h)`` with the one ``t`` that gives the total.

    Raises:
        SamplingError: the minima exceed the total, or the maxima cannot reach it.

    >>> share([1, 1, 8], 20, least=3).tolist()
    [3.0, 3.0, 14.0]
    """
    m = np.asarray(measure, dtype=np.float64)
    low, high = (np.broadcast_to(np.asarray(bound, dtype=np.float64), m.shape) for bound in (least, most))
    _check_bounds(low, high, total)
    _by(m, total)
    with np.errstate(divide="ignore", invalid="ignore"):
        leaves_low, meets_high = low / m, high / m
    turns = np.concatenate([leaves_low, meets_high])
    turns = np.unique(turns[np.isfinite(turns)])
    sums = np.array([math.fsum(_clipped(t, m, low, high)) for t in turns])
    place = int(np.searchsorted(sums, total))
    if place < turns.size and sums[place] == total:
        return _clipped(float(turns[place]), m, low, high)
    before = float(turns[place - 1]) if place else 0.0
    after = float(turns[place]) if place < turns.size else math.inf
    # Between two turns only the strata strictly inside their bounds grow, each in proportion to its measure.
    inside = (m > 0) & (leaves_low <= before) & (meets_high >= after)
    at_bound = _clipped(before, m, low, high)
    if not inside.any():
        return at_bound
    rest = total - math.fsum(at_bound[~inside])
    return np.where(inside, rest * m / math.fsum(m[inside]), at_bound)


def _clipped(t: float, m: Floats, low: Floats, high: Floats) -> Floats:
    return np.minimum(np.maximum(t * m, low), high)


def _check_bounds(low: Floats, high: Floats, total: float) -> None:
    if math.fsum(low) > total:
        raise SamplingError(
            f"Tổng {total:g} không đủ cho số tối thiểu của các tầng (cần {math.fsum(low):g}).",
            f"The total {total:g} is below the minima of the strata ({math.fsum(low):g} needed).",
        )
    if math.fsum(high) < total:
        raise SamplingError(
            f"Các tầng chỉ có thể cho {math.fsum(high):g} đơn vị, ít hơn tổng {total:g} cần chọn.",
            f"The strata can give {math.fsum(high):g} units, less than the total {total:g}.",
        )


def whole(real: ArrayLike) -> Indices:
    """Round to whole numbers, each up or down, so that the total is kept (largest remainders).

    This is controlled rounding in one direction (Cox 1987): no number moves by 1 or more, the sum moves by
    less than 1, and a whole number stays. Ties go to the larger number, then to the earlier one.

    >>> whole([21.44, 102.73, 134.70, 41.13]).tolist()
    [21, 103, 135, 41]
    """
    values = np.asarray(real, dtype=np.float64)
    nearest = np.round(values)
    values = np.where(np.abs(values - nearest) < 1e-9, nearest, values)
    down = np.floor(values)
    up = round(math.fsum(values)) - int(down.sum())
    order = np.lexsort([np.arange(values.size), -values, -np.round(values - down, 9)])
    down[order[:up]] += 1
    return down.astype(np.int64)


def takes(
    take: Take, units: Sequence[int], measure: Sequence[float], deviation: Sequence[float] | None = None
) -> list[int]:
    """Return how many units each stratum gives under a plan's ``take``.

    Args:
        take: the rule; its minimum never asks for more units than a stratum has.
        units: units in each stratum.
        measure: the size each stratum's share follows.
        deviation: the standard deviation in each stratum, for Neyman.

    Raises:
        SamplingError: the total does not fit the minima or the strata.
    """
    if take.each is not None:
        return [take.each] * len(units)
    total = float(take.total or 0)
    have = np.asarray(units, dtype=np.float64)
    most = have if take.maximum is None else np.minimum(have, take.maximum)
    least = np.minimum(float(take.minimum), most)
    return [int(n) for n in whole(share(_measure(take, measure, deviation), total, least=least, most=most))]


def _measure(take: Take, measure: Sequence[float], deviation: Sequence[float] | None) -> Floats:
    size = np.asarray(measure, dtype=np.float64)
    if take.allocation == "equal":
        return np.ones(size.size)
    if take.allocation in {"power", "sqrt"}:
        return _raised(size, 0.5 if take.allocation == "sqrt" else take.power)
    if take.allocation == "neyman":
        return size * np.asarray(deviation, dtype=np.float64)
    return size
