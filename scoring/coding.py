"""Answers as one byte each, and what each byte is worth under a statistic."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt

from scoring.columns import Numbers, Values, missing, numbers
from scoring.errors import ScoringError
from scoring.numbering import factorize, label

Code: TypeAlias = int | float | str
Kind = Literal["satisfied", "mean", "mean5", "mean01", "total"]
BLANK = 255
Bytes: TypeAlias = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Worth:
    """What an answer is worth.

    Args:
        kind: the statistic.
        satisfied: the codes that count as satisfied.
        valid: the codes that are answers; None: every code that is not blank.
    """

    kind: Kind = "satisfied"
    satisfied: Collection[Code] = (4, 5)
    valid: Collection[Code] | None = None

    def of(self, code: Code) -> float:
        """Return the score of a code, NaN when it is no valid answer.

        >>> Worth(valid=range(1, 6)).of(5), Worth("mean01").of(2), Worth(valid=(1, 2)).of(9)
        (1.0, 0.25, nan)
        """
        if missing(code) or (self.valid is not None and not _among(code, self.valid)):
            return np.nan
        if self.kind == "satisfied":
            return float(_among(code, self.satisfied))
        number = _number(code)
        return {"mean5": number / 5, "mean01": (number - 1) / 4}.get(self.kind, number)


def _number(code: Code) -> float:
    try:
        return float(code)
    except ValueError:
        return np.nan


def _among(code: Code, codes: Collection[Code]) -> bool:
    if code in codes:
        return True
    if not isinstance(code, str) and not any(isinstance(other, str) for other in codes):
        return False
    text = label(code)
    return any(label(other) == text or _number(other) == _number(code) for other in codes)


@dataclass(frozen=True, eq=False)
class Coded:
    """Columns of bytes, with the score of every byte.

    Args:
        names: the variables.
        codes: one array of bytes per variable.
        scores: per variable the score of each of 256 bytes, NaN where it is no valid answer.
    """

    names: tuple[str, ...]
    codes: tuple[Bytes, ...]
    scores: tuple[Numbers, ...]


@dataclass(frozen=True, eq=False)
class Measured:
    """Columns of numbers that do not fit a byte (income, school marks).

    Args:
        names: the variables.
        values: one array per variable, NaN where there is no valid answer.
    """

    names: tuple[str, ...]
    values: tuple[Numbers, ...]


def encode(columns: Mapping[str, Values], worth: Worth) -> Coded | Measured:
    """Turn columns into bytes where every column fits, otherwise into numbers.

    >>> encode({"q": np.array([4.0, np.nan, 9.0])}, Worth(valid=range(1, 6))).codes[0].tolist()
    [4, 255, 9]
    """
    names = tuple(columns)
    whole = _table(range(BLANK), worth)
    if worth.kind != "satisfied" and worth.valid is None:
        for name, values in columns.items():
            _refuse_unusable(values, name)
    if _bytes_already(columns, worth):
        return Coded(names, tuple(columns.values()), (whole,) * len(names))
    coded = [_bytes(values, worth, whole) for values in columns.values()]
    pairs = [pair for pair in coded if pair is not None]
    if len(pairs) == len(coded):
        return Coded(names, tuple(codes for codes, _ in pairs), tuple(scores for _, scores in pairs))
    return Measured(names, tuple(_scored(values, name, worth) for name, values in columns.items()))


def _refuse_unusable(values: Values, name: str) -> None:
    """Refuse text that is no number, and infinity, where every answer is to be a number."""
    if values.dtype.kind in "iub":
        return
    if values.dtype.kind != "f" and all(np.isfinite(_number(level)) for level in factorize(values)[1]):
        return
    finite(values, name)


def finite(values: Values, name: str) -> Numbers:
    """Return a column as floats, NaN where blank.

    Raises:
        ScoringError: names the column and the first row that is no number, or infinite.
    """
    found = numbers(values, name)
    rows = np.flatnonzero(np.isinf(found))
    if rows.size:
        raise ScoringError(
            f"Cột «{name}», dòng dữ liệu {rows[0] + 1}: «{values[rows[0]]}» không phải là số hữu hạn.",
            f"Column “{name}”, data row {rows[0] + 1}: “{values[rows[0]]}” is no finite number.",
        )
    return found


def _bytes_already(columns: Mapping[str, Values], worth: Worth) -> TypeGuard[Mapping[str, Bytes]]:
    """Tell whether all columns are bytes and one of 255, which stands for blanks, would be no answer anyway."""
    unheard = worth.valid is not None and not _among(BLANK, worth.valid)
    return unheard and all(values.dtype == np.uint8 for values in columns.values())


def _bytes(values: Values, worth: Worth, whole: Numbers) -> tuple[Bytes, Numbers] | None:
    if values.dtype.kind == "b":
        values = values.view(np.uint8)
    if values.dtype.kind in "iuf":
        codes = _whole(values, worth)
        return None if codes is None else (codes, whole)
    levels_of, levels = factorize(values)
    if len(levels) > BLANK:
        return None
    codes = np.where(levels_of < 0, BLANK, levels_of).astype(np.uint8)
    return codes, _table(levels, worth)


def _whole(values: Values, worth: Worth) -> Bytes | None:
    if values.dtype == np.uint8 and int(values.max(initial=0)) < BLANK:
        return values  # type: ignore[return-value]
    numeric = np.asarray(values, np.float64) if values.dtype.kind == "f" else values.astype(np.int64)
    outside = ~((numeric >= 0) & (numeric < BLANK))
    if values.dtype.kind == "f":
        blank = np.isnan(numeric)
        if np.any(numeric[~blank] % 1):
            return None
        strange = outside & ~blank
    else:
        strange = outside
    if strange.any() and (
        worth.valid is None or any(_number(code) in set(numeric[strange].tolist()) for code in worth.valid)
    ):
        return None
    return np.where(outside, BLANK, numeric).astype(np.uint8)


def _table(levels: Sequence[Code], worth: Worth) -> Numbers:
    table = np.full(256, np.nan)
    if isinstance(levels, range) and worth.valid is not None:
        listed = {_number(code) for code in worth.valid}
        levels_at = [int(code) for code in listed if code in levels]
        table[levels_at] = [worth.of(at) for at in levels_at]
    else:
        table[: len(levels)] = [worth.of(level) for level in levels]
    return table


def _scored(values: Values, name: str, worth: Worth) -> Numbers:
    raw = numbers(values, name)
    if worth.valid is not None:
        raw = np.where(np.isin(raw, [_number(code) for code in worth.valid]), raw, np.nan)
    if worth.kind == "satisfied":
        hit = np.isin(raw, [_number(code) for code in worth.satisfied]).astype(np.float64)
        return np.where(np.isnan(raw), np.nan, hit)
    scaled = {"mean5": raw / 5, "mean01": (raw - 1) / 4}
    return scaled.get(worth.kind, raw)


def scores_of(answers: Coded | Measured, item: str) -> Numbers:
    """Return the score of every row on one item, NaN where it has no valid answer."""
    at = answers.names.index(item)
    if isinstance(answers, Coded):
        return np.asarray(answers.scores[at][answers.codes[at]], np.float64)
    return answers.values[at]
