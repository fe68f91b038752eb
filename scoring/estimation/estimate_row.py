"""One estimate: the row of a table, with the reason where a number is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scoring.columns.rounding import OUTSIDE_SHARES
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


NO_ANSWER = ("không có câu trả lời hợp lệ nào trong ô này", "no valid answer in this cell")
NO_VALUE = (
    "không tính được: mẫu số bằng 0 hoặc thiếu câu hỏi thành phần",
    "the denominator is 0 or a part is missing",
)
ONE_PSU = (
    "chỉ có một đơn vị chọn mẫu (hoặc df = 0) nên không ước lượng được sai số",
    "a single sampled PSU (or df = 0): no standard error can be estimated",
)
NO_SHARE = (
    "kiểu khoảng tin cậy này chỉ dành cho tỷ lệ từ 0 đến 1; hãy dùng interval = t",
    "this interval is for shares from 0 to 1; use interval = t",
)
ALL_OR_NOBODY = (
    "tỷ lệ 0 % hoặc 100 %: kiểu khoảng tin cậy này không tính được, hãy dùng korn_graubard",
    "a share of 0 % or 100 %: this interval does not exist, use korn_graubard",
)
NO_DEFF = (
    "không có deff: phương sai mẫu ngẫu nhiên đơn giản bằng 0 hoặc không xác định",
    "no deff: the variance of a simple random sample is 0 or not defined",
)


def reason(row: Estimate) -> Sentence | None:
    """Say why a row lacks a number, the first cause first; None when it lacks none."""
    if row.n == 0:
        return NO_ANSWER
    if row.estimate is None:
        return NO_VALUE
    if row.se is None:
        return ONE_PSU
    if row.low is None or row.high is None:
        return ALL_OR_NOBODY if -OUTSIDE_SHARES <= row.estimate <= 1 + OUTSIDE_SHARES else NO_SHARE
    return NO_DEFF if row.deff is None else None
