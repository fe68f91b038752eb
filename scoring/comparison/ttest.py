"""The t test under a design, as R's ``svyttest``: a difference of domain means and its linearised error."""

from dataclasses import dataclass
from typing import Unpack

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Flags
from scoring.comparison.contrast import contrast
from scoring.design.design import Design
from scoring.design.domains import Columns, columns, domains_of
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate
from scoring.estimation.options import How, HowOptions
from scoring.intervals.intervals import t_quantile
from scoring.reduction.coded_answers import encode, scores_of


@dataclass(frozen=True, kw_only=True)
class TTest:
    """A t test.

    Args:
        estimate: the mean minus what it is tested against, or the second group's mean minus the first's.
        se: its standard error.
        statistic: estimate / se.
        df: degrees of freedom: PSUs minus strata of the rows used, minus one.
        p: two-sided p value.
        low: lower bound of the interval.
        high: upper bound.
    """

    estimate: float
    se: float
    statistic: float
    df: int
    p: float
    low: float
    high: float


def ttest(
    design: Design,
    what: Columns,
    between: Columns = (),
    where: npt.ArrayLike | None = None,
    *,
    against: float = 0.0,
    **options: Unpack[HowOptions],
) -> TTest:
    """Test one variable's mean against a number, or its difference between two groups.

    Args:
        design: how the rows were drawn.
        what: the variable.
        between: a column of two levels; absent: the mean itself is tested (differences of pairs).
        where: true for the rows that count.
        against: the mean that is tested, subtracted from the estimate.
        **options: see ``How``; the statistic is ``mean`` unless said otherwise.

    >>> design = Design(data={"gain": [1.0, 2.0, 3.0, 2.0]})
    >>> test = ttest(design, "gain")
    >>> test.estimate, test.df, round(test.p, 4)
    (2.0, 2, 0.0392)
    """
    how: HowOptions = {"statistic": "mean", **options}
    table = estimate(design, what, between, where, **how)
    (name,) = table.variables
    groups = np.unique(table.domains.of_row[table.domains.of_row >= 0])
    if between and groups.size != 2:
        raise ScoringError(
            f"Kiểm định t cần đúng hai nhóm, dữ liệu có {groups.size}; hãy chọn hai mức (levels) của cột.",
            f"A t test needs exactly two groups, the data has {groups.size}; choose two of its levels (levels).",
        )
    keys = [table.keys[at] for at in groups]
    difference = contrast({keys[1]: 1.0, keys[0]: -1.0} if between else {name: 1.0}, table)
    df = (
        design.df
        if design.replicates is not None
        else design.df_of(_used(design, what, between, where, How(**how)))
    )
    return _test(difference.estimate - against, difference.se, df - 1, How(**how).confidence)


def _used(design: Design, what: Columns, between: Columns, where: npt.ArrayLike | None, how: How) -> Flags:
    answers = encode(columns(design, what), how.code_scores)
    inside = domains_of(design, between, where).of_row >= 0
    return np.asarray(inside & ~np.isnan(scores_of(answers, answers.names[0])) & design.counts)


def _test(value: float, se: float, df: int, confidence: float) -> TTest:
    from scipy.special import stdtr

    t = value / se if se > 0 else np.nan
    half = float(t_quantile(df, confidence)) * se
    return TTest(
        estimate=value,
        se=se,
        statistic=t,
        df=df,
        p=float(2 * stdtr(df, -abs(t))),
        low=value - half,
        high=value + half,
    )
