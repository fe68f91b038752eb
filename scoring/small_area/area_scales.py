"""The scale a Fay–Herriot model of shares is fitted on: the share itself, its logit, or its arcsine.

References: Rao & Molina (2015) Small Area Estimation, 2nd ed., §6.4.4 and §9.4 (transformed area models); Raghunathan et al.
(2007) JASA 102, 474–486 and Hadam, Würz, Kreutzmann & Schmid (2024) Statistical Methods & Applications 33, 51–74 (arcsine:
sampling variance of the transformed share = design effect/(4n)).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns.columns import Numbers

Scale = Literal["share", "logit", "arcsine"]


@dataclass(frozen=True, slots=True)
class AreaScale:
    """A scale: the value of a share of n answers, its share again, and the derivative of the value by the share."""

    value: Callable[[Numbers, Numbers], Numbers]
    share: Callable[[Numbers], Numbers]
    slope: Callable[[Numbers], Numbers]


def _logit(share: Numbers, n: Numbers) -> Numbers:
    """The empirical logit: half an answer on either side, so that areas at 0 or 100 % have one (Cox 1970, §3.2)."""
    return np.asarray(np.log((n * share + 0.5) / (n * (1 - share) + 0.5)))


def _arcsine(share: Numbers, n: Numbers) -> Numbers:
    return np.asarray(np.arcsin(np.sqrt(np.clip(share, 0, 1))))


SCALES: dict[Scale, AreaScale] = {
    "share": AreaScale(lambda share, n: share, lambda value: value, lambda share: np.ones_like(share)),
    "logit": AreaScale(
        _logit, lambda value: np.asarray(1 / (1 + np.exp(-value))), lambda share: 1 / (share * (1 - share))
    ),
    "arcsine": AreaScale(
        _arcsine,
        lambda value: np.asarray(np.sin(np.clip(value, 0, np.pi / 2)) ** 2),
        lambda share: np.asarray(0.5 / np.sqrt(share * (1 - share))),
    ),
}
