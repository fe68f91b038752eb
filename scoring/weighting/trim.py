"""Trimming: weights are cut to limits and what is cut off is given to the others."""

from dataclasses import dataclass, replace

import numpy as np

from scoring.columns.columns import Flags, Numbers
from scoring.design.design import Design
from scoring.design.negative_weights import refuse_negative_weights
from scoring.errors import ScoringError
from scoring.weighting.replicate_weights import reweighted
from scoring.weighting.report import Weighted, report


@dataclass(frozen=True)
class _Limits:
    """The limits of the weights and whether to repeat until all keep them."""

    lower: float
    upper: float
    strict: bool

    def cut(self, weight: Numbers, times: Numbers, *, replicate: int | None = None) -> tuple[Numbers, Flags]:
        """Return the weights within the limits, and which rows were cut.

        Args:
            weight: the weight of one copy of each row.
            times: how many copies of each row there are.
            replicate: the number of the replicate, for messages.
        """
        used = (weight > 0) & (times != 0)
        after, cut = weight.copy(), np.zeros(weight.size, bool)
        while True:
            outside = used & ~cut & ((after < self.lower) | (after > self.upper))
            if not outside.any():
                return after, cut
            cut |= outside
            rest = used & ~cut
            if self.lower > self.upper or not times[rest].sum() > 0:
                raise self._nobody_left(replicate)
            clipped = np.clip(after[outside], self.lower, self.upper)
            spare = float(((after[outside] - clipped) * times[outside]).sum())
            after[outside] = clipped
            after[rest] += spare / times[rest].sum()
            if not self.strict:
                return after, cut

    def _nobody_left(self, replicate: int | None) -> ScoringError:
        within = f"[{self.lower:g}, {self.upper:g}]"
        vi, en = ("", "") if replicate is None else (f" mẫu lặp {replicate}", f" replicate {replicate}")
        return ScoringError(
            f"trim{vi}: không còn dòng nào trong khoảng {within} để nhận phần trọng số bị cắt.",
            f"trim{en}: no row is left within {within} to take what is cut off.",
        )


def trim(design: Design, *, lower: float = -np.inf, upper: float = np.inf, strict: bool = False) -> Weighted:
    """Cut weights to [lower, upper]; the difference is shared equally by the rows within, as R's ``trimWeights``.

    Args:
        design: the design with the weights so far.
        lower: the smallest weight allowed.
        upper: the largest weight allowed.
        strict: repeat until the shared difference carries nobody over a limit.

    Rows of weight 0 (nonresponse) are left alone. A linearised standard error takes the trimmed weights as given. In a
    replicate a row stands as often as it was drawn there; the limits hold for each of its copies, so that a half-sample
    is not cut for weighing double.

    Raises:
        ScoringError: the limits leave nobody within to give the difference to.
    """
    refuse_negative_weights(design, "trim", "trim")
    limits = _Limits(lower, upper, strict)
    before, replicates = design.weight, design.replicates
    after, cut = limits.cut(before, np.ones(design.n))

    def again(weights: Numbers, first: int) -> Numbers:
        if replicates is None:
            raise TypeError("the design has no replicates")
        times = replicates.times(before, slice(first, first + weights.shape[1]))
        out = np.zeros(weights.shape)
        for at, copies in enumerate(times.T):
            each = np.divide(weights[:, at], copies, out=np.zeros(before.size), where=copies != 0)
            out[:, at] = limits.cut(each, copies, replicate=first + at + 1)[0] * copies
        return out

    trim_report = replace(report("trim", before, after), trimmed=tuple(np.flatnonzero(cut).tolist()))
    return Weighted(reweighted(design, after, again), trim_report)
