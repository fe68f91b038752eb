"""Two-way tables of shares and weighted counts, each cell a domain estimate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Unpack

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Indices, Numbers, Values
from scoring.design.design import Design
from scoring.design.domains import levels_of
from scoring.errors import ScoringError
from scoring.estimation.estimate import estimate
from scoring.estimation.estimates import Estimates
from scoring.estimation.options import HowOptions

CellsOf = Literal["row", "column", "all", "count"]


@dataclass(frozen=True, eq=False)
class CrossTable:
    """A two-way table, perhaps in domains.

    Args:
        estimates: its cells; ``levels`` and ``n`` are in the order of its rows.
        levels: the levels of each cell by column.
        n: the rows of positive weight in each cell.
    """

    estimates: Estimates
    levels: tuple[Mapping[str, str], ...]
    n: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class _Side:
    """The levels of one column: its name, the level number of each row (−1 where blank), their names."""

    name: str
    codes: Indices
    levels: Sequence[str]

    def indicators(self) -> dict[str, Numbers]:
        """Return for each level whether a row has it, NaN where the row is blank."""
        return {f"{self.name}={level}": self.of(at) for at, level in enumerate(self.levels)}

    def of(self, at: int) -> Numbers:
        """Return whether each row has a level, NaN where it is blank."""
        return np.where(self.codes < 0, np.nan, self.codes == at)


def cross_table(
    design: Design,
    row: str,
    column: str,
    by: Sequence[str] = (),
    where: npt.ArrayLike | None = None,
    *,
    cells: CellsOf = "row",
    **options: Unpack[HowOptions],
) -> CrossTable:
    """Cross two columns; rows that are blank in either are left out as a domain.

    Args:
        design: how the rows were drawn; its data has the columns.
        row: the column whose levels are the rows.
        column: the column whose levels are the columns.
        by: the columns whose combinations are the domains; a table for each.
        where: true for the rows that count.
        cells: what a cell holds: its share of the ``row``, of the ``column``, of ``all``, or the weighted ``count``.
        **options: interval, confidence, deff, df; see ``How``.

    >>> data = {"sex": [1, 1, 2, 2], "likes": ["no", "yes", "yes", "yes"]}
    >>> table = cross_table(Design(data=data), "sex", "likes")
    >>> table.levels[0], table.estimates["likes=no[sex=1]"].estimate, table.n[0]
    ({'sex': '1', 'likes': 'no'}, 0.5, 1)
    """
    sides = [_side(design, row), _side(design, column)]
    if not all(side.levels for side in sides) or row == column or {row, column} & set(by):
        raise ScoringError(
            f"Không lập được bảng «{row}» × «{column}»: hai cột (và «by») phải khác nhau và không trống hoàn toàn.",
            f"There is no table “{row}” × “{column}”: both columns (and “by”) must differ and have values.",
        )
    if cells in ("row", "column"):
        over, within = sides if cells == "row" else sides[::-1]
        what: dict[str, Numbers] = within.indicators()
        parts = [{within.name: level} for level in within.levels]
        domains: Mapping[str, Values] = {name: design.column(name) for name in (*by, over.name)}
    else:
        what, parts = _pairs(*sides)
        domains = {name: design.column(name) for name in by}
    plain: HowOptions = {**options, "statistic": "total"} if cells == "count" else _as_shares(options)
    made = estimate(design, what, domains, where, **plain)
    levels = [{**made.domains.by(d), **part} for d in range(made.domains.count) for part in parts]
    order = [*by, row, column]
    return CrossTable(
        made,
        tuple({name: each[name] for name in order} for each in levels),
        _rows_of(design, made, np.stack(list(what.values()))),
    )


def _as_shares(options: HowOptions) -> HowOptions:
    return {**options, "statistic": "satisfied", "satisfied": (1,), "valid": (0, 1)}


def _side(design: Design, name: str) -> _Side:
    codes, levels = levels_of(design, name)
    return _Side(name, codes, levels)


def _pairs(row: _Side, column: _Side) -> tuple[dict[str, Numbers], list[dict[str, str]]]:
    """Return the indicator of each pair of levels, NaN where either column is blank."""
    what, parts = {}, []
    for i, one in enumerate(row.levels):
        for j, other in enumerate(column.levels):
            what[f"{row.name}={one},{column.name}={other}"] = row.of(i) * column.of(j)
            parts.append({row.name: one, column.name: other})
    return what, parts


def _rows_of(design: Design, made: Estimates, flags: Numbers) -> tuple[int, ...]:
    """Return the rows of positive weight in each cell, domain by domain."""
    at, counted = made.domains.of_row, design.counts
    return tuple(
        int(np.nansum(each[(at == d) & counted])) for d in range(made.domains.count) for each in flags
    )
