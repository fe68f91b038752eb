"""XLSX workbooks opened within limits, and their rows as texts with what a spreadsheet did to them.

A workbook of 1 MB may unpack to gigabytes, and one of 5 KB may claim a million rows of 16,000 columns; neither is read.
"""

import datetime as dt
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

LARGEST_UNPACKED = 200_000_000
USUAL_UNPACKED = 20_000_000
LARGEST_RATIO = 100  # sheets of people unpack to 5–30 times their size
# What a damaged workbook makes the unpacker, the XML parser and openpyxl raise, found by damaging some.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)
ZEROS = re.compile(r"0{2,}")  # the number format of codes with leading zeros
DOUBTFUL = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


@dataclass(slots=True)
class Sheet:
    """The rows of a worksheet; places are (row, column), counted from 1 as the spreadsheet does.

    Attributes:
        rows: number and cells of every row that is not blank.
        hidden: the numbers of rows that are hidden, by hand or by a filter.
        dates: places of cells that hold a date or a time.
        uncalculated: places of formulas without a value.
        errors: places of cells with an error such as ``#REF!``.
        merged: the first and last row of every range of merged cells.
        name: what the worksheet is called.
        is_hidden: whether the worksheet is hidden.
        others: the names of the other worksheets.
    """

    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    dates: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    merged: list[tuple[int, int]] = field(default_factory=list)
    name: str = ""
    is_hidden: bool = False
    others: tuple[str, ...] = ()


def too_large_unpacked(content: Path | IO[bytes], *, largest: int = LARGEST_UNPACKED) -> bool:
    """Tell whether a workbook unpacks to more than is read, or to far more than sheets of its size do.

    Raises:
        One of ``DAMAGED``: it is no archive.
    """
    with zipfile.ZipFile(content) as packed:
        parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    return unpacked > largest or any(
        part.file_size > USUAL_UNPACKED and part.file_size > LARGEST_RATIO * part.compress_size
        for part in parts
    )


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a workbook for reading its values, and close it.

    Raises:
        One of ``DAMAGED``: the file is no workbook.
    """
    import openpyxl

    with warnings.catch_warnings(action="ignore"):
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            yield book
        finally:
            book.close()


def read_sheet(book: Any, name: str | None, *, most_columns: int) -> Sheet:
    """Read a worksheet, by default the first; of every row one column more than ``most_columns`` at most."""
    from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

    worksheet = book[name] if name is not None else book.worksheets[0]
    sheet = Sheet(
        name=worksheet.title,
        is_hidden=worksheet.sheet_state != "visible",
        others=tuple(each.title for each in book.worksheets if each is not worksheet),
    )

    class Parser(WorkSheetParser):  # type: ignore[misc] # openpyxl has no types
        def parse_cell(self, element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = super().parse_cell(element)
            if cell["value"] is None and element.find(FORMULA_TAG) is not None:
                sheet.uncalculated.add((cell["row"], cell["column"]))
            return cell

    with worksheet._get_source() as source:  # noqa: SLF001 - hidden rows and formulas are told nowhere else
        parser = Parser(
            source,
            worksheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # noqa: SLF001
        )
        formats = _formats(book)
        for number, cells in parser.parse():
            _add_row(sheet, number, cells, formats, most_columns)
    kept = {number for number, _ in sheet.rows}
    merged = parser.merged_cells
    sheet.merged = [(each.min_row, each.max_row) for each in merged.mergeCell] if merged else []
    sheet.hidden = {
        int(number)
        for number, row in parser.row_dimensions.items()
        if row.get("hidden") in ("1", "true") and int(number) in kept
    }
    return sheet


def _add_row(
    sheet: Sheet, number: int, cells: list[dict[str, Any]], formats: dict[int, str], most_columns: int
) -> None:
    found = [cell for cell in cells if cell["value"] is not None and cell["column"] <= most_columns + 1]
    missing = any((number, cell["column"]) in sheet.uncalculated for cell in cells)
    if not found and not missing:
        return
    texts = [""] * max((cell["column"] for cell in found), default=0)
    for cell in found:
        place = number, cell["column"]
        if cell["data_type"] == "d":
            sheet.dates.add(place)
        elif cell["data_type"] == "e":
            sheet.errors.add(place)
        texts[cell["column"] - 1] = text_of(cell["value"], formats.get(cell["style_id"], ""))
    if any(texts) or missing:
        sheet.rows.append((number, texts))


def _formats(book: Any) -> dict[int, str]:
    """Return the number formats that are leading zeros, by style."""
    return {
        style: book._number_formats[array.numFmtId - 164]  # noqa: SLF001
        for style, array in enumerate(book._cell_styles)  # noqa: SLF001
        if array.numFmtId >= 164 and ZEROS.fullmatch(book._number_formats[array.numFmtId - 164])  # noqa: SLF001
    }


def text_of(value: object, zeros: str = "") -> str:
    """Return the text of a value: whole numbers without decimals, dates as in ISO 8601, with the zeros a format shows.

    A number of one group of three decimals gets one more, so that nobody takes its point for a thousands mark.

    >>> text_of(26041.0), text_of(0.125), text_of(1.234), text_of(1e-7), text_of(6041, "00000")
    ('26041', '0.125', '1.2340', '0.0000001', '06041')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case int():
            return str(value).zfill(len(zeros))
        case float() if value.is_integer():
            return str(int(value)).zfill(len(zeros))
        case float():
            text = f"{Decimal(repr(value)):f}"
            return f"{text}0" if DOUBTFUL.fullmatch(text) else text
    return str(value)


def column_letters(column: int) -> str:
    """Return the letters by which a spreadsheet calls a column, counted from 1.

    >>> column_letters(4), column_letters(28)
    ('D', 'AB')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
