"""Goodness of fit of one column to given shares under a design, as R's ``svygofchisq``."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.design.domains import domains_of, levels_of
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate


@dataclass(frozen=True, kw_only=True)
class GoodnessTest:
    """A test of goodness of fit.

    Args:
        statistic: Pearson's statistic of the weighted counts.
        scale: the factor of the chi-square it is held against.
        df: its degrees of freedom.
        p: the p value.
    """

    statistic: float
    scale: float
    df: float
    p: float


def goodness(
    design: Design, column: str, shares: Mapping[str, float], where: npt.ArrayLike | None = None
) -> GoodnessTest:
    """Test whether the levels of a column have given shares; blank rows are left out as a domain.

    Args:
        design: how the rows were drawn; its data has the column.
        column: the column.
        shares: the share of each level, or numbers in their proportion.
        where: true for the rows that count.

    The statistic is held against a chi-square that has the mean and the variance of its distribution under the design
    (Satterthwaite's approximation).

    Raises:
        ScoringError: the levels of the data are not those of ``shares``, or there are fewer than two.

    >>> test = goodness(Design(data={"sex": [1, 1, 1, 2] * 10}), "sex", {"1": 0.5, "2": 0.5})
    >>> round(test.statistic, 3), round(test.p, 4)
    (10.0, 0.0003)
    """
    from scipy.special import chdtrc

    codes, levels = levels_of(design, column)
    inside = (codes >= 0) & (domains_of(design, (), where).of_row >= 0)
    _refuse_other_levels(column, {levels[code] for code in np.unique(codes[inside])}, shares)
    cells = {level: np.where(inside, codes == levels.index(level), 0.0) for level in shares}
    totals = estimate(design, cells, statistic="total")
    expected = np.array(list(shares.values())) / sum(shares.values())
    statistic, deviations = _pearson(totals.value[0], expected)
    factors = np.linalg.eigvalsh(deviations @ totals.vcov @ deviations.T)
    scale = float((factors**2).sum() / factors.sum())
    df = float(factors.sum() ** 2 / (factors**2).sum())
    return GoodnessTest(statistic=statistic, scale=scale, df=df, p=float(chdtrc(df, statistic / scale)))


def _pearson(counts: Numbers, shares: Numbers) -> tuple[float, Numbers]:
    """Return Σ (O − E)²/E, and the derivatives of (O − E)/√E by the counts."""
    expected = shares * counts.sum()
    gap = counts - expected
    slopes = np.diag(1 / np.sqrt(expected))
    slopes -= (shares * (1 / np.sqrt(expected) + gap / (2 * expected**1.5)))[:, None]
    return float((gap**2 / expected).sum()), slopes


def _refuse_other_levels(column: str, found: set[str], shares: Mapping[str, float]) -> None:
    wrong = sorted(found ^ set(shares)) or [level for level, share in shares.items() if not share > 0]
    if wrong:
        raise ScoringError(
            f"Cột «{column}»: mức «{wrong[0]}» không có trong dữ liệu hoặc không có tỷ lệ lớn hơn 0; hãy ghi đủ các mức.",
            f"Column “{column}”: level “{wrong[0]}” has no rows, or no share above 0; list the levels of the data.",
        )
    if len(found) < 2:
        raise ScoringError(
            f"Cột «{column}» chỉ có một mức nên không kiểm định được.",
            f"Column “{column}” has a single level, so there is nothing to test.",
        )
