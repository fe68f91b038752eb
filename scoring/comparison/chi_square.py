"""Independence of two columns under a design: Rao and Scott (1984), and Koch's Wald tests, as R's ``svychisq``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers
from scoring.columns.rounding import ROUNDING
from scoring.comparison.saddlepoint import chi_square_sum, f_sum
from scoring.comparison.two_way import TwoWay, design_effects, pearson, two_way
from scoring.design.design import Design
from scoring.errors import ScoringError

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

    @property
    def numbers(self) -> dict[str, float]:
        """Its numbers by name: ``statistic``, ``df`` and ``df2`` as far as there are any, ``p``."""
        degrees = dict(zip(("df", "df2"), self.parameters, strict=False))
        return {"statistic": self.statistic, **degrees, "p": self.p}


def chi_square(
    design: Design, row: str, column: str, kind: ChiSquareKind = "F", where: npt.ArrayLike | None = None
) -> ChiSquareTest:
    """Test whether two columns are independent; rows with a blank in either are left out as a domain.

    Args:
        design: how the rows were drawn; its data has the columns.
        row: the first column.
        column: the second column.
        kind: ``F`` (Rao–Scott second order, the default of R), ``Chisq`` (first order), ``Wald``, ``adjWald``,
            ``saddlepoint`` (the weighted sum of chi-squares over an estimated variance, by Kuonen's approximation;
            ``lincom`` is the same; of replicate designs over a known variance, as in R).
        where: true for the rows that count.

    >>> data = {"sex": [1, 1, 2, 2] * 10, "likes": [0, 1, 1, 1] * 10}
    >>> round(chi_square(Design(data=data), "sex", "likes").p, 4)
    0.0005
    """
    if kind not in _KINDS:
        raise ScoringError(
            f"Kiểm định «{kind}» không có; chọn một trong: {', '.join(_KINDS)}.",
            f"The test “{kind}” is unknown; choose one of: {', '.join(_KINDS)}.",
        )
    table = two_way(design, row, column, where)
    try:
        return _KINDS[kind](table)
    except np.linalg.LinAlgError:
        raise ScoringError(
            f"Không kiểm định được: «{row}» và «{column}» quyết định nhau (bảng có quá nhiều ô trống); hãy gộp các mức.",
            f"No test exists: “{row}” and “{column}” determine each other (too many empty cells); merge levels.",
        ) from None


def _deltas(table: TwoWay) -> Numbers:
    """Return the generalised design effects; none are left where one column tells the other."""
    deltas = design_effects(table)
    if np.trace(deltas) <= ROUNDING:
        raise np.linalg.LinAlgError("no design effect")
    return deltas


def _satterthwaite(deltas: Numbers) -> float:
    return float(np.trace(deltas) ** 2 / np.trace(deltas @ deltas))


def _f(table: TwoWay) -> ChiSquareTest:
    from scipy.special import fdtrc

    deltas = _deltas(table)
    d = _satterthwaite(deltas)
    statistic = pearson(table) / float(np.trace(deltas))
    return ChiSquareTest(
        statistic=statistic, parameters=(d, d * table.nu), p=float(fdtrc(d, d * table.nu, statistic))
    )


def _first_order(table: TwoWay) -> ChiSquareTest:
    from scipy.special import chdtrc

    deltas, statistic = _deltas(table), pearson(table)
    df = deltas.shape[0]
    return ChiSquareTest(
        statistic=statistic, parameters=(float(df),), p=float(chdtrc(df, statistic / np.trace(deltas) * df))
    )


def _saddlepoint(table: TwoWay) -> ChiSquareTest:
    statistic, deltas = pearson(table), _deltas(table)
    factors = np.asarray(np.linalg.eigvals(deltas).real, np.float64)
    if table.totals.design.replicates is None:
        p = f_sum(statistic, factors, _satterthwaite(deltas) * table.nu)
    else:
        p = chi_square_sum(statistic, factors, np.ones(factors.size))
    return ChiSquareTest(statistic=statistic, parameters=(), p=p)


def _wald(table: TwoWay) -> tuple[float, int]:
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
    if np.linalg.matrix_rank(variance, hermitian=True) < gap.size:
        raise np.linalg.LinAlgError("singular")
    return float(gap @ np.linalg.solve(variance, gap)), gap.size


def _plain_wald(table: TwoWay) -> ChiSquareTest:
    from scipy.special import fdtrc

    wald, k = _wald(table)
    return ChiSquareTest(statistic=wald / k, parameters=(k, table.nu), p=float(fdtrc(k, table.nu, wald / k)))


def _adjusted_wald(table: TwoWay) -> ChiSquareTest:
    from scipy.special import fdtrc

    wald, k = _wald(table)
    df = table.nu - k + 1
    statistic = wald * df / (k * table.nu)
    return ChiSquareTest(statistic=statistic, parameters=(k, df), p=float(fdtrc(k, df, statistic)))


_KINDS: dict[str, Callable[[TwoWay], ChiSquareTest]] = {
    "F": _f,
    "Chisq": _first_order,
    "Wald": _plain_wald,
    "adjWald": _adjusted_wald,
    "lincom": _saddlepoint,
    "saddlepoint": _saddlepoint,
}
