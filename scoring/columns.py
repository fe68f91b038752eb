"""Columns as numpy arrays: where a table enters, and how labels become numbers."""

from collections.abc import Iterable, Mapping, Sequence
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
    """What a table must answer: the column of a name, and how many rows there are."""

    def __getitem__(self, name: str, /) -> npt.ArrayLike:
        """Return the column called ``name``."""
        ...

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def __contains__(self, name: object, /) -> bool:
        """Tell whether there is such a column."""
        ...


Table: TypeAlias = "Columnar | Mapping[str, npt.ArrayLike] | pd.DataFrame"
FEW = 1 << 16  # sums this small are quicker as a product with a full matrix than with a sparse one
DENSE = 4_000_000  # integers of a smaller span are counted, not sorted


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
    return frozen(np.asarray(table[name]))


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


def factorize(values: npt.ArrayLike) -> tuple[Indices, list[str]]:
    """Return level numbers (−1 where blank) and the levels as text, numbers in numeric order.

    >>> codes, levels = factorize(np.array(["10", "9", "", "10"]))
    >>> codes.tolist(), levels
    ([1, 0, -1, 1], ['9', '10'])
    """
    array = np.asarray(values)
    if array.dtype.kind == "b":
        array = array.astype(np.int64)
    if array.dtype.kind in "iu" and array.size:
        return _factorize_integers(array)
    if array.dtype.kind == "f":
        blank = np.isnan(array)
        levels, codes = np.unique(array[~blank], return_inverse=True)
        out = np.full(array.shape, -1)
        out[~blank] = codes
        return out, [label(value) for value in levels.tolist()]
    return _factorize_text(array.tolist())


def codes_of(values: npt.ArrayLike) -> Indices:
    """Return level numbers (−1 where blank), as ``factorize`` without writing the levels out.

    >>> codes_of(np.array([70, 9, 70])).tolist()
    [1, 0, 1]
    """
    array = np.asarray(values)
    if array.dtype.kind in "iu" and array.size:
        return _number_integers(array)[0]
    return factorize(array)[0]


def label(value: object) -> str:
    """Write a level as the file would: whole numbers without a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _factorize_integers(array: npt.NDArray[np.generic]) -> tuple[Indices, list[str]]:
    codes, levels = _number_integers(array)
    return codes, [str(level) for level in levels.tolist()]


def _number_integers(array: npt.NDArray[np.generic]) -> tuple[Indices, Indices]:
    low, high = int(array.min()), int(array.max())
    if high - low >= DENSE:
        levels, codes = np.unique(array.astype(np.int64), return_inverse=True)
        return codes.astype(np.int64), levels
    shifted = np.subtract(array, low, dtype=np.int64, casting="unsafe")
    codes, used = compress(shifted, high - low + 1)
    return codes, used + low


def _factorize_text(values: Iterable[object]) -> tuple[Indices, list[str]]:
    seen: dict[object, int] = {}
    codes = np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)
    texts = {at: None if missing(value) else label(value) for value, at in seen.items()}
    levels = sorted_levels({text for text in texts.values() if text is not None})
    place = {text: at for at, text in enumerate(levels)}
    remap = np.array(
        [-1 if (text := texts[at]) is None else place[text] for at in range(len(seen))], np.int64
    )
    return (remap[codes] if codes.size else codes), levels


def sorted_levels(levels: Iterable[str]) -> list[str]:
    """Sort texts: by value when every one is a number, otherwise as text."""
    texts = list(levels)
    try:
        return sorted(texts, key=lambda text: (float(text), text))
    except ValueError:
        return sorted(texts)


def compress(codes: Indices, size: int) -> tuple[Indices, Indices]:
    """Number the used codes 0, 1, … in their order.

    Args:
        codes: non-negative numbers below ``size``.
        size: how many codes there could be.

    Returns:
        The new number of each entry, and the old code of each new number.
    """
    if size > max(codes.size, FEW) and (codes[1:] >= codes[:-1]).all():
        return _compress_sorted(codes)
    if size > max(DENSE, 8 * codes.size):
        used, place = np.unique(codes, return_inverse=True)
        return place.astype(np.int64), used
    used = np.flatnonzero(np.bincount(codes, minlength=size))
    if used.size == size:
        return codes, used
    place = np.empty(size, np.int64)
    place[used] = np.arange(used.size)
    return place[codes], used


def _compress_sorted(codes: Indices) -> tuple[Indices, Indices]:
    """Number the runs of equal codes, as files that come unit by unit have them."""
    first = np.append(0, np.flatnonzero(codes[1:] != codes[:-1]) + 1)[: codes.size]
    rows = np.append(first[1:], codes.size)[: first.size] - first
    return np.repeat(np.arange(first.size), rows), codes[first]


def cross(parts: Sequence[tuple[Indices, list[str]]]) -> tuple[Indices, list[tuple[str, ...]]]:
    """Cross factors: one number per combination that occurs, the first factor slowest; −1 where any is blank."""
    if len(parts) == 1:
        ((only, levels),) = parts
        return only, [(level,) for level in levels]
    codes = np.zeros(parts[0][0].size, np.int64)
    blank = np.zeros(codes.size, bool)
    size = 1
    for part, levels in parts:
        blank |= part < 0
        codes = codes * max(len(levels), 1) + np.maximum(part, 0)
        size *= max(len(levels), 1)
    out = np.full(codes.size, -1)
    place, used = compress(codes[~blank], size)
    out[~blank] = place
    shape = [max(len(levels), 1) for _, levels in parts]
    combos = np.unravel_index(used, shape) if used.size else [np.zeros(0, np.int64)] * len(parts)
    return out, [tuple(parts[j][1][int(c[i])] for j, c in enumerate(combos)) for i in range(used.size)]


def add_up(values: npt.NDArray[np.generic], place: Indices, size: int) -> Numbers:
    """Add values that belong to the same place; a matrix row by row.

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
