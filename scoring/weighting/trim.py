"""Trimming: weights are cut to limits and what is cut off is given to the others."""

from dataclasses import replace

import numpy as np

from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.weighting.report import Weighted, report


def trim(design: Design, *, lower: float = -np.inf, upper: float = np.inf, strict: bool = False) -> Weighted:
    """Cut weights to [lower, upper]; the difference is shared equally by the rows within, as R's ``trimWeights``.

    Args:
        design: the design with the weights so far.
        lower: the smallest weight allowed.
        upper: the largest weight allowed.
        strict: repeat until the shared difference carries nobody over a limit.

    Rows of weight 0 (nonresponse) are left alone. The standard error takes the trimmed weights as given.

    Raises:
        ScoringError: the limits leave nobody within to give the difference to.
    """
    before = design.weight
    used = before > 0
    after, cut = before.copy(), np.zeros(before.size, bool)
    while True:
        outside = used & ~cut & ((after < lower) | (after > upper))
        if not outside.any():
            break
        cut |= outside
        rest = used & ~cut
        if lower > upper or not rest.any():
            raise ScoringError(
                f"trim: không còn dòng nào trong khoảng [{lower:g}, {upper:g}] để nhận phần trọng số bị cắt.",
                f"trim: no row is left within [{lower:g}, {upper:g}] to take what is cut off.",
            )
        clipped = np.clip(after[outside], lower, upper)
        spare = float((after[outside] - clipped).sum())
        after[outside] = clipped
        after[rest] += spare / rest.sum()
        if not strict:
            break
    trim_report = replace(report("trim", before, after), trimmed=tuple(np.flatnonzero(cut).tolist()))
    return Weighted(design.with_weights(after), trim_report)
