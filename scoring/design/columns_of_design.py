"""The columns of a table that a design is made of."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Table, Values, column
from scoring.columns.levels import cross, factorize
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
