"""Contrasts: combinations of estimates by name, with the covariance of what they share."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.columns.columns import Numbers
from scoring.design.design import Design
from scoring.errors import ScoringError
from scoring.estimation.estimates import Estimates
from scoring.estimation.variance import standard_errors
from scoring.intervals.intervals import t_quantile

DRAWN = ("data", "strata", "clusters", "weights", "fpc", "lonely", "replicates", "calibrations")


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """A combination of estimates.

    Args:
        estimate: its value.
        se: its standard error.
        df: degrees of freedom of the design.
    """

    estimate: float
    se: float
    df: int

    @property
    def t(self) -> float:
        """The value in standard errors; NaN when the error is 0."""
        return self.estimate / self.se if self.se > 0 else np.nan

    @property
    def p(self) -> float:
        """The two-sided p value of «no difference»."""
        from scipy.special import stdtr

        return float(2 * stdtr(self.df, -abs(self.t)))

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Return the t interval."""
        half = float(t_quantile(self.df, confidence)) * self.se
        return self.estimate - half, self.estimate + half


def contrast(coefficients: Mapping[str, float], *tables: Estimates) -> Contrast:
    """Add up rows of one or more tables of the same design, each times its factor.

    Args:
        coefficients: the factor of each row by its name, such as ``{"q01[year=2026]": 1, "q01[year=2025]": -1}``.
        *tables: where the rows are looked up; the first that has the name wins.

    Raises:
        ScoringError: no table has a name, or the tables are of different designs.

    >>> from scoring import Design, estimate
    >>> design = Design(clusters=[[1, 1, 2, 2, 3, 3]])
    >>> table = estimate(design, {"q": [5, 1, 5, 5, 5, 1]}, by={"year": [1, 2, 1, 2, 1, 2]})
    >>> change = contrast({"q[year=2]": 1, "q[year=1]": -1}, table)
    >>> round(change.estimate, 4), round(change.se, 4)
    (-0.6667, 0.3333)
    """
    _same_design(tables)
    value, totals = 0.0, np.zeros(())
    for name, factor in coefficients.items():
        table = _having(name, tables)
        value += factor * float(table.value.flat[table.index(name)])
        totals = totals + factor * table.totals(name)
    return _contrast(value, totals, tables[0])


def quotient(above: str, below: str, *tables: Estimates) -> Contrast:
    """Divide one row by another, with the delta method's standard error.

    Args:
        above: the name of the row that is divided.
        below: the name of the row it is divided by.
        *tables: where the rows are looked up.
    """
    _same_design(tables)
    values = {
        name: float((table := _having(name, tables)).value.flat[table.index(name)]) for name in (above, below)
    }
    value = values[above] / values[below]
    totals = (_having(above, tables).totals(above) - value * _having(below, tables).totals(below)) / values[
        below
    ]
    return _contrast(value, totals, tables[0])


def _contrast(value: float, totals: Numbers, table: Estimates) -> Contrast:
    se = float(standard_errors(table.spread.covariance(totals))[0, 0])
    return Contrast(estimate=value, se=se, df=table.design.df)


def _having(name: str, tables: tuple[Estimates, ...]) -> Estimates:
    return next((table for table in tables if table.has(name)), tables[0])


def _same_design(tables: tuple[Estimates, ...]) -> None:
    if not tables or not all(_drawn_alike(table.design, tables[0].design) for table in tables):
        raise ScoringError(
            "Chỉ so sánh được các ước lượng của cùng một thiết kế mẫu; hãy gộp các đợt vào một Design.",
            "Only estimates of one design can be contrasted; put the waves into one Design.",
        )


def _drawn_alike(one: Design, other: Design) -> bool:
    """Tell whether two designs are one, but for the subpopulation that estimates are about."""
    return all(getattr(one, name) is getattr(other, name) for name in DRAWN)
