"""Joint inclusion probabilities of the first stage of a plan: where a pair of units can never be drawn together.

A pair with ``π_kl = 0`` leaves its part of the variance without an unbiased estimate (Särndal, Swensson and Wretman
1992, §2.8); systematic sampling always has such pairs. The estimate then takes the first stage as drawn with replacement.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sampling.preview.first_stage import PlannedStratum
from sampling.selection.joint_inclusion import METHODS, joint

MOST_UNITS = 400
NOTHING = 1e-12


@dataclass(frozen=True)
class JointCheck:
    """The joint inclusion probabilities of one stratum.

    Attributes:
        stratum: its label.
        least: the smallest of a pair of different units; nothing where it was not computed.
        zero_pairs: pairs that can never be drawn together.
        pairs: pairs of different units.
        why: why it was not computed, in Vietnamese and English.
    """

    stratum: str
    least: float | None = None
    zero_pairs: int = 0
    pairs: int = 0
    why: tuple[str, str] | None = None


def joint_checks(strata: Iterable[PlannedStratum], method: str) -> list[JointCheck]:
    """Return the check of each stratum.

    Args:
        strata: the strata of the first stage.
        method: the method of selection of that stage.

    >>> two = PlannedStratum("a", 4, 4.0, 2, np.full(4, 0.5), ())
    >>> [(check.least, check.zero_pairs, check.pairs) for check in joint_checks([two], "systematic")]
    [(0.0, 4, 6)]
    """
    return [_check(stratum, method) for stratum in strata]


def _check(stratum: PlannedStratum, method: str) -> JointCheck:
    if method not in METHODS:
        why = f"phương pháp {method} không có công thức", f"method {method} has no formula"
        return JointCheck(stratum.stratum, why=why)
    if stratum.pi is None or stratum.units > MOST_UNITS:
        why = f"tầng có hơn {MOST_UNITS} đơn vị", f"the stratum has more than {MOST_UNITS} units"
        return JointCheck(stratum.stratum, why=why)
    if stratum.units < 2 or stratum.take == 0:
        why = "tầng không có cặp nào để chọn", "the stratum has no pair to draw"
        return JointCheck(stratum.stratum, why=why)
    above = joint(stratum.pi, method)[np.triu_indices(stratum.units, 1)]
    zero = int((above < NOTHING).sum())
    return JointCheck(stratum.stratum, 0.0 if zero else float(above.min()), zero, above.size)
