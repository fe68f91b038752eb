"""CSV and XLSX files opened as lines of cells, within limits of size."""

import csv
import io
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sampling.workbook import DAMAGED, too_large_unpacked
from survey_app.errors import AppError

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 40


def csv_lines(path: Path) -> Iterator[list[object]]:
    """Yield the lines of a CSV file in UTF-8, separated by commas or semicolons.

    Raises:
        AppError: the file cannot be opened or read, or is too large.
    """
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
    line = 1
    try:
        rows = csv.reader(lines, delimiter=separator, strict=True)
        for row in rows:
            yield [*row]
            line = rows.line_num + 1
    except csv.Error as error:
        most = csv.field_size_limit()
        raise AppError(
            f"Tệp {path.name} không đọc được từ dòng {line}: có dấu nháy kép mở mà không đóng, hoặc một ô dài hơn "
            f"{most} ký tự. Hãy sửa rồi nạp lại.",
            f"{path.name} is no readable CSV from line {line} on: a double quote is opened and not closed, or a cell is "
            f"over {most} characters. Correct it and load it again.",
        ) from error


def xlsx_lines(path: Path) -> list[list[object]]:
    """Return the lines of the first sheet of an XLSX file, one more than the limits of rows and columns allow.

    Raises:
        AppError: the file cannot be opened or read, or is too large.
    """
    import openpyxl

    content = io.BytesIO(_bytes(path))
    try:
        if too_large_unpacked(content, largest=LARGEST_UNPACKED):
            raise too_large(path.name)
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
        raise too_large(path.name)
    return content


def too_large(name: str) -> AppError:
    """Return the error (413) of a file above the limits."""
    return AppError(
        f"Tệp {name} quá lớn: tối đa {LARGEST_FILE // 2**20} MB và {MOST_ROWS} dòng; hãy chia nhỏ.",
        f"{name} is too large: at most {LARGEST_FILE // 2**20} MB and {MOST_ROWS} rows; split it.",
        status=413,
    )
