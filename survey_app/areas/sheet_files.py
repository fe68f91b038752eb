"""The rows of a file of areas as text; formulas and control characters are mistakes."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from questionnaires.formulas import FORMULA_STARTS
from survey_app.areas import sheet_formats
from survey_app.areas.sheet_faults import Faults

LONGEST_CELL = 500
# Not tabs and carriage returns before a text: a spreadsheet runs what stands behind them.
SPACES = re.compile(r"(?:\r\n|[ \u00a0\n])+")
BROKEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file by column name, each with its row number; blank rows are left out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_sheet(path: Path, faults: Faults) -> Sheet:
    """Return the cells of a CSV file (UTF-8, comma or semicolon) or of the first sheet of an XLSX file.

    Text comes out in NFC without surrounding spaces; a cell that a spreadsheet would run as a formula, or that
    holds control characters, is a mistake.

    Raises:
        AppError: the file is no table at all, or too large.
    """
    lines = iter(
        sheet_formats.xlsx_lines(path)
        if path.suffix.lower() in {".xlsx", ".xlsm"}
        else sheet_formats.csv_lines(path)
    )
    header = [_clean(cell).lower() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    columns = tuple(header)
    _judge_header(columns, faults)
    rows = tuple(_rows(lines, columns, faults))
    if not rows:
        faults.add(1, "tệp không có dòng dữ liệu nào", "the file has no rows")
    return Sheet(columns, rows)


def _judge_header(columns: tuple[str, ...], faults: Faults) -> None:
    if not columns or len(columns) > sheet_formats.MOST_COLUMNS:
        faults.add(
            1,
            f"cần dòng tiêu đề với 1–{sheet_formats.MOST_COLUMNS} cột",
            f"a header of 1 to {sheet_formats.MOST_COLUMNS} columns is wanted",
        )
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        faults.add(1, f"cột «{name[:40]}» có hai lần", f"column '{name[:40]}' stands twice")


def _rows(
    lines: Iterable[list[object]], columns: tuple[str, ...], faults: Faults
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, start=2):
        if number > sheet_formats.MOST_ROWS + 1:
            raise sheet_formats.too_large(faults.file)
        cells = [_clean(cell) for cell in line]
        if not any(cells):
            continue
        if any(cells[len(columns) :]):
            faults.add(number, "nhiều ô hơn dòng tiêu đề", "more cells than the header")
        cells += [""] * (len(columns) - len(cells))
        row = dict(zip(columns, cells, strict=False))
        for name, cell in row.items():
            _judge_cell(number, name, cell, faults)
        yield number, row


def _judge_cell(number: int, name: str, cell: str, faults: Faults) -> None:
    if cell.startswith(FORMULA_STARTS):
        faults.add(
            number,
            f"cột {name}: ô bắt đầu bằng «{cell[:1].strip()}», giống công thức; hãy ghi giá trị",
            f"column {name}: the cell begins with '{cell[:1].strip()}' like a formula; write the value",
        )
    if any(unicodedata.category(letter) in BROKEN for letter in cell):
        faults.add(
            number, f"cột {name}: có ký tự điều khiển hoặc ký tự ẩn", f"column {name}: control characters"
        )
    if len(cell) > LONGEST_CELL:
        faults.add(
            number,
            f"cột {name}: dài quá {LONGEST_CELL} ký tự",
            f"column {name}: over {LONGEST_CELL} characters",
        )


def _clean(cell: object) -> str:
    match cell:
        case None:
            return ""
        case dt.datetime():
            return cell.date().isoformat()
        case dt.date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
    text = unicodedata.normalize("NFC", str(cell))
    return SPACES.sub(" ", text).strip(" ")
