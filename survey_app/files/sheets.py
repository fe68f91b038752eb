"""Tables as CSV and XLSX for spreadsheets: no text becomes a formula, and Vietnamese stays intact.

The same table gives the same bytes: nothing here reads the clock.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from questionnaires.formulas import FORMULA_STARTS

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | None
# Also full-width forms, which some spreadsheets evaluate, and what only a text of several lines begins with.
_FORMULA = (*FORMULA_STARTS, "\n", "＝", "＋", "－", "＠", "|")
_SHEET_NAME = 31
# A workbook carries a date of its making; ours is fixed, so that its bytes depend on its content only.
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a label without a zone, as the format has none


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with its name and column titles."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @classmethod
    def from_frame(cls, name: str, frame: "pd.DataFrame") -> "Sheet":
        """Return the sheet of a data frame; lists become texts, NaN an empty cell."""
        rows = [[_cell(value) for value in row] for row in frame.astype(object).to_numpy().tolist()]
        return cls(name, [str(column) for column in frame.columns], rows)


def safe(value: Cell) -> Cell:
    """Return a text that no spreadsheet evaluates as a formula; other values as they are.

    >>> safe("=1+1"), safe("Phường Tân Phong"), safe(-1.5)
    ("'=1+1", 'Phường Tân Phong', -1.5)
    """
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(_FORMULA):
        return "'" + value
    return value


def to_csv(sheet: Sheet) -> bytes:
    """Return a table as CSV: UTF-8 with a byte order mark, full precision, decimal points."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(column) for column in sheet.columns])
    writer.writerows([_text(safe(value)) for value in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(sheets: Iterable[Sheet], properties: Mapping[str, str] | None = None) -> bytes:
    """Return a workbook; numbers stay numbers, texts stay texts, the first row stays in view."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({**(properties or {}), "created": _MADE})
    title = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name[:_SHEET_NAME]), sheet, title)
    book.close()
    return out.getvalue()


def _write_sheet(page: "Worksheet", sheet: Sheet, title: "Format") -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, str(safe(column)), title)
    for line, row in enumerate(sheet.rows, start=1):
        for place, value in enumerate(row):
            _write_cell(page, line, place, value)
    page.freeze_panes(1, 0)
    for place, width in enumerate(_widths(sheet)):
        page.set_column(place, place, width)


def _write_cell(page: "Worksheet", line: int, place: int, value: Cell) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(line, place, value)
    elif isinstance(value, int | float):
        page.write_number(line, place, value)
    else:
        page.write_string(line, place, str(safe(value)))


def _widths(sheet: Sheet) -> list[int]:
    """Return a width for each column, from its longest cell within reason."""
    longest = [len(column) for column in sheet.columns]
    for row in sheet.rows[:200]:
        longest = [max(width, len(_text(value))) for width, value in zip(longest, row, strict=True)]
    return [min(max(width + 1, 7), 60) for width in longest]


def _text(value: Cell) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, float) and value != value):  # NaN
        return None
    if isinstance(value, list | tuple):
        return "; ".join(str(each) for each in value)
    if isinstance(value, Mapping):
        return " / ".join(str(value[language]) for language in ("vi", "en") if value.get(language))
    if isinstance(value, str | bool | int | float):
        return value
    item = getattr(value, "item", None)
    return _cell(item()) if callable(item) else str(value)
