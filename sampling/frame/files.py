"""Frames in files: CSV and XLSX read as text, within limits of size and without formulas."""

import csv
import hashlib
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd

from sampling import workbook
from sampling.errors import SamplingError
from sampling.frame.arrow_csv import read_coded
from sampling.frame.coded_column import Column
from sampling.frame.findings import Findings, empty_sheet, workbook_notes
from sampling.frame.header import SEARCHED, column_name, header_place
from sampling.frame.text import check_header

Read: TypeAlias = tuple[dict[str, Column], Findings]

MAX_BYTES = 4_000_000_000
MAX_XLSX_BYTES = 100_000_000
MAX_COLUMNS = 200
SEPARATORS = ",;\t"
CHUNK = 1 << 20


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_csv(path: Path) -> Read:
    """Read a CSV file; every cell is the text it is.

    Raises:
        SamplingError: not UTF-8, too large, or rows longer than the header; the text names the row.
    """
    _check_size(path, MAX_BYTES)
    separator = _separator(path)
    header, place = _header(path, separator)
    quick = None if place else read_coded(path, separator, header)
    columns = quick or _read_slowly(path, separator, header, place)
    return {column_name(name): column for name, column in columns.items()}, Findings(place + 1)


def _read_slowly(path: Path, separator: str, header: list[str], above: int = 0) -> dict[str, Column]:
    try:
        data = pd.read_csv(
            path,
            sep=separator,
            header=None,
            names=header,
            index_col=False,
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            encoding="utf-8-sig",
            skiprows=above + 1,
        )
    except pd.errors.ParserError as error:
        raise _not_a_table(path, str(error)) from error
    except pd.errors.EmptyDataError:
        return {name: Column.of(pd.Series([], dtype=str)) for name in header}
    return _coded(_without_blank_tail(data.fillna("")))


def _coded(data: pd.DataFrame) -> dict[str, Column]:
    return {str(name): Column.of(data[name]) for name in data.columns}


def read_xlsx(path: Path, sheet: str | None) -> Read:
    """Read a worksheet; whole numbers become texts without decimals, blank rows are left out.

    Raises:
        SamplingError: no workbook, one that unpacks to too much, no such sheet, a cell with an error such as ``#REF!``, or a
            formula that was never calculated.
    """
    _check_size(path, MAX_XLSX_BYTES)
    try:
        if workbook.too_large_unpacked(path):
            raise SamplingError(
                f"Tệp «{path.name}» bung ra quá lớn so với một danh sách; hãy lưu lại dạng «CSV UTF-8» rồi gửi lại.",
                f"«{path.name}» unpacks to far more than a list; save it as «CSV UTF-8» and send that.",
            )
        with workbook.opened(path) as book:
            if sheet is None or sheet in book.sheetnames:
                return _table(workbook.read_sheet(book, sheet, most_columns=MAX_COLUMNS), path)
            raise SamplingError(
                f"Tệp «{path.name}» không có trang «{sheet}»; các trang: {', '.join(book.sheetnames)}.",
                f"«{path.name}» has no sheet «{sheet}»; it has: {', '.join(book.sheetnames)}.",
            )
    except workbook.DAMAGED as error:
        raise SamplingError(
            f"Tệp «{path.name}» không phải là bảng tính XLSX đọc được; hãy lưu lại từ Excel.",
            f"«{path.name}» is not a readable XLSX workbook; save it again.",
        ) from error


def _check_size(path: Path, most: int) -> None:
    if path.stat().st_size > most:
        raise SamplingError(
            f"Tệp «{path.name}» lớn hơn {most // 1_000_000} MB; hãy chia nhỏ khung mẫu.",
            f"«{path.name}» is larger than {most // 1_000_000} MB; split the frame.",
        )


