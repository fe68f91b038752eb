"""A table with the columns that a specification makes, and what is to be said of them."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from graphlib import CycleError, TopologicalSorter

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Table, Values, column
from scoring.errors import ScoringError, Sentence
from scoring.specification.columns.column_codes import Made, made_column
from scoring.specification.columns.column_keys import ColumnSpec, circular
from scoring.specification.columns.where import absent


class MadeTable:
    """The columns of a file, with others made of them.

    Args:
        data: the columns of the file.
        names: their names, in order.
        specs: the columns to make.

    ``labels`` are the words for codes, ``orders`` the order of the levels of brackets and recodes, ``notes`` what is to be
    said: what falls in no bracket, codes that nobody has.

    Raises:
        ScoringError: a name is taken, a source is not there, columns are made from one another, or a cell cannot be cut.
    """

    def __init__(self, data: Table, names: Sequence[str], specs: Sequence[ColumnSpec]) -> None:
        self._data = data
        self._made: dict[str, Values] = {}
        self.labels: dict[str, Mapping[str, str]] = dict(getattr(data, "labels", {}))
        self.orders: dict[str, Sequence[str]] = {}
        self.notes: list[Sentence] = []
        listed = _expanded(specs, names)
        self.names = all_names(specs, names)
        for name in _in_order(listed):
            if name in listed:
                self._make(name, listed[name])

    def __contains__(self, name: object, /) -> bool:
        return name in self._made or name in self._data

    def __getitem__(self, name: str, /) -> npt.ArrayLike:
        return self._made[name] if name in self._made else column(self._data, name)

    def __len__(self) -> int:
        return len(np.asarray(self[self.names[0]]))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def _make(self, name: str, spec: ColumnSpec) -> None:
        source = spec.source or name
        if source not in self:
            raise absent(spec.keys, "from", source, self.names)
        made: Made = made_column(self, source, spec)
        self._made[name] = made.values
        if made.order:
            self.orders[name] = made.order
        elif source in self.orders:
            self.orders[name] = self.orders[source]
        kept = {} if spec.cut or spec.recode else self.labels.get(source, {})
        if kept or spec.labels:
            self.labels[name] = {**kept, **spec.labels}
        self.notes += made.notes


def with_columns(
    data: Table, names: Sequence[str], specs: Sequence[ColumnSpec]
) -> tuple[Table, Sequence[str], list[Sentence]]:
    """Return the table with the columns that are asked for, all names in order, and what is to be said."""
    if not specs:
        return data, names, []
    made = MadeTable(data, names, specs)
    return made, made.names, made.notes


def all_names(specs: Sequence[ColumnSpec], names: Sequence[str]) -> list[str]:
    """Return the names of a file's columns and of those made of them."""
    return list(dict.fromkeys([*names, *_expanded(specs, names)]))


def sources(specs: Sequence[ColumnSpec], wanted: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the columns of the file that all columns to make, and some others, are read from.

    Args:
        specs: the columns to make.
        wanted: what else is needed, made or not.
        names: the names of the columns of the file.
    """
    listed = _expanded(specs, names)
    out: dict[str, None] = {}
    for name in (*wanted, *listed):
        seen: set[str] = set()
        while name in listed and (source := listed[name].source) is not None and name not in seen:
            seen.add(name)
            name = source
        out[name] = None
    return list(out)


def _expanded(specs: Sequence[ColumnSpec], names: Sequence[str]) -> dict[str, ColumnSpec]:
    """Return the specification of every column: patterns name columns of the data.

    Raises:
        ScoringError: a new column has a name of the data, or a column to change is not there.
    """
    taken, out = set(names), {}
    for spec in specs:
        if spec.source is not None:
            if spec.name in taken:
                raise _taken(spec)
            out[spec.name] = spec
            continue
        found = (
            [spec.name] if spec.name in taken else [name for name in names if fnmatchcase(name, spec.name)]
        )
        if not found:
            raise absent(spec.keys, "from", spec.name, names)
        for name in found:
            if name in out:
                raise spec.keys.wrong(
                    "labels",
                    f"cột «{name}» đã được khai ở {out[name].keys.place}",
                    f"the column “{name}” stands in {out[name].keys.place} already",
                )
            out[name] = spec
    return out


def _taken(spec: ColumnSpec) -> ScoringError:
    return spec.keys.wrong(
        "from",
        f"dữ liệu đã có cột «{spec.name}»; hãy đặt tên khác cho cột mới",
        f"the data has a column “{spec.name}” already; call the new one otherwise",
    )


def _in_order(listed: Mapping[str, ColumnSpec]) -> list[str]:
    """Return the names of columns, each after the one it is made from."""
    graph = {name: [spec.source] if spec.source else [] for name, spec in listed.items()}
    try:
        return list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        name = error.args[1][0]
        raise circular(name, listed[name].keys) from None
