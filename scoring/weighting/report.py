"""The report of a weighting step: spread of the weights, distance to the totals, trimmed rows."""

from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Numbers
from scoring.design.design import Design


@dataclass(frozen=True, kw_only=True)
class StepReport:
    """Figures of the weights after a step.

    Args:
        kind: the step.
        n: rows of positive weight.
        total: the sum of the weights.
        cv: their coefficient of variation.
        deff_w: Kish's design effect of unequal weights, 1 + cv².
        low: the smallest positive weight.
        high: the largest weight.
        ratio_low: the smallest ratio of new to old weight.
        ratio_high: the largest one.
        iterations: how often the step went round; 0 when it is direct.
        gap: the largest relative distance from a total.
        trimmed: the rows (0 is the first) whose weights were cut.
        classes: the weighting classes of a nonresponse adjustment; 0 in other steps.
        fewest: the respondents of its smallest class.
    """

    kind: str
    n: int
    total: float
    cv: float
    deff_w: float
    low: float
    high: float
    ratio_low: float
    ratio_high: float
    iterations: int = 0
    gap: float = 0.0
    trimmed: tuple[int, ...] = ()
    classes: int = 0
    fewest: int = 0


@dataclass(frozen=True, eq=False)
class Weighted:
    """A design with its new weights, and the report of the step.

    Args:
        design: the design with the weights after the step.
        report: what the step did.
    """

    design: Design
    report: StepReport


def report(
    kind: str, before: Numbers, after: Numbers, *, iterations: int = 0, gap: float = 0.0
) -> StepReport:
    """Return the report of a step.

    Args:
        kind: the step.
        before: the weights before it.
        after: the weights after it.
        iterations: how often it went round.
        gap: the largest relative distance from a total.
    """
    used = after[after > 0]
    ratio = after[before > 0] / before[before > 0]
    cv = float(used.std() / used.mean())
    return StepReport(
        kind=kind,
        n=used.size,
        total=float(used.sum()),
        cv=cv,
        deff_w=1 + cv**2,
        low=float(used.min()),
        high=float(used.max()),
        ratio_low=float(ratio.min()),
        ratio_high=float(ratio.max()),
        iterations=iterations,
        gap=float(np.float64(gap)),
    )
