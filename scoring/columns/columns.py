"""Columns of a table as numpy arrays, and sums by group."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from scoring.errors import ScoringError

if TYPE_CHECKING:
    import pandas as pd

Numbers: TypeAlias = npt.NDArray[np.float64]
Indices: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Values: TypeAlias = npt.NDArray[np.generic]


class Columnar(Protocol):
    """A table: columns by name, and a number of rows."""

    def __getitem__(self, name: str, /) -> npt.ArrayLike:
        """Return the column called ``name``."""
        ...

    def __len__(self) -> int:
        """Return the number of rows."""
        ...

    def __contains__(self, name: object, /) -> bool:
        """Tell whether the table has a column called ``name``."""
        ...


Table: TypeAlias = "Columnar | Mapping[str, npt.ArrayLike] | pd.DataFrame"
FEW = 1 << 13  # sums this small are quicker as a product with a full matrix than with a sparse one


def column(table: Table, name: str) -> Values:
    """Return one column of a table as an array.

    Args:
        table: a data frame, or arrays by name.
        name: the column's name.

    Raises:
        ScoringError: there is no such column.
    """
    if name not in table:
        raise ScoringError(
            f"Dữ liệu không có cột «{name}»; hãy sửa tên cột.",
            f"The data has no column “{name}”; correct the name.",
        )
    return np.asarray(table[name])


def frozen(values: npt.NDArray[np.generic]) -> Values:
    """Return a view that cannot be written to, so that a design never changes under its results."""
    view = values.view()
    view.flags.writeable = False
    return view


def numbers(values: npt.ArrayLike, name: str) -> Numbers:
    """Return a column as floats; blanks are NaN.

    Args:
        values: numbers, or text that reads as numbers.
        name: what to call the column when a cell is no number.

    Raises:
        ScoringError: names the column and the first bad row (1 is the first data row).
    """
    array = np.asarray(values)
    if array.dtype.kind in "iufb":
        return array.astype(np.float64, copy=False)
    out = np.empty(array.shape[0])
    for row, value in enumerate(array.tolist()):
        out[row] = _number(value, name, row)
    return out


def _number(value: object, name: str, row: int) -> float:
    if missing(value):
        return np.nan
    try:
        return float(str(value))
    except ValueError:
        raise ScoringError(
            f"Cột «{name}», dòng dữ liệu {row + 1}: «{value}» không phải là số.",
            f"Column “{name}”, data row {row + 1}: “{value}” is not a number.",
        ) from None


def missing(value: object) -> bool:
    """Tell whether a cell is blank: empty text, None, NaN, or R's NA."""
    if value is None or value != value:
        return True
    return isinstance(value, str) and value.strip() in {"", "NA", "NaN", "nan"}


def add_up(values: npt.NDArray[np.generic], place: Indices, size: int) -> Numbers:
    """Return the sums of values by group number; of a matrix, row by row.

    >>> add_up(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 0]), 2).tolist()
    [5.0, 2.0]
    """
    if size == 1:
        return np.asarray(values.sum(axis=0, keepdims=True), np.float64)
    if values.ndim == 1:
        return np.bincount(place, values, minlength=size).astype(np.float64, copy=False)
    table = values.astype(np.float64, copy=False)
    if size * place.size <= FEW:
        member = np.zeros((size, place.size))
        member[place, np.arange(place.size)] = 1.0
        return np.asarray(member @ table, np.float64)
    from scipy.sparse import csc_array

    sparse = csc_array((np.ones(place.size), place, np.arange(place.size + 1)), (size, place.size))
    return np.asarray(sparse @ table, np.float64)
