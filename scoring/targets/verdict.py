"""Verdicts on targets: six states, decided by the printed interval so that a reader can check them.

The interval has confidence 1 − α. A target below its lower end is met, a target above its upper end is missed; that is
the one-sided Student test with the design's degrees of freedom at level α/2 on the observed side. Where a number may be
shown as indicative only, nothing is concluded from it. Estimates are compared unrounded. The target is a fixed number: it has no sampling error.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from scoring.errors import Sentence
from scoring.method.multiplicity import Adjustment, adjust

Scale = Literal["linear", "logit"]
# Rounding error of a number whose decimals equal its target.
TIE = 1e-12


class Verdict(StrEnum):
    """The six states, in the words of the report."""

    REACHED = "Đạt"
    REACHED_UNSURE = "Đạt, chưa chắc chắn"
    MISSED_UNSURE = "Chưa đạt, trong sai số"
    MISSED = "Chưa đạt"
    INDICATIVE = "Chưa kết luận"
    NO_DATA = "Không đủ dữ liệu"

    @property
    def en(self) -> str:
        """The state in English."""
        return _ENGLISH[self]

    @property
    def key(self) -> str:
        """The state as a name for style sheets and machines."""
        return self.name.lower()

    @property
    def decided(self) -> bool:
        """Whether more answers of the same kind could not reasonably change it."""
        return self in {Verdict.REACHED, Verdict.MISSED}


_ENGLISH = {
    Verdict.REACHED: "Reached",
    Verdict.REACHED_UNSURE: "Reached, not certain",
    Verdict.MISSED_UNSURE: "Not reached, within error",
    Verdict.MISSED: "Not reached",
    Verdict.INDICATIVE: "No conclusion",
    Verdict.NO_DATA: "Not enough data",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The judgement of an estimate against its target; proportions throughout.

    ``p_below`` is the one-sided p-value of "the target is met" against "it is missed", ``p_above`` of the reverse.
    ``probability`` that the target is met is the posterior under a flat prior, numerically equal to ``p_below``.
    ``n_to_settle`` is the number of answers at which the same estimate under the same design would be decided;
    None where it is decided already, or where the estimate equals its target. ``why`` is the reason why nothing is
    concluded from a number that there is.
    """

    verdict: Verdict
    target: float
    gap: float | None = None
    t: float | None = None
    p_below: float | None = None
    p_above: float | None = None
    p_adjusted: float | None = None
    adjustment: Adjustment = "none"
    n_to_settle: int | None = None
    why: Sentence | None = None

    @property
    def probability(self) -> float | None:
        """The probability that the target is met, under a flat prior."""
        return self.p_below


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures that a verdict needs: proportions, the design's df, the interval as printed, and answers."""

    estimate: float
    se: float
    df: float
    low: float
    high: float
    n: int
    scale: Scale = "linear"


def judge(measured: Measured | None, target: float, *, confidence: float = 0.95) -> Judgement:
    """Return the verdict on one estimate; without an estimate the verdict is that there is not enough data.

    >>> judge(Measured(0.80, 0.02, 30, 0.759, 0.841, 800), 0.8325).verdict.value
    'Chưa đạt, trong sai số'
    >>> judge(Measured(0.80, 0.02, 30, 0.759, 0.841, 800), 0.75).verdict.value
    'Đạt'
    """
    if measured is None or not math.isfinite(measured.se) or measured.df < 1:
        return Judgement(Verdict.NO_DATA, target)
    gap = measured.estimate - target
    verdict = _verdict(measured, target)
    if measured.se == 0:
        return Judgement(verdict, target, gap)
    t = _statistic(measured, target)
    below, above = _tails(t, measured.df)
    n = None if verdict.decided else _n_to_settle(measured.n, t, _quantile(confidence, measured.df))
    return Judgement(verdict, target, gap, t, below, above, n_to_settle=n)


def indicative(estimate: float, target: float, *, least: int) -> Judgement:
    """Return that nothing is concluded: the gap is told, but below ``least`` answers neither test nor verdict.

    >>> indicative(0.95, 0.9, least=30).why[1]
    'Fewer than 30 answers: indicative only, so nothing is concluded about the target.'
    """
    return Judgement(
        Verdict.INDICATIVE,
        target,
        estimate - target,
        why=(
            f"Dưới {least} phiếu trả lời: chỉ để tham khảo, chưa kết luận đạt hay chưa đạt chỉ tiêu.",
            f"Fewer than {least} answers: indicative only, so nothing is concluded about the target.",
        ),
    )


def judge_together(
    judgements: list[Judgement], how: Adjustment, *, confidence: float = 0.95
) -> list[Judgement]:
    """Return the judgements with p-values adjusted for judging them all at once.

    Each judgement brings the p-value of its observed side. One that was decided alone and is not after the adjustment
    becomes uncertain; the adjustment never makes anything more certain.
    """
    alpha = (1 - confidence) / 2
    adjusted = adjust([_observed_p(each) for each in judgements], how)
    return [_weakened(each, p, alpha, how) for each, p in zip(judgements, adjusted, strict=True)]


def _observed_p(judgement: Judgement) -> float | None:
    if judgement.gap is None:
        return None
    return judgement.p_above if judgement.gap >= -TIE else judgement.p_below


def _weakened(judgement: Judgement, p: float | None, alpha: float, how: Adjustment) -> Judgement:
    verdict = judgement.verdict
    if how != "none" and p is not None and p > alpha and verdict.decided:
        verdict = Verdict.REACHED_UNSURE if verdict is Verdict.REACHED else Verdict.MISSED_UNSURE
    return replace(judgement, verdict=verdict, p_adjusted=p, adjustment=how)


def _verdict(measured: Measured, target: float) -> Verdict:
    if measured.estimate >= target - TIE:
        return Verdict.REACHED if measured.low >= target - TIE else Verdict.REACHED_UNSURE
    return Verdict.MISSED if measured.high < target - TIE else Verdict.MISSED_UNSURE


def _statistic(measured: Measured, target: float) -> float:
    if measured.scale == "linear" or not 0 < target < 1:
        return (measured.estimate - target) / measured.se
    p = measured.estimate
    return (_logit(p) - _logit(target)) * p * (1 - p) / measured.se


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def _tails(t: float, df: float) -> tuple[float, float]:
    from scipy.special import stdtr

    return float(stdtr(df, t)), float(stdtr(df, -t))


def _quantile(confidence: float, df: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(df, (1 + confidence) / 2))


def _n_to_settle(n: int, t: float, critical: float) -> int | None:
    """Solve |t|·√(n'/n) = critical: the standard error falls with the root of the number of answers."""
    if abs(t) < 1e-9:
        return None
    return math.ceil(n * (critical / t) ** 2)
