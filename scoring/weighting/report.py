"""The report of a weighting step: spread of the weights, distance to the totals, trimmed rows."""

from dataclasses import dataclass

import numpy as np

from questionnaires.decimals import write_decimal
from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.errors import Sentence


@dataclass(frozen=True, kw_only=True)
class StepReport:
    """Figures of the weights after a step.

    Args:
        kind: the step.
        n: rows whose weight is not 0.
        total: the sum of the weights.
        cv: their coefficient of variation.
        deff_w: Kish's design effect of unequal weights, 1 + cv².
        low: the smallest weight that is not 0.
        high: the largest weight.
        ratio_low: the smallest ratio of new to old weight.
        ratio_high: the largest one.
        iterations: how often the step went round; 0 when it is direct.
        gap: the largest relative distance from a total.
        trimmed: the rows (0 is the first) whose weights were cut.
        classes: the weighting classes of a nonresponse adjustment; 0 in other steps.
        fewest: the respondents of its smallest class.
        negative: how many weights are below 0.
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
    negative: int = 0

    @property
    def sentence(self) -> Sentence | None:
        """What a reader of the estimates has to know of the step; None where there is nothing."""
        if not self.negative:
            return None
        return (
            f"{self.kind}: {self.negative} trọng số âm, nhỏ nhất {write_decimal(self.low, 4)}; tổng của một ô ít người có thể âm.",
            f"{self.kind}: {self.negative} weights are negative, the smallest is {self.low:.4f}; a cell of few people may have a "
            "negative total.",
        )


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
    used = after[after != 0]
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
        negative=int((after < 0).sum()),
    )
