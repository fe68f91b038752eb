"""Contrasts: linear combinations of estimates by name, with the covariance of what they share."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.errors import ScoringError
from scoring.result import Estimates


@dataclass(frozen=True, kw_only=True)
class Contrast:
    """A linear combination of estimates.

    Args:
        estimate: its value.
        se: its standard error.
        df: degrees of freedom of the design.
    """

    estimate: float
    se: float
    df: int


def contrast(coefficients: Mapping[str, float], *tables: Estimates) -> Contrast:
    """Combine rows of one or more tables of the same design.

    Args:
        coefficients: the factor of each row by its name, such as ``{"q01[year=2026]": 1, "q01[year=2025]": -1}``.
        *tables: where the rows are looked up, the first that has the name wins.

    >>> from scoring.design import Design
    >>> from scoring.estimate import estimate
    >>> design = Design(clusters=[[1, 1, 2, 2, 3, 3]])
    >>> table = estimate(design, {"q": [5, 1, 5, 5, 5, 1]}, by={"year": [1, 2, 1, 2, 1, 2]})
    >>> change = contrast({"q[year=2]": 1, "q[year=1]": -1}, table)
    >>> round(change.estimate, 4), round(change.se, 4)
    (-0.6667, 0.3333)
    """
    if any(table.design is not tables[0].design for table in tables):
        raise ScoringError(
            "Chỉ so sánh được các ước lượng của cùng một thiết kế mẫu.",
            "Only estimates of one design can be contrasted.",
        )
    value, totals = 0.0, None
    for name, factor in coefficients.items():
        table = next((table for table in tables if name in table.keys), tables[0])
        value += factor * float(table.value.flat[table.index(name)])
        part = factor * table.totals(name)
        totals = part if totals is None else totals + part
    assert totals is not None
    variance = float(tables[0].spread.covariance(totals)[0, 0])
    return Contrast(estimate=value, se=float(np.sqrt(max(variance, 0.0))), df=tables[0].design.df)
