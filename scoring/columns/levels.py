"""Level numbers for labels: the levels of a column, the codes in use, combinations of columns."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from sampling.labels import doubtful_zeros, label_of
from scoring.columns.columns import Indices, Values, missing

DENSE = 4_000_000  # integers of a smaller span are counted, not sorted
MANY = 1 << 16  # rows from which it pays to look for runs
RUN = 4  # rows that a run must have on average
Item = TypeVar("Item", bound=np.generic)
Levels = TypeVar("Levels")


def factorize(values: npt.ArrayLike, *, zeros_merged: bool = True) -> tuple[Indices, list[str]]:
    """Return level numbers (−1 where blank) and the levels as text, numbers in numeric order.

    >>> codes, levels = factorize(np.array(["10", "9", "", "10"]))
    >>> codes.tolist(), levels
    ([1, 0, -1, 1], ['9', '10'])

    Codes of one column that differ in leading zeros only are one level, called by the one with more zeros:

    >>> codes, levels = factorize(np.array(["01", "1", "1.0", "2"]))
    >>> codes.tolist(), levels
    ([0, 0, 0, 1], ['01', '2'])
    """
    return _once_a_run(np.asarray(values), partial(_factorize, zeros_merged=zeros_merged))


def _factorize(array: Values, *, zeros_merged: bool) -> tuple[Indices, list[str]]:
    if array.dtype.kind == "b":
        array = array.astype(np.int64)
    if array.dtype.kind in "iu" and array.size:
        codes, whole = _number_integers(array)
        return codes, [str(level) for level in whole.tolist()]
    if array.dtype.kind == "f":
        blank = np.isnan(array)
        levels, codes = np.unique(array[~blank], return_inverse=True)
        out = np.full(array.shape, -1)
        out[~blank] = codes
        return out, [label(value) for value in levels.tolist()]
    return _factorize_text(array.tolist(), zeros_merged=zeros_merged)


def codes_of(values: npt.ArrayLike) -> Indices:
    """Return level numbers (−1 where blank), as ``factorize`` does but without the levels' texts.

    >>> codes_of(np.array([70, 9, 70])).tolist()
    [1, 0, 1]
    """
    array = np.asarray(values)
    if array.dtype.kind in "iu" and array.size:
        return _once_a_run(array, _number_integers)[0]
    return factorize(array)[0]


def label(value: object) -> str:
    """Return a level as text, whole numbers without a decimal point."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _number_integers(array: Values) -> tuple[Indices, Indices]:
    low, high = int(array.min()), int(array.max())
    if high - low >= DENSE:
        levels, codes = np.unique(array.astype(np.int64), return_inverse=True)
        return codes.astype(np.int64), levels
    shifted = np.subtract(array, low, dtype=np.int64, casting="unsafe")
    codes, used = _compress(shifted, high - low + 1)
    return codes, used + low


def _factorize_text(values: Iterable[object], *, zeros_merged: bool) -> tuple[Indices, list[str]]:
    seen: dict[object, int] = {}
    codes = np.array([seen.setdefault(value, len(seen)) for value in values], dtype=np.int64)
    texts = {at: None if missing(value) else label_of(label(value)) or None for value, at in seen.items()}
    labels = {text for text in texts.values() if text is not None}
    # Within one column 1 is 01 that lost its zero in a spreadsheet.
    whole = {short: long for long, short in doubtful_zeros(labels)} if zeros_merged else {}
    levels = sorted_levels(labels - whole.keys())
    place = {text: at for at, text in enumerate(levels)}
    place |= {short: place[long] for short, long in whole.items()}
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
    return _once_a_run(codes, lambda some: _compress(some, size))


def _compress(codes: Indices, size: int) -> tuple[Indices, Indices]:
    if (codes[1:] > codes[:-1]).all():
        return np.arange(codes.size), codes
    if size > max(DENSE, 8 * codes.size):
        used, place = np.unique(codes, return_inverse=True)
        return place.astype(np.int64), used
    used = np.flatnonzero(np.bincount(codes, minlength=size))
    if used.size == size:
        return codes, used
    place = np.empty(size, np.int64)
    place[used] = np.arange(used.size)
    return place[codes], used


def compress_pairs(outer: Indices, inner: Indices, width: int) -> tuple[Indices, Indices]:
    """Number the pairs of codes that occur, as ``compress`` numbers ``outer * width + inner``.

    >>> [part.tolist() for part in compress_pairs(np.array([2, 0, 2]), np.array([1, 0, 1]), 3)]
    [[1, 0, 1], [0, 7]]
    """
    size = (int(outer.max(initial=0)) + 1) * width
    first = _starts(outer, inner)
    if first is None:
        return _compress(outer * width + inner, size)
    place, used = _compress(outer[first] * width + inner[first], size)
    return _repeated(place, first, outer.size), used


def _once_a_run(
    values: npt.NDArray[Item], number: Callable[[npt.NDArray[Item]], tuple[Indices, Levels]]
) -> tuple[Indices, Levels]:
    """Number a long column by the first row of each run of equal values, where runs are long."""
    first = _starts(values)
    if first is None:
        return number(values)
    codes, levels = number(values[first])
    return _repeated(codes, first, values.size), levels


def _starts(*columns: Values) -> Indices | None:
    """Return the first row of each run of equal values, None for short columns or short runs."""
    rows = columns[0].size
    if rows <= MANY:
        return None
    change = np.zeros(rows - 1, bool)
    for column in columns:
        change |= column[1:] != column[:-1]
    first = np.append(0, np.flatnonzero(change) + 1)
    return first if first.size * RUN <= rows else None


def _repeated(codes: Indices, first: Indices, rows: int) -> Indices:
    return np.repeat(codes, np.diff(np.append(first, rows)))


def ordered(factor: tuple[Indices, list[str]], order: Sequence[str]) -> tuple[Indices, list[str]]:
    """Return level numbers and levels in a given order; levels that it does not name follow as they were.

    >>> codes, levels = ordered((np.array([0, 1, -1, 2]), ["cao", "thấp", "vừa"]), ["thấp", "vừa", "cao"])
    >>> codes.tolist(), levels
    ([2, 0, -1, 1], ['thấp', 'vừa', 'cao'])
    """
    codes, levels = factor
    if not order:
        return factor
    place = {level: at for at, level in enumerate(order)}
    sorted_places = sorted(range(len(levels)), key=lambda at: place.get(levels[at], len(order)))
    new = np.append(np.argsort(np.array(sorted_places, np.int64)), -1)
    return new[codes], [levels[at] for at in sorted_places]


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
