"""CSV and XLSX files of areas as rows of text; formulas and control characters are mistakes."""

import csv
import datetime as dt
import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from questionnaires.formulas import FORMULA_STARTS
from survey_app.errors import AppError

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 40
LONGEST_CELL = 500
MOST_NAMED = 50
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
# Not tabs and carriage returns before a text: a spreadsheet runs what stands behind them.
SPACES = re.compile(r"(?:\r\n|[ \u00a0\n])+")
BROKEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(slots=True)
class Faults:
    """Every mistake of a file, each with its row; row 1 is the header."""

    file: str
    found: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, row: int, vi: str, en: str) -> None:
        """Add a mistake in a row."""
        self.found.append((row, vi, en))

    def raise_if_any(self) -> None:
        """Raise one ``AppError`` that names every mistake; from a file with mistakes nothing is loaded."""
        if not self.found:
            return
        rows = sorted(self.found)[:MOST_NAMED]
        more = len(self.found) - len(rows)
        vi = "; ".join(
            [*(f"dòng {row}: {text}" for row, text, _ in rows), *([f"và {more} lỗi nữa"] if more else [])]
        )
        en = "; ".join(
            [*(f"row {row}: {text}" for row, _, text in rows), *([f"and {more} more"] if more else [])]
        )
        raise AppError(
            f"{self.file} có {len(self.found)} lỗi, chưa nạp gì: {vi}.",
            f"{self.file} has {len(self.found)} mistakes, nothing was loaded: {en}.",
        )


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
    lines = iter(_xlsx(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path))
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
    if not columns or len(columns) > MOST_COLUMNS:
        faults.add(
            1,
            f"cần dòng tiêu đề với 1–{MOST_COLUMNS} cột",
            f"a header of 1 to {MOST_COLUMNS} columns is wanted",
        )
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        faults.add(1, f"cột «{name[:40]}» có hai lần", f"column '{name[:40]}' stands twice")


def _rows(
    lines: Iterable[list[object]], columns: tuple[str, ...], faults: Faults
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(lines, start=2):
        if number > MOST_ROWS + 1:
            raise _too_large(faults.file)
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


def _csv(path: Path) -> Iterator[list[object]]:
    content = _bytes(path)
    try:
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    except UnicodeDecodeError as error:
        raise AppError(
            f"Tệp {path.name} không phải UTF-8; trong Excel hãy chọn lưu «CSV UTF-8».",
            f"{path.name} is not UTF-8; in Excel save it as “CSV UTF-8”.",
        ) from error
    head = lines.readline()
    lines.seek(0)
    separator = ";" if head.count(";") > head.count(",") else ","
    try:
        for row in csv.reader(lines, delimiter=separator, strict=True):
            yield [*row]
    except csv.Error as error:
        raise AppError(
            f"Tệp {path.name} không phải CSV đọc được ({error}); hãy kiểm tra dấu nháy kép.",
            f"{path.name} is no readable CSV ({error}); check the double quotes.",
        ) from error


def _xlsx(path: Path) -> list[list[object]]:
    import openpyxl

    content = io.BytesIO(_bytes(path))
    try:
        with zipfile.ZipFile(content) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise _too_large(path.name)
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(content, read_only=True, data_only=False)
            rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS + 1)
            return [[*row] for row in islice(rows, MOST_ROWS + 2)]
    except DAMAGED as error:
        raise AppError(
            f"Tệp {path.name} không phải bảng tính XLSX đọc được; hãy lưu lại từ Excel.",
            f"{path.name} is no readable XLSX workbook; save it again.",
        ) from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise AppError(
            f"Không mở được tệp {path.name}; hãy kiểm tra đường dẫn.",
            f"Cannot open {path.name}; check the path.",
        ) from error
    if len(content) > LARGEST_FILE:
        raise _too_large(path.name)
    return content


def _too_large(name: str) -> AppError:
    return AppError(
        f"Tệp {name} quá lớn: tối đa {LARGEST_FILE // 2**20} MB và {MOST_ROWS} dòng; hãy chia nhỏ.",
        f"{name} is too large: at most {LARGEST_FILE // 2**20} MB and {MOST_ROWS} rows; split it.",
        status=413,
    )
