"""The columns of a table that a design is made of."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers, Table, Values, column, frozen, numbers
from scoring.columns.levels import cross, factorize
from scoring.columns.rounding import LARGEST_WEIGHT
from scoring.errors import ScoringError


def names(given: str | Sequence[str]) -> list[str]:
    """Return a list of names from one name or several."""
    return [given] if isinstance(given, str) else list(given)


def numbered(part: str, columns: Sequence[str]) -> dict[str, str]:
    """Return the name of each stage's column for messages.

    >>> numbered("fpc", ["communes", "villages"])
    {'fpc[1]': 'communes', 'fpc[2]': 'villages'}
    """
    return {f"{part}[{stage}]": name for stage, name in enumerate(columns, 1)}


def stratum(data: Table, by: Sequence[str]) -> Values | None:
    """Return the stratum of each row from one column or several crossed; None without columns."""
    if len(by) < 2:
        return column(data, by[0]) if by else None
    parts = [factorize(column(data, name)) for name in by]
    for name, (codes, _) in zip(by, parts, strict=True):
        refuse_blank(codes < 0, name)
    codes, levels = cross(parts)
    return np.array([".".join(level) for level in levels], dtype=object)[codes]


def refuse_blank(blank: npt.NDArray[np.bool_], name: str) -> None:
    """Refuse rows that a design cannot use, naming the first one."""
    rows = np.flatnonzero(blank)
    if rows.size:
        raise ScoringError(
            f"Cột «{name}», dòng dữ liệu {rows[0] + 1}: bị trống hoặc không hợp lệ; thiết kế mẫu cần đủ mọi dòng.",
            f"Column “{name}”, data row {rows[0] + 1}: blank or not usable; the design needs every row.",
        )


def checked_weight(values: npt.ArrayLike, name: str, *, negative: bool) -> Numbers:
    """Return weights as numbers that cannot be written to.

    Args:
        values: the weight of each row.
        name: what to call the column.
        negative: whether weights below 0 are allowed.

    Raises:
        ScoringError: a weight is blank, negative or too large; names the row.
    """
    weight = numbers(values, name)
    bad = np.flatnonzero(~((weight >= (-LARGEST_WEIGHT if negative else 0)) & (weight <= LARGEST_WEIGHT)))
    if bad.size:
        raise ScoringError(
            f"Cột trọng số «{name}», dòng dữ liệu {bad[0] + 1} trống, âm hoặc quá lớn; hãy sửa dữ liệu.",
            f"Weight column “{name}”, data row {bad[0] + 1}: blank, negative or too large; correct the data.",
        )
    return np.asarray(frozen(weight), np.float64)
