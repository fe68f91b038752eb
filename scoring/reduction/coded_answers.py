"""Answers as one byte each, with the score of every byte; as numbers where they do not fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard

import numpy as np
import numpy.typing as npt

from scoring.columns.columns import Numbers, Values, numbers
from scoring.columns.levels import factorize
from scoring.errors import ScoringError
from scoring.reduction.code_scores import BY_CODE, Code, CodeScores, among, number_of

BLANK = 255
Bytes: TypeAlias = npt.NDArray[np.uint8]


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
class Numeric:
    """Columns of numbers that do not fit a byte (income, school marks).

    Args:
        names: the variables.
        values: one array per variable, NaN where there is no valid answer.
    """

    names: tuple[str, ...]
    values: tuple[Numbers, ...]


def encode(columns: Mapping[str, Values], code_scores: CodeScores) -> Coded | Numeric:
    """Encode columns as bytes where every column fits, otherwise as numbers.

    >>> encode({"q": np.array([4.0, np.nan, 9.0])}, CodeScores(valid=range(1, 6))).codes[0].tolist()
    [4, 255, 9]
    """
    names = tuple(columns)
    whole = _table(range(BLANK), code_scores)
    if code_scores.kind not in BY_CODE and code_scores.valid is None:
        for name, values in columns.items():
            _refuse_unusable(values, name)
    if _bytes_already(columns, code_scores):
        return Coded(names, tuple(columns.values()), (whole,) * len(names))
    coded = [_bytes(values, code_scores, whole) for values in columns.values()]
    pairs = [pair for pair in coded if pair is not None]
    if len(pairs) == len(coded):
        return Coded(names, tuple(codes for codes, _ in pairs), tuple(scores for _, scores in pairs))
    return Numeric(names, tuple(_scored(values, name, code_scores) for name, values in columns.items()))


def _refuse_unusable(values: Values, name: str) -> None:
    """Refuse text that is no number, and infinity, where every answer is to be a number."""
    if values.dtype.kind in "iub":
        return
    if values.dtype.kind != "f" and all(np.isfinite(number_of(level)) for level in factorize(values)[1]):
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


def _bytes_already(columns: Mapping[str, Values], code_scores: CodeScores) -> TypeGuard[Mapping[str, Bytes]]:
    """Tell whether all columns are bytes and 255, which stands for blanks, is no valid code."""
    blank_is_free = code_scores.valid is not None and not among(BLANK, code_scores.valid)
    return blank_is_free and all(values.dtype == np.uint8 for values in columns.values())


def _bytes(values: Values, code_scores: CodeScores, whole: Numbers) -> tuple[Bytes, Numbers] | None:
    if values.dtype.kind == "b":
        values = values.view(np.uint8)
    if values.dtype.kind in "iuf":
        codes = _whole(values, code_scores)
        return None if codes is None else (codes, whole)
    levels_of, levels = factorize(values)
    if len(levels) > BLANK:
        return None
    codes = np.where(levels_of < 0, BLANK, levels_of).astype(np.uint8)
    return codes, _table(levels, code_scores)


def _whole(values: Values, code_scores: CodeScores) -> Bytes | None:
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
        code_scores.valid is None
        or any(number_of(code) in set(numeric[strange].tolist()) for code in code_scores.valid)
    ):
        return None
    return np.where(outside, BLANK, numeric).astype(np.uint8)


def _table(levels: Sequence[Code], code_scores: CodeScores) -> Numbers:
    table = np.full(256, np.nan)
    if isinstance(levels, range) and code_scores.valid is not None:
        listed = {number_of(code) for code in code_scores.valid}
        levels_at = [int(code) for code in listed if code in levels]
        table[levels_at] = [code_scores.of(at) for at in levels_at]
    else:
        table[: len(levels)] = [code_scores.of(level) for level in levels]
    return table


def _scored(values: Values, name: str, code_scores: CodeScores) -> Numbers:
    raw = numbers(values, name)
    if code_scores.valid is not None:
        raw = np.where(np.isin(raw, [number_of(code) for code in code_scores.valid]), raw, np.nan)
    if code_scores.kind in BY_CODE:
        hit = np.isin(raw, [number_of(code) for code in code_scores.satisfied]).astype(np.float64)
        return np.where(np.isnan(raw), np.nan, hit)
    return code_scores.scaled(raw)


def scores_of(answers: Coded | Numeric, item: str) -> Numbers:
    """Return the score of every row on one item, NaN where it has no valid answer."""
    at = answers.names.index(item)
    if isinstance(answers, Coded):
        return np.asarray(answers.scores[at][answers.codes[at]], np.float64)
    return answers.values[at]
