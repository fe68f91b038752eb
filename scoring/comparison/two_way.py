"""Two-way tables under a design: cells, their covariance, statistics of independence."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.domains import domains_of, levels_of
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates


@dataclass(frozen=True, eq=False)
class TwoWay:
    """A two-way table.

    Args:
        totals: the estimated totals of its cells, column after column.
        shares: their estimated shares.
        rows: how many rows it has.
        columns: how many columns.
        nu: PSUs minus strata among the rows that are in it, or the degrees of freedom of the replicates.
        n: rows of the design or of the domain, in the table or not, as R counts them.
    """

    totals: Estimates
    shares: Estimates
    rows: int
    columns: int
    nu: int
    n: int

    @property
    def p(self) -> Numbers:
        """The share of each cell."""
        return np.asarray(self.totals.value[0] / self.totals.value[0].sum(), np.float64)

    @property
    def vcov(self) -> Numbers:
        """The covariance of the shares."""
        return self.shares.vcov


def two_way(design: Design, row: str, column: str, where: npt.ArrayLike | None = None) -> TwoWay:
    """Cross two columns; rows of weight 0, with a blank in either, or outside ``where``, are left out as a domain.

    Raises:
        ScoringError: a column has one level only.
    """
    (a, rows), (b, cols) = levels_of(design, row), levels_of(design, column)
    inside = domains_of(design, (), where).of_row >= 0
    used = (a >= 0) & (b >= 0) & inside & design.counts
    a_levels, b_levels = np.unique(a[used]), np.unique(b[used])
    if min(a_levels.size, b_levels.size) < 2:
        raise ScoringError(
            f"Kiểm định cần ít nhất hai mức ở mỗi cột «{row}» và «{column}».",
            f"The test needs two levels or more in “{row}” and in “{column}”.",
        )
    cells = {f"{rows[i]}×{cols[j]}": (a == i) & (b == j) for j in b_levels for i in a_levels}
    totals = {name: np.where(used, cell, 0.0) for name, cell in cells.items()}
    shares = {name: np.where(used, cell, np.nan) for name, cell in cells.items()}
    nu = design.df_of(used) if design.replicates is None else design.df
    return TwoWay(
        estimate(design, totals, statistic="total"),
        estimate(design, shares, statistic="mean"),
        a_levels.size,
        b_levels.size,
        nu,
        int(inside.sum()),
    )


def pearson(table: TwoWay) -> float:
    """Return Pearson's statistic, as of a simple random sample of n rows."""
    p = table.p.reshape(table.columns, table.rows)
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    return float(table.n * ((p - expected) ** 2 / expected).sum())


def design_effects(table: TwoWay) -> Numbers:
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
