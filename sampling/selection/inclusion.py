"""First-order inclusion probabilities: equal, and proportional to size with certainty units found."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sampling.errors import SamplingError
from sampling.selection.randomness import Floats


@dataclass(frozen=True)
class Inclusion:
    """Inclusion probabilities of the units of one stratum.

    Attributes:
        pi: the probability of each unit; they sum to the sample size.
        certain: which units are taken for sure because their size reaches the sampling interval.
        interval: the interval between selections among the others (0 when all are certain).
    """

    pi: Floats
    certain: NDArray[np.bool_]
    interval: float


def proportional(size: ArrayLike, n: int) -> Inclusion:
    """Return probabilities proportional to size, ``n·x/X``; who reaches 1 is certain.

    A unit with ``n·x ≥ X`` would be hit more than once: it is taken for sure, and the rest of the sample is
    shared among the others, again and again until none reaches 1 (Särndal, Swensson and Wretman 1992,
    §3.6.1; Tillé 2006, §2.10).

    Args:
        size: positive size of each unit.
        n: units to take, at most as many as there are.

    Raises:
        SamplingError: a size is not positive, or there are fewer units than ``n``.

    >>> proportional([1, 9, 10, 70, 10, 20], 3).pi.tolist()
    [0.04, 0.36, 0.4, 1.0, 0.4, 0.8]
    """
    x = np.asarray(size, dtype=np.float64)
    _check(x, n)
    certain = np.zeros(x.size, dtype=bool)
    while True:
        rest = n - int(certain.sum())
        total = math.fsum(x[~certain])
        if rest <= 0 or total == 0.0:
            break
        more = ~certain & (rest * x >= total)
        if not more.any():
            break
        certain |= more
    pi = np.where(certain, 1.0, rest * x / total if rest > 0 and total > 0 else 0.0)
    return Inclusion(pi, certain, total / rest if rest > 0 and total > 0 else 0.0)


def equal(units: int, n: int) -> Floats:
    """Return ``n/N`` for each of ``units`` units.

    Raises:
        SamplingError: there are fewer units than ``n``.
    """
    _check(np.ones(units), n)
    return np.full(units, n / units)


def _check(x: Floats, n: int) -> None:
    wrong = np.flatnonzero(~(x > 0))
    if wrong.size:
        raise SamplingError(
            f"Cỡ của đơn vị thứ {wrong[0] + 1} là {x[wrong[0]]:g}; cỡ phải là số dương.",
            f"The size of unit {wrong[0] + 1} is {x[wrong[0]]:g}; sizes must be positive.",
        )
    if not 1 <= n <= x.size:
        raise SamplingError(
            f"Không thể chọn {n} đơn vị từ {x.size} đơn vị; hãy giảm số đơn vị cần chọn.",
            f"Cannot take {n} units out of {x.size}; take fewer.",
        )
