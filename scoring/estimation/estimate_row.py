"""One estimate: the row of a table, with the reason where a number is missing (``scoring.estimation.row_reason``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType

from scoring.errors import Sentence


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """One number with its uncertainty; None where no number can be given, and ``why``.

    Args:
        variable: the item, criterion or contrast.
        by: the levels of the domain by column.
        estimate: the value, a proportion for shares.
        se: its standard error.
        df: degrees of freedom of the full design.
        df_domain: PSUs minus strata of the domain.
        low: lower bound of the interval.
        high: upper bound.
        deff: design effect.
        n: rows of the cell with a positive weight and a valid answer.
        n_psu: PSUs of the cell.
        sum_w: their weights.
        why: the reason when a number is missing, as (Vietnamese, English).
    """

    variable: str
    by: Mapping[str, str]
    estimate: float | None
    se: float | None
    df: int
    df_domain: int
    low: float | None
    high: float | None
    deff: float | None
    n: int
    n_psu: int
    sum_w: float
    why: Sentence | None = None

    @property
    def key(self) -> str:
        """The name contrasts use: ``q01`` or ``q01[district=H01]``."""
        return key(self.variable, self.by)


def key(variable: str, by: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the name of a row.

    >>> key("q01"), key("q01", {"district": "H01", "sex": "2"})
    ('q01', 'q01[district=H01,sex=2]')
    """
    return variable + (f"[{','.join(f'{name}={level}' for name, level in by.items())}]" if by else "")


def number_or_none(value: float) -> float | None:
    """Return a number, None where it is not finite."""
    return float(value) if isfinite(value) else None
