"""Domains: the parts of the population that estimates are about, by columns of the data."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Flags, Indices, Values
from scoring.columns.levels import cross, factorize, ordered
from scoring.design.design import Design
from scoring.errors import ScoringError

Columns: TypeAlias = str | Sequence[str] | Mapping[str, npt.ArrayLike]


@dataclass(frozen=True, eq=False)
class Domains:
    """The domain of each row.

    Args:
        columns: the names of the columns that make the domains.
        levels: of each domain, its level in each column, as text.
        of_row: the domain of each row, −1 for none.
    """

    columns: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    of_row: Indices

    @property
    def count(self) -> int:
        """The number of domains."""
        return len(self.levels)

    @cached_property
    def covers(self) -> bool:
        """Whether every row is in some domain."""
        return bool(self.of_row.min(initial=0) >= 0)

    def by(self, domain: int) -> dict[str, str]:
        """Return the levels of a domain by column."""
        return dict(zip(self.columns, self.levels[domain], strict=True))


def domains(
    n: int,
    by: Sequence[tuple[str, Values]],
    where: Flags | None = None,
    orders: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Domains:
    """Divide rows into domains by columns; rows with a blank level or outside ``where`` are in none.

    Args:
        n: the number of rows.
        by: the columns.
        where: true for the rows that count.
        orders: the order of the levels of columns whose labels are not to be sorted.

    >>> domains(3, [("sex", np.array(["1", "2", ""]))]).of_row.tolist()
    [0, 1, -1]
    """
    names = tuple(name for name, _ in by)
    if by:
        of_row, levels = cross([ordered(factorize(values), orders.get(name, ())) for name, values in by])
    else:
        of_row, levels = np.zeros(n, np.int64), [()]
    if where is not None:
        of_row = np.where(where, of_row, -1)
    return Domains(names, tuple(levels), of_row)


def levels_of(design: Design, name: str) -> tuple[Indices, list[str]]:
    """Return the level number of each row in a column of the design's data (−1 where blank), and the levels in their order."""
    return ordered(factorize(design.column(name)), order_of(design, name))


def order_of(design: Design, name: str) -> Sequence[str]:
    """Return the order in which the levels of a column were asked for; empty where labels are sorted."""
    orders: Mapping[str, Sequence[str]] = getattr(design.data, "orders", {})
    return orders.get(name, ())


def domains_of(design: Design, by: Columns, where: npt.ArrayLike | None) -> Domains:
    """Return the domains of the design's rows."""
    flags = None if where is None else _flags(design, where)
    if flags is not None and flags.shape != (design.n,):
        raise ScoringError(
            f"where có {flags.size} dòng, thiết kế mẫu có {design.n}.",
            f"where has {flags.size} rows, the design has {design.n}.",
        )
    orders = getattr(design.data, "orders", {})
    made = domains(design.n, tuple(columns(design, by).items()), flags, orders)
    return made if design.subpopulation is None else _within(made, design.subpopulation)


def within(design: Design, rows: Flags) -> Design:
    """Return the design with all that is estimated under it restricted to some rows; the others stay in the design.

    It is R's ``subset(design, …)``. A level that none of the rows has makes no domain. Rows left out before stay out.

    >>> from scoring.estimation.estimate import estimate
    >>> design = Design(data={"q": [5, 1, 5], "area": ["a", "a", "b"]})
    >>> estimate(within(design, np.array([True, True, False])), "q", "area").keys
    ('q[area=a]',)
    """
    before = design.subpopulation
    made = copy(
        design
    )  # not replace(): what the design has worked out about its units holds for any of its rows
    object.__setattr__(made, "subpopulation", rows if before is None else before & rows)
    return made


def _within(made: Domains, rows: Flags) -> Domains:
    of_row = np.where(rows, made.of_row, -1)
    used = np.unique(of_row[of_row >= 0])
    if not made.columns or used.size == made.count:
        return Domains(made.columns, made.levels, of_row)
    place = np.full(made.count + 1, -1)
    place[used] = np.arange(used.size)
    return Domains(made.columns, tuple(made.levels[at] for at in used), place[of_row])


def _flags(design: Design, where: npt.ArrayLike) -> Flags:
    """Return ``where`` as flags in the order of the rows; only true, false, 1 and 0 are flags."""
    values = in_row_order(design, where, "where")
    if values.dtype.kind == "b":
        return values.astype(bool)
    found = values.tolist()
    wrong = [at for at, value in enumerate(found) if isinstance(value, str) or value not in (0, 1)]
    if wrong:
        raise ScoringError(
            f"where, dòng dữ liệu {wrong[0] + 1}: «{found[wrong[0]]}» không phải đúng hay sai; hãy so sánh trước, như x == 1.",
            f"where, data row {wrong[0] + 1}: “{found[wrong[0]]}” is neither true nor false; compare first, as in x == 1.",
        )
    return values.astype(bool)


def in_row_order(design: Design, values: npt.ArrayLike, name: str) -> Values:
    """Return values in the order of the design's rows; a pandas Series goes by its index, other arrays by place.

    Raises:
        ScoringError: the index of a Series is not that of the design's data.
    """
    index = getattr(values, "index", None)
    if index is None or callable(index):
        return np.asarray(values)
    own = getattr(design.data, "index", None)
    own = np.arange(design.n) if own is None or callable(own) else own
    if len(index) == len(own) and (index == own).all():
        return np.asarray(values)
    if len(index) != len(own) or not index.is_unique or set(index) != set(own):
        raise ScoringError(
            f"«{name}» là Series có chỉ mục khác với dữ liệu của thiết kế mẫu; hãy dùng cùng chỉ mục hoặc .to_numpy().",
            f"“{name}” is a Series whose index is not that of the design's data; use the same index, or .to_numpy().",
        )
    return np.asarray(values.reindex(own))  # type: ignore[union-attr] # a Series: it has an index


def columns(design: Design, names: Columns) -> dict[str, Values]:
    """Return the arrays of columns given by name or as arrays."""
    if isinstance(names, str):
        names = [names]
    if not isinstance(names, Mapping):
        return {name: design.column(name) for name in names}
    out = {name: in_row_order(design, values, name) for name, values in names.items()}
    for name, values in out.items():
        if values.shape != (design.n,):
            raise ScoringError(
                f"Cột «{name}» có {values.size} dòng, thiết kế mẫu có {design.n}.",
                f"Column “{name}” has {values.size} rows, the design has {design.n}.",
            )
    return out
