"""A sheet of a workbook: heads and fields with their number formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from scoring.specification.blocks.result import Holds, Result

ROUND, WHOLE = 10, 10_000  # numbers below, and from there on, are shown with three decimals, and with none


@dataclass(frozen=True, kw_only=True)
class Field:
    """A cell of a sheet: a text, a number with its format, or nothing (None where a number is missing)."""

    value: str | float | None
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its name, heads, and rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Field]]


FORMS: dict[Holds, str] = {
    "share": "0.0%",
    "count": "#,##0",
}


def form_of(result: Result, at: int, language: str) -> str:
    """Return the number format of a column of a result: by what it holds, and plain numbers by their size."""
    column = result.columns[at]
    if column.holds == "share" and column.name == "se":
        return "0.00%"
    if column.holds == "p":
        return f'[<0.001]"< 0{"." if language == "en" else ","}001";0.000'
    if column.holds != "number":
        return FORMS.get(column.holds, "")
    cells = [row[at] for row in result.rows]
    sizes = [abs(cell) for cell in cells if isinstance(cell, float | int) and isfinite(cell)]
    largest = max(sizes, default=0.0)
    return "#,##0" if largest >= WHOLE else "#,##0.00" if largest >= ROUND else "0.000"