def _separator(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            head = file.readline(100_000)
            for _ in range(SEARCHED):  # a title above the list has no separators
                if any(mark in head for mark in SEPARATORS):
                    break
                head = file.readline(100_000) or head
            # Reading on finds a wrong encoding below the header before anything is kept.
            while file.read(CHUNK):
                pass
    except UnicodeDecodeError as error:
        raise SamplingError(
            f"Tệp «{path.name}» không phải UTF-8 (byte thứ {error.start}); hãy lưu dạng «CSV UTF-8».",
            f"«{path.name}» is not UTF-8 (byte {error.start}); save it as «CSV UTF-8».",
        ) from error
    return max(SEPARATORS, key=head.count)


def _header(path: Path, separator: str) -> tuple[list[str], int]:
    """Return the names of the columns, and how many rows stand above them."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=separator)
            rows = list(islice(reader, SEARCHED))
    except csv.Error as error:
        most = csv.field_size_limit()
        raise SamplingError(
            f"Khung mẫu «{path.name}» không phải là bảng đều cột: dòng {reader.line_num} có một ô dài hơn {most} ký tự. "
            "Hãy sửa dòng đó; thường là thiếu ngắt dòng hoặc thiếu dấu nháy kép đóng.",
            f"Frame «{path.name}» is no table of equal rows: row {reader.line_num} has a cell of over {most} characters. "
            "Correct that row; a line break or a closing double quote may be missing.",
        ) from error
    place = header_place(rows, path.name)
    names = rows[place] if rows else []
    if len(names) > MAX_COLUMNS:
        check_header(names, path.name, most=MAX_COLUMNS)
    seen: set[str] = set()
    for name in map(column_name, names):
        if name and name in seen:
            raise SamplingError(
                f"Khung mẫu «{path.name}»: tên cột «{name}» lặp lại ở dòng tiêu đề.",
                f"Frame «{path.name}»: column name «{name}» is repeated in the header.",
            )
        seen.add(name)
    return names, place


def _not_a_table(path: Path, reason: str) -> SamplingError:
    return SamplingError(
        f"Khung mẫu «{path.name}» không phải là bảng đều cột: {reason.strip()}. Hãy sửa dòng đó.",
        f"Frame «{path.name}» is no table of equal rows: {reason.strip()}. Correct that row.",
    )


def _without_blank_tail(data: pd.DataFrame) -> pd.DataFrame:
    last = len(data)
    while last and not any(data[column].iloc[last - 1] for column in data.columns):
        last -= 1
    return data.iloc[:last] if last < len(data) else data


def _table(sheet: workbook.Sheet, path: Path) -> Read:
    if not sheet.rows:
        raise empty_sheet(sheet, path.name)
    place = header_place([cells for _, cells in sheet.rows], path.name)
    (header_row, header), body = sheet.rows[place], sheet.rows[place + 1 :]
    _refuse_cells(sheet, header_row, path)
    width = max(len(cells) for _, cells in sheet.rows[place:])
    texts = (
        list(zip(*(cells + [""] * (width - len(cells)) for _, cells in body), strict=True)) or [()] * width
    )
    names = [column_name(name) for name in header] + [""] * (width - len(header))
    kept = [at for at in range(width) if names[at] or any(texts[at])]
    check_header([names[at] for at in kept], path.name, most=MAX_COLUMNS)
    numbers = np.array([number for number, _ in body], dtype=np.int64)
    positions = {number: at for at, (number, _) in enumerate(body)}
    dates = {
        names[at]: np.array(
            sorted(positions[row] for row, column in sheet.dates if column == at + 1 and row in positions),
            dtype=np.int64,
        )
        for at in kept
        if any(column == at + 1 for _, column in sheet.dates)
    }
    hidden = np.array(sorted(positions[row] for row in sheet.hidden if row in positions), dtype=np.int64)
    columns = {names[at]: Column.of(pd.Series(texts[at], dtype=str)) for at in kept}
    return columns, Findings(header_row, numbers, hidden, dates, workbook=workbook_notes(sheet, header_row))


def _refuse_cells(sheet: workbook.Sheet, header_row: int, path: Path) -> None:
    """Refuse errors and formulas without a value below the header."""
    for row, column in sorted(sheet.errors):
        if row >= header_row:
            text = next(cells[column - 1] for number, cells in sheet.rows if number == row)
            raise SamplingError(
                f"Khung mẫu «{path.name}», dòng {row}, cột {workbook.column_letters(column)}: ô có lỗi «{text}»; hãy sửa trong bảng tính.",
                f"Frame «{path.name}», row {row}, column {workbook.column_letters(column)}: a cell has the error «{text}»; correct the workbook.",
            )
    cells = [place for place in sheet.uncalculated if place[0] >= header_row]
    if cells:
        rows = sorted({row for row, _ in cells})
        shown = ", ".join(map(str, rows[:8])) + (" …" if len(rows) > 8 else "")
        columns = ", ".join(map(workbook.column_letters, sorted({column for _, column in cells})[:8]))
        raise SamplingError(
            f"Khung mẫu «{path.name}»: công thức chưa bao giờ được tính ở {len(rows)} dòng ({shown}), cột {columns}; hãy mở "
            "tệp bằng Excel, lưu lại rồi gửi lại.",
            f"Frame «{path.name}»: formulas were never calculated in {len(rows)} rows ({shown}), column {columns}; open the "
            "file in Excel, save it and send it again.",
        )
