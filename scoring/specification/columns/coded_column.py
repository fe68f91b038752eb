"""A column as levels, and which of them a written code means: by number, by label, by date, or by the words for codes."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from operator import eq, ge, gt, le, lt, ne
from typing import Any

import numpy as np

from questionnaires.rule_tree import Operator
from scoring.columns.columns import Flags, Indices, Table, column
from scoring.columns.levels import factorize
from scoring.errors import Sentence
from scoring.reduction.code_scores import number_of
from scoring.specification.columns.rule_text import Written

COMPARISONS: dict[Operator, Callable[[Any, Any], bool]] = {
    "==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge
}  # fmt: skip
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SHOWN = 8


class NoOrderError(Exception):
    """A comparison that the cells of a column do not allow.

    Args:
        said: why, in Vietnamese and English.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi)
        self.said: Sentence = (vi, en)


@dataclass(frozen=True, eq=False)
class CodedColumn:
    """The levels of a column.

    Args:
        of_row: the level of each row, −1 where blank.
        levels: the levels as labels.
        words: the words for codes, where the data has any.
    """

    of_row: Indices
    levels: Sequence[str]
    words: Mapping[str, str]

    def rows(self, chosen: Sequence[bool]) -> Flags:
        """Return the rows of some levels; a blank is in none."""
        return np.append(np.array(chosen, dtype=bool), False)[self.of_row]

    @property
    def answered(self) -> Flags:
        """The rows that are not blank."""
        return np.asarray(self.of_row >= 0)

    def same(self, code: Written) -> list[bool]:
        """Return which levels a code means; all false where the data has no such code."""
        if code.number:
            return [number_of(level) == float(code.text) for level in self.levels]
        exact = [level == code.text for level in self.levels]
        if any(exact):
            return exact
        day = date_of(code.text)
        if day is not None:
            return [date_of(level) == day for level in self.levels]
        return [self.words.get(level) == code.text for level in self.levels]

    def compared(self, operator: Operator, code: Written) -> list[bool]:
        """Return which levels compare so with a code.

        Raises:
            NoOrderError: the code, or a level, is a word.
        """
        if operator in ("==", "!="):
            return [found == (operator == "==") for found in self.same(code)]
        compare, number = COMPARISONS[operator], _finite(code.text)
        if number is not None:
            return [compare(value, number) for value in self._ordered(_finite, "số", "numbers")]
        day = date_of(code.text)
        if day is None:
            raise NoOrderError(
                f"«{code.text}» là chữ nên không so sánh {operator} được; hãy dùng == hoặc in",
                f"“{code.text}” is a word, which {operator} cannot compare; use == or in",
            )
        return [compare(value, day) for value in self._ordered(date_of, "ngày", "dates")]

    def _ordered(self, read: Callable[[str], object], vi: str, en: str) -> list[object]:
        values = [read(level) for level in self.levels]
        odd = next((level for level, value in zip(self.levels, values, strict=True) if value is None), None)
        if odd is not None:
            raise NoOrderError(
                f"cột có «{odd}», không phải {vi}, nên không so sánh lớn bé được; hãy dùng == hoặc in, hay khai mã đó là missing trong [columns]",
                f"the column has “{odd}”, which is not among the {en}, so no order exists; use == or in, or declare it missing in [columns]",
            )
        return values

    @property
    def shown(self) -> str:
        """The first levels, for messages."""
        return ", ".join(self.levels[:SHOWN]) + (" …" if len(self.levels) > SHOWN else "")


def coded(table: Table, name: str) -> CodedColumn:
    """Return a column of a table as levels."""
    of_row, levels = factorize(column(table, name), zeros_merged=False)
    return CodedColumn(of_row, levels, getattr(table, "labels", {}).get(name, {}))


def date_of(text: str) -> dt.date | None:
    """Return a date written as ISO 8601 or day first, None where the text is none.

    >>> date_of("2025-09-01") == date_of("1/9/2025"), date_of("31/2/2025")
    (True, None)
    """
    if found := ISO_DATE.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _finite(text: str) -> float | None:
    value = number_of(text)
    return value if isfinite(value) else None
