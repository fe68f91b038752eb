"""Numbers of a model with their covariance: coefficients, or effects made of them, with t tests and intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.columns.columns import Numbers
from scoring.errors import ScoringError, Sentence
from scoring.estimation.row_reason import NEGATIVE
from scoring.estimation.variance import standard_errors
from scoring.intervals.intervals import t_quantile
from scoring.regression.refusals import FEW_PSUS


@dataclass(frozen=True, eq=False, kw_only=True)
class Coefficients:
    """Named numbers with their covariance; NaN where there is no error, test or bound.

    Args:
        names: what they are called.
        value: the numbers.
        vcov: their covariance.
        df: degrees of freedom of the model.
        confidence: of the intervals.
    """

    names: tuple[str, ...]
    value: Numbers
    vcov: Numbers
    df: int
    confidence: float = 0.95

    @cached_property
    def se(self) -> Numbers:
        """Standard errors; NaN where df < 1 or a variance is negative."""
        return standard_errors(np.where(self.df >= 1, np.diag(self.vcov), np.nan))

    @property
    def t(self) -> Numbers:
        """Values in standard errors."""
        with np.errstate(all="ignore"):
            return np.where(self.se > 0, self.value / self.se, np.nan)

    @property
    def p(self) -> Numbers:
        """Two-sided p values of «0»."""
        from scipy.special import stdtr

        return np.asarray(2 * stdtr(max(self.df, 1), -np.abs(self.t)), np.float64)

    @property
    def low(self) -> Numbers:
        """Lower bounds."""
        return self.value - t_quantile(max(self.df, 1), self.confidence) * self.se

    @property
    def high(self) -> Numbers:
        """Upper bounds."""
        return self.value + t_quantile(max(self.df, 1), self.confidence) * self.se

    def index(self, name: str) -> int:
        """Return the place of a name.

        Raises:
            ScoringError: there is none of this name.
        """
        if name not in self.names:
            raise ScoringError(
                f"Mô hình không có hệ số «{name}»; có: {', '.join(self.names)}.",
                f"The model has no coefficient “{name}”; there are: {', '.join(self.names)}.",
            )
        return self.names.index(name)

    def why(self, at: int) -> Sentence | None:
        """Return why a number has no standard error; None where it has one."""
        if self.df < 1:
            return FEW_PSUS
        return NEGATIVE if np.isnan(self.se[at]) else None


@dataclass(frozen=True, kw_only=True)
class WaldTest:
    """The test that all coefficients of a term are 0.

    Args:
        term: the term.
        statistic: F; None where there is no test, and ``why``.
        df1: how many coefficients are tested.
        df2: degrees of freedom of the model.
        p: the p value.
        why: the reason where there is no test.
    """

    term: str
    statistic: float | None
    df1: int
    df2: int
    p: float | None
    why: Sentence | None = None


def wald(term: str, coefficients: Coefficients, places: Sequence[int], singular: Sentence) -> WaldTest:
    """Test that some coefficients are 0: F = bᵀV⁻¹b/k (Korn and Graubard 1990, without their correction, as R does)."""
    from scipy.special import fdtrc

    k, df = len(places), coefficients.df
    b, v = coefficients.value[list(places)], coefficients.vcov[np.ix_(places, places)]
    if df < 1:
        return WaldTest(term=term, statistic=None, df1=k, df2=df, p=None, why=FEW_PSUS)
    if not _positive(v):
        return WaldTest(term=term, statistic=None, df1=k, df2=df, p=None, why=singular)
    f = float(b @ np.linalg.solve(v, b)) / k
    return WaldTest(term=term, statistic=f, df1=k, df2=df, p=float(fdtrc(k, df, f)))


def _positive(v: Numbers) -> bool:
    """Tell whether a covariance is positive definite beyond rounding, its correlations looked at."""
    spread = np.sqrt(np.maximum(np.diag(v), 0))
    if not (spread > 0).all():
        return False
    return bool(np.linalg.eigvalsh(v / np.outer(spread, spread)).min() > 1e-10)
