"""Frames in files: CSV and XLSX read as text, within limits of size and without formulas."""

import csv
import hashlib
from pathlib import Path

import pandas as pd

from sampling.errors import SamplingError
from sampling.frame.arrow_csv import read_coded
from sampling.frame.coded_column import Column

MAX_BYTES = 4_000_000_000
MAX_XLSX_BYTES = 100_000_000
CHUNK = 1 << 20


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_csv(path: Path) -> dict[str, Column]:
    """Read a CSV file; every cell is the text it is.

    Raises:
        SamplingError: not UTF-8, too large, or rows longer than the header; the text names the row.
    """
    _check_size(path, MAX_BYTES)
    separator = _separator(path)
    header = _header(path, separator)
    return read_coded(path, separator, header) or _read_slowly(path, separator, header)


def _read_slowly(path: Path, separator: str, header: list[str]) -> dict[str, Column]:
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
            skiprows=1,
        )
    except pd.errors.ParserError as error:
        raise _not_a_table(path, str(error)) from error
    except pd.errors.EmptyDataError:
        return {name: Column.of(pd.Series([], dtype=str)) for name in header}
    return _coded(_without_blank_tail(data.fillna("")))


def _coded(data: pd.DataFrame) -> dict[str, Column]:
    return {str(name): Column.of(data[name]) for name in data.columns}


def read_xlsx(path: Path, sheet: str | None) -> dict[str, Column]:
    """Read a worksheet; whole numbers become texts without decimals.

    Raises:
        SamplingError: no workbook, no such sheet, or a cell with an error such as ``#REF!``.
    """
    import zipfile

    import openpyxl

    _check_size(path, MAX_XLSX_BYTES)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SamplingError(
            f"Tệp «{path.name}» không phải là bảng tính XLSX đọc được; hãy lưu lại từ Excel.",
            f"«{path.name}» is not a readable XLSX workbook; save it again.",
        ) from error
    if sheet is not None and sheet not in book.sheetnames:
        raise SamplingError(
            f"Tệp «{path.name}» không có trang «{sheet}»; các trang: {', '.join(book.sheetnames)}.",
            f"«{path.name}» has no sheet «{sheet}»; it has: {', '.join(book.sheetnames)}.",
        )
    worksheet = book[sheet] if sheet is not None else book.worksheets[0]
    rows = [[_cell(value) for value in row] for row in worksheet.iter_rows(values_only=True)]
    book.close()
    return _coded(_table(rows, path))


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
            # Reading on finds a wrong encoding below the header before anything is kept.
            while file.read(CHUNK):
                pass
    except UnicodeDecodeError as error:
        raise SamplingError(
            f"Tệp «{path.name}» không phải UTF-8 (byte thứ {error.start}); hãy lưu dạng «CSV UTF-8».",
            f"«{path.name}» is not UTF-8 (byte {error.start}); save it as «CSV UTF-8».",
        ) from error
    return max(",;\t", key=head.count)


def _header(path: Path, separator: str) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            names = next(csv.reader(file, delimiter=separator), [])
    except csv.Error as error:
        most = csv.field_size_limit()
        raise SamplingError(
            f"Khung mẫu «{path.name}» không phải là bảng đều cột: dòng tiêu đề có một ô dài hơn {most} ký tự. "
            "Hãy sửa dòng đó; thường là thiếu ngắt dòng hoặc thiếu dấu nháy kép đóng.",
            f"Frame «{path.name}» is no table of equal rows: the header has a cell of over {most} characters. "
            "Correct that row; a line break or a closing double quote may be missing.",
        ) from error
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SamplingError(
                f"Khung mẫu «{path.name}»: tên cột «{name}» lặp lại ở dòng tiêu đề.",
                f"Frame «{path.name}»: column name «{name}» is repeated in the header.",
            )
        seen.add(name)
    return names


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


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(rows: list[list[str]], path: Path) -> pd.DataFrame:
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise SamplingError(f"Khung mẫu «{path.name}» trống.", f"Frame «{path.name}» is empty.")
    for number, row in enumerate(rows, start=1):
        for text in row:
            if text.startswith("#"):
                raise SamplingError(
                    f"Khung mẫu «{path.name}», dòng {number}: ô có lỗi «{text}»; hãy sửa trong bảng tính.",
                    f"Frame «{path.name}», row {number}: a cell has the error «{text}»; correct the workbook.",
                )
    return pd.DataFrame(rows[1:], columns=rows[0], dtype=str)
