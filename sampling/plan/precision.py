"""The precision a plan asks for: coefficients of variation by variable and domain, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

PerStratum: TypeAlias = float | str | Mapping[str, float]
"""A number for all strata, the column that holds it, or a number by the label of the stratum."""
PerDomain: TypeAlias = float | Mapping[str, float]
"""A number for all domains of a column, or a number by the label of the domain."""


@dataclass(frozen=True)
class VariableTarget:
    """How precise the mean of one variable has to be.

    Attributes:
        variable: what people call it.
        share: the share expected in each stratum, in place of ``mean`` and ``deviation``.
        mean: the mean expected in each stratum.
        deviation: the standard deviation of last-stage units in each stratum.
        rho: the correlation of two last-stage units in one first-stage unit; 0 in a plan of one stage.
        cv: the coefficient of variation allowed to the mean of the whole; None: no limit of its own.
        cv_by: the same for the domains of a column, by the column; domains without a number have no limit of their own.
    """

    variable: str
    share: PerStratum | None = None
    mean: PerStratum | None = None
    deviation: PerStratum | None = None
    rho: float | None = None
    cv: float | None = None
    cv_by: Mapping[str, PerDomain] = field(default_factory=dict)
