"""Independence of two columns under a design: Rao and Scott (1984), and Koch's Wald tests, as R's ``svychisq``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.columns import Numbers
from scoring.design import Design
from scoring.errors import ScoringError
from scoring.estimate import estimate
from scoring.numbering import factorize
from scoring.result import Estimates
from scoring.saddlepoint import f_sum

ChiSquareKind = Literal["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"]


@dataclass(frozen=True, kw_only=True)
class ChiSquareTest:
    """A test of independence.

    Args:
        statistic: the test statistic.
        parameters: its degrees of freedom; none for the weighted sum of chi-squares.
        p: the p value.
    """

    statistic: float
    parameters: tuple[float, ...]
    p: float


@dataclass(frozen=True, eq=False)
class _Table:
    """A two-way table: estimated totals of its cells, column after column."""

    totals: Estimates
    rows: int
    columns: int
    nu: int

    @property
    def n(self) -> int:
        return self.totals.design.n

    @property
    def p(self) -> Numbers:
        return np.asarray(self.totals.value[0] / self.totals.value[0].sum(), np.float64)

    @property
    def vcov(self) -> Numbers:
        """The covariance of the shares, from that of the totals."""
        size = self.p.size
        slopes = (np.eye(size) - np.outer(self.p, np.ones(size))) / self.totals.value[0].sum()
        return np.asarray(slopes @ self.totals.vcov @ slopes.T, np.float64)


def chi_square(design: Design, row: str, column: str, kind: ChiSquareKind = "F") -> ChiSquareTest:
    """Test whether two columns are independent; rows with a blank in either are left out as a domain.

    Args:
        design: how the rows were drawn; its data has the columns.
        row: the first column.
        column: the second column.
        kind: ``F`` (Rao–Scott second order, the default of R), ``Chisq`` (first order), ``Wald``, ``adjWald``,
            ``saddlepoint`` (the weighted sum of chi-squares over an estimated variance, by Kuonen's approximation;
            ``lincom`` is the same).

    >>> data = {"sex": [1, 1, 2, 2] * 10, "likes": [0, 1, 1, 1] * 10}
    >>> round(chi_square(Design(data=data), "sex", "likes").p, 4)
    0.0005
    """
    if kind not in _KINDS:
        raise ScoringError(
            f"Kiểm định «{kind}» không có; chọn một trong: {', '.join(_KINDS)}.",
            f"The test “{kind}” is unknown; choose one of: {', '.join(_KINDS)}.",
        )
    return _KINDS[kind](_table(design, row, column))


def _table(design: Design, row: str, column: str) -> _Table:
    (a, rows), (b, cols) = factorize(design.column(row)), factorize(design.column(column))
    used = (a >= 0) & (b >= 0)
    a_levels, b_levels = np.unique(a[used]), np.unique(b[used])
    if min(a_levels.size, b_levels.size) < 2:
        raise ScoringError(
            f"Kiểm định cần ít nhất hai mức ở mỗi cột «{row}» và «{column}».",
            f"The test needs two levels or more in “{row}” and in “{column}”.",
        )
    cells = {
        f"{rows[i]}×{cols[j]}": np.where(used, (a == i) & (b == j), 0.0) for j in b_levels for i in a_levels
    }
    totals = estimate(design, cells, statistic="total")
    return _Table(totals, a_levels.size, b_levels.size, design.df_of(used & (design.weight > 0)))


def _pearson(table: _Table) -> float:
    p = table.p.reshape(table.columns, table.rows)
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    return float(table.n * ((p - expected) ** 2 / expected).sum())


def _deltas(table: _Table) -> Numbers:
    """Return the generalised design effects: the matrix whose trace corrects Pearson's statistic."""
    r, c = table.rows, table.columns
    one = np.ones((r, 1)), np.ones((c, 1))
    tail = np.eye(r)[:, 1:], np.eye(c)[:, 1:]
    main = np.hstack([np.kron(one[1], one[0]), np.kron(one[1], tail[0]), np.kron(tail[1], one[0])])
    both = np.kron(tail[1], tail[0])
    contrasts = both - main @ np.linalg.lstsq(main, both, rcond=None)[0]
    inverse = np.diag(np.where(table.p == 0, 0.0, 1 / np.where(table.p == 0, 1, table.p)))
    below = contrasts.T @ (inverse / table.n) @ contrasts
    above = contrasts.T @ inverse @ table.vcov @ inverse @ contrasts
    return np.asarray(np.linalg.solve(below, above), np.float64)


def _satterthwaite(deltas: Numbers) -> float:
    return float(np.trace(deltas) ** 2 / np.trace(deltas @ deltas))


def _f(table: _Table) -> ChiSquareTest:
    from scipy.special import fdtrc

    deltas = _deltas(table)
    d = _satterthwaite(deltas)
    statistic = _pearson(table) / float(np.trace(deltas))
    return ChiSquareTest(
        statistic=statistic, parameters=(d, d * table.nu), p=float(fdtrc(d, d * table.nu, statistic))
    )


def _first_order(table: _Table) -> ChiSquareTest:
    from scipy.special import chdtrc

    deltas, statistic = _deltas(table), _pearson(table)
    df = deltas.shape[0]
    return ChiSquareTest(
        statistic=statistic, parameters=(float(df),), p=float(chdtrc(df, statistic / np.trace(deltas) * df))
    )


def _saddlepoint(table: _Table) -> ChiSquareTest:
    statistic, deltas = _pearson(table), _deltas(table)
    p = f_sum(
        statistic, np.asarray(np.linalg.eigvals(deltas).real, np.float64), _satterthwaite(deltas) * table.nu
    )
    return ChiSquareTest(statistic=statistic, parameters=(), p=p)


def _wald(table: _Table) -> tuple[float, int]:
    """Return Koch's statistic for the gaps N_ij − N_i·N_j/N of all rows and columns but the last."""
    totals = table.totals.value[0].reshape(table.columns, table.rows)
    whole, of_row, of_column = totals.sum(), totals.sum(axis=0), totals.sum(axis=1)
    gaps, slopes = [], []
    for j in range(table.columns - 1):
        for i in range(table.rows - 1):
            slope = np.full(totals.shape, of_row[i] * of_column[j] / whole**2)
            slope[j, i] += 1
            slope[:, i] -= of_column[j] / whole
            slope[j, :] -= of_row[i] / whole
            slopes.append(slope.ravel())
            gaps.append(totals[j, i] - of_row[i] * of_column[j] / whole)
    gap, matrix = np.array(gaps), np.array(slopes)
    variance = matrix @ table.totals.vcov @ matrix.T
    return float(gap @ np.linalg.solve(variance, gap)), gap.size


def _plain_wald(table: _Table) -> ChiSquareTest:
    from scipy.special import fdtrc

    wald, k = _wald(table)
    return ChiSquareTest(statistic=wald / k, parameters=(k, table.nu), p=float(fdtrc(k, table.nu, wald / k)))


def _adjusted_wald(table: _Table) -> ChiSquareTest:
    from scipy.special import fdtrc

    wald, k = _wald(table)
    df = table.nu - k + 1
    statistic = wald * df / (k * table.nu)
    return ChiSquareTest(statistic=statistic, parameters=(k, df), p=float(fdtrc(k, df, statistic)))


_KINDS: dict[str, Callable[[_Table], ChiSquareTest]] = {
    "F": _f,
    "Chisq": _first_order,
    "Wald": _plain_wald,
    "adjWald": _adjusted_wald,
    "lincom": _saddlepoint,
    "saddlepoint": _saddlepoint,
}
