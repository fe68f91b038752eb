"""Adjusting p-values when many criteria are judged together.

References: Holm (1979) Scand. J. Statist. 6, 65–70; Hochberg (1988) Biometrika 75, 800–802; Benjamini & Hochberg
(1995) JRSS B 57, 289–300; Benjamini & Yekutieli (2001) Ann. Statist. 29, 1165–1188. The numbers equal R's
``p.adjust``.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Adjustment = Literal["none", "bonferroni", "holm", "hochberg", "bh", "by"]
Floats = NDArray[np.float64]


def adjust(p: Sequence[float | None], how: Adjustment) -> list[float | None]:
    """Return the adjusted p-values in the same order; a None stays None and is no member of the family.

    >>> [round(value, 3) for value in adjust([0.01, 0.04, None, 0.03], "holm") if value is not None]
    [0.03, 0.06, 0.06]
    """
    tested = [i for i, value in enumerate(p) if value is not None]
    values = np.array([p[i] for i in tested], dtype=float)
    adjusted: list[float | None] = [None] * len(p)
    for i, value in zip(tested, _METHODS[how](values), strict=True):
        adjusted[i] = float(value)
    return adjusted


def _stepped(p: Floats, factor: Callable[[Floats, int], Floats], *, up: bool) -> Floats:
    """Multiply each sorted p by its factor and make the result monotone, from above when stepping up."""
    order = np.argsort(-p if up else p, kind="stable")
    ranks = np.empty(len(p))
    ranks[np.argsort(p, kind="stable")] = np.arange(1, len(p) + 1)
    scaled = (p * factor(ranks, len(p)))[order]
    steps = np.minimum.accumulate(scaled) if up else np.maximum.accumulate(scaled)
    result = np.empty(len(p))
    result[order] = np.minimum(steps, 1.0)
    return result


def _harmonic(n: int) -> float:
    return float(np.sum(1.0 / np.arange(1, n + 1)))


_METHODS: dict[Adjustment, Callable[[Floats], Floats]] = {
    "none": lambda p: p,
    "bonferroni": lambda p: np.minimum(1.0, p * len(p)),
    "holm": lambda p: _stepped(p, lambda rank, n: n - rank + 1, up=False),
    "hochberg": lambda p: _stepped(p, lambda rank, n: n - rank + 1, up=True),
    "bh": lambda p: _stepped(p, lambda rank, n: n / rank, up=True),
    "by": lambda p: _stepped(p, lambda rank, n: n * _harmonic(n) / rank, up=True),
}
