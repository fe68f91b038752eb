"""One number of a score table with its uncertainty: made from an estimate, hidden where it must be, judged by a target."""

import math
from dataclasses import dataclass, replace

import numpy as np

from scoring.columns.rounding import ROUNDING
from scoring.errors import Sentence
from scoring.estimation.estimate_row import Estimate
from scoring.intervals.intervals import Basis, intervals, t_quantile
from scoring.method.disclosure import CellFigures, Publish
from scoring.method.method import FLOOR_DF, Method
from scoring.targets.verdict import Judgement, Measured, indicative, judge

NO_DEGREES: Sentence = (
    "Chỉ có một đơn vị chọn mẫu trong mỗi tầng nên không tính được sai số.",
    "There is one sampling unit per stratum, so no error can be computed.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One number with its uncertainty under one metric; None where no number can be given, and ``why``.

    ``error`` is what interval and verdict were made with where that is more than ``se``, None elsewhere.
    """

    n: int
    estimate: float | None
    se: float | None
    df: int
    low: float | None
    high: float | None
    why: Sentence | None = None
    error: float | None = None

    @property
    def half(self) -> float | None:
        """Half the width of an interval that lies evenly about the estimate; None where it has two bounds to tell."""
        if self.estimate is None or self.low is None or self.high is None:
            return None
        below, above = self.estimate - self.low, self.high - self.estimate
        return (self.high - self.low) / 2 if abs(above - below) < ROUNDING else None


def measure(estimate: Estimate, df: float, method: Method, least: float = 0.0) -> Measure:
    """Return an estimate as a measure; bounds are cut to [0, 1] and have a width even where all agree.

    Args:
        estimate: a proportion with its se.
        df: degrees of freedom.
        method: the declared interval and confidence.
        least: the variance of a simple random sample of as many people. A se from few clusters is now and then far too
            small by chance; under ``logit_floor`` and 30 degrees of freedom the interval takes the larger error.
    """
    if estimate.estimate is None or estimate.se is None:
        return _empty(estimate, df, estimate.why)
    if df < 1:
        return _empty(estimate, df, NO_DEGREES)
    value, se = estimate.estimate, estimate.se
    low, high, error = estimate.low, estimate.high, _floor(se, df, method, least)
    if se < ROUNDING and min(value, 1 - value) < ROUNDING:
        value, se, error = float(round(value)), 0.0, None
        low, high = _wilson(value, estimate.n, df, method.confidence)
    elif low is None or high is None or error is not None:
        low, high = _as_declared(replace(estimate, se=error or se), df, method)
    return Measure(
        n=estimate.n,
        estimate=value,
        se=se,
        df=int(df),
        low=max(low, 0.0),
        high=min(high, 1.0),
        error=error,
    )


def _floor(se: float, df: float, method: Method, least: float) -> float | None:
    """Return the error of a simple random sample where the method asks for it and it is larger than ``se``."""
    asked = method.interval == "logit_floor" and df < FLOOR_DF
    return math.sqrt(least) if asked and least > se**2 else None


def _empty(estimate: Estimate, df: float, why: Sentence | None) -> Measure:
    blank = Measure(n=estimate.n, estimate=None, se=None, df=int(df), low=None, high=None)
    return replace(blank, why=why or ("Không có câu trả lời hợp lệ.", "There is no valid answer."))


def _as_declared(estimate: Estimate, df: float, method: Method) -> tuple[float, float]:
    """Return the declared interval of an estimate that came without bounds, such as a mean turned into a proportion."""
    names = ("value", "se", "df", "rows", "n", "weight")
    values = (estimate.estimate, estimate.se, df, estimate.n, estimate.n, estimate.n)
    basis = Basis(**{name: np.array([value], np.float64) for name, value in zip(names, values, strict=True)})
    low, high = intervals(basis, "t" if method.interval == "t" else "logit", method.confidence)
    return float(low[0]), float(high[0])


def _wilson(share: float, n: int, df: float, confidence: float) -> tuple[float, float]:
    """Return Wilson's interval (1927, JASA 22, 209–212) for a share of 0 or 1, whose design-based width is 0."""
    squared = float(t_quantile(df, confidence)) ** 2
    room = squared / n / (1 + squared / n)
    return (1 - room, 1.0) if share == 1 else (0.0, room)


def cell_figures(each: Measure) -> CellFigures:
    """Return the figures of a measure that the disclosure rules take."""
    df = math.inf if each.estimate is None else float(each.df)
    return CellFigures(each.n, each.estimate, each.se, each.low, each.high, df)


def hidden(each: Measure, why: Sentence | None) -> Measure:
    """Return a measure without its number, but with the reason."""
    return replace(each, estimate=None, se=None, low=None, high=None, error=None, why=why or each.why)


def judged_measure(each: Measure, target: float | None, publish: Publish, method: Method) -> Judgement | None:
    """Return the verdict on a measure: None without a target, no conclusion where it is published as indicative."""
    if target is None:
        return None
    if each.estimate is None or each.se is None or each.low is None or each.high is None:
        return judge(None, target)
    if publish is Publish.INDICATIVE:
        return indicative(each.estimate, target, least=method.cells.indicative)
    scale = "logit" if method.interval != "t" and 0 < each.estimate < 1 else "linear"
    se = each.se if each.error is None else each.error
    whole = Measured(each.estimate, se, each.df, each.low, each.high, each.n, scale)  # type: ignore[arg-type] # one of the two
    return judge(whole, target, confidence=method.confidence)
