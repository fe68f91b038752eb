"""A difference of two domains of one design, row by row, with the covariance of the sampling units they share."""

from dataclasses import dataclass

from scoring.comparison.contrast import contrast
from scoring.criteria.combine import Combined
from scoring.errors import Sentence
from scoring.estimation.estimate_row import key
from scoring.intervals.intervals import t_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row's second minus first domain, in proportions; None where a side has no number, and ``why``.

    Args:
        code: the criterion or heading.
        first: estimate of the first side.
        second: estimate of the second side.
        n: answers on both sides.
        estimate: second minus first.
        se: its standard error.
        df: degrees of freedom.
        low: lower bound.
        high: upper bound.
        p: two-sided p value of "no difference".
        why: the reason where there is no number.
    """

    code: str
    first: float | None
    second: float | None
    n: tuple[int, int]
    estimate: float | None = None
    se: float | None = None
    df: int = 0
    low: float | None = None
    high: float | None = None
    p: float | None = None
    why: Sentence | None = None

    @property
    def certain(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: rows of criteria, and the domain by its column and level."""

    rows: Combined
    column: str
    level: str

    def key(self, code: str) -> str:
        """Return the name of a row in this side's domain."""
        return key(code, {self.column: self.level})


def difference(
    code: str, first: Side, second: Side, *, confidence: float = 0.95, lost_df: int = 0
) -> Difference:
    """Return the difference of one row between two domains of one design.

    Args:
        code: the row.
        first: what is subtracted.
        second: what it is subtracted from; of the same design.
        confidence: of the interval.
        lost_df: degrees of freedom the comparison itself takes, one in a two-sample t test.
    """
    sides = [side.rows.table[side.key(code)] for side in (first, second)]
    bare = Difference(
        code=code, first=sides[0].estimate, second=sides[1].estimate, n=(sides[0].n, sides[1].n)
    )
    df = first.rows.table.design.df - lost_df
    lacking = next((side for side in sides if side.estimate is None), None)
    if lacking is not None or df < 1:
        return without_result(bare, lacking.why if lacking is not None else None)
    tables = (second.rows.table, first.rows.table)
    found = contrast({second.key(code): 1.0, first.key(code): -1.0}, *tables)
    return with_result(bare, found.estimate, found.se, df=df, confidence=confidence)


def with_result(bare: Difference, estimate: float, se: float, *, df: int, confidence: float) -> Difference:
    """Return ``bare`` with a difference, its error, interval and test."""
    from scipy.special import stdtr

    half = float(t_quantile(df, confidence)) * se
    return Difference(
        code=bare.code,
        first=bare.first,
        second=bare.second,
        n=bare.n,
        estimate=estimate,
        se=se,
        df=df,
        low=estimate - half,
        high=estimate + half,
        p=float(2 * stdtr(df, -abs(estimate / se))) if se > 0 else None,
    )


def without_result(bare: Difference, why: Sentence | None) -> Difference:
    """Return ``bare`` without a difference, but with the reason."""
    reason = why or ("Quá ít đơn vị chọn mẫu để so sánh.", "Too few sampling units to compare.")
    return Difference(code=bare.code, first=bare.first, second=bare.second, n=bare.n, why=reason)
