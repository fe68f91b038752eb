"""A CSV file as columns of text: nothing is guessed, nothing is executed, and mistakes are named by row."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from sampling.labels import label_of
from scoring.columns.columns import Values, frozen
from scoring.errors import ScoringError
from scoring.specification.files import unreadable

MAX_BYTES = 4 << 30
MAX_FIELD = 1 << 17
SEPARATORS = (",", ";", "\t")
# Files mistaken for CSV, by their first bytes, and what to do with each.
OTHER_FORMATS = {
    b"PAR1": ("tệp Parquet; hãy thêm --engine duckdb", "a Parquet file; add --engine duckdb"),
    b"PK\x03\x04": ("bảng tính; hãy lưu lại dạng «CSV UTF-8»", "a workbook; save it as “CSV UTF-8”"),
}


class TextTable:
    """Columns of text by name; a column becomes an array when it is asked for.

    Args:
        columns: the texts of each column.
    """

    def __init__(self, columns: dict[str, list[str]]) -> None:
        self._columns = columns
        self._arrays: dict[str, Values] = {}

    def __contains__(self, name: object, /) -> bool:
        return name in self._columns

    def __getitem__(self, name: str, /) -> Values:
        if name not in self._arrays:
            self._arrays[name] = frozen(np.array(self._columns[name], dtype=object))
        return self._arrays[name]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), []))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)


def read_csv(path: Path) -> TextTable:
    """Read a CSV file with a header, in UTF-8, separated by the comma, semicolon or tab that gives it most columns.

    Raises:
        ScoringError: the file is missing, too large, of another format, not UTF-8, has no header, a column twice, or a row of the
            wrong length; rows are counted without the header.
    """
    _refuse_unreadable(path)
    csv.field_size_limit(MAX_FIELD)
    try:
        _refuse_other_formats(path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = next((line for line in file if line.strip()), "")
            file.seek(0)
            return _columns(_rows(file, head, path), path)
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError:
        raise ScoringError(
            f"Tệp «{path.name}» không phải mã UTF-8; hãy lưu lại dạng «CSV UTF-8».",
            f"The file “{path.name}” is not UTF-8; save it as “CSV UTF-8”.",
        ) from None


def _rows(file: Iterable[str], head: str, path: Path) -> Iterator[list[str]]:
    """Yield the rows of a file.

    Raises:
        ScoringError: names the line at which it is no CSV.
    """
    line = 1
    try:
        rows = csv.reader(file, delimiter=_separator(head), strict=True)
        for row in rows:
            yield row
            line = rows.line_num + 1
    except csv.Error:
        raise ScoringError(
            f"Tệp «{path.name}» không đọc được từ dòng {line}: có dấu nháy kép mở mà không đóng, hoặc một ô dài hơn "
            f"{MAX_FIELD} ký tự. Hãy sửa rồi chạy lại.",
            f"The file “{path.name}” is no readable CSV from line {line} on: a double quote is opened and not closed, or a "
            f"cell is over {MAX_FIELD} characters. Correct it and run it again.",
        ) from None


def _separator(head: str) -> str:
    """Return the separator of the columns of a header.

    >>> _separator('id,q1,q2'), _separator('id;"total, all";q1'), _separator("id")
    (',', ';', ',')
    """
    return max(SEPARATORS, key=lambda one: len(next(csv.reader([head], delimiter=one), [])))


def _refuse_unreadable(path: Path) -> None:
    if not path.is_file():
        raise ScoringError(f"Không có tệp «{path}».", f"There is no file “{path}”.")
    if path.stat().st_size > MAX_BYTES:
        raise ScoringError(
            f"Tệp «{path.name}» lớn hơn 4 GB; hãy dùng Parquet với --engine duckdb.",
            f"The file “{path.name}” is larger than 4 GB; use Parquet with --engine duckdb.",
        )


def _refuse_other_formats(path: Path) -> None:
    with path.open("rb") as file:
        found = OTHER_FORMATS.get(file.read(4))
    if found:
        raise ScoringError(f"Tệp «{path.name}» là {found[0]}.", f"The file “{path.name}” is {found[1]}.")


def _columns(rows: Iterator[list[str]], path: Path) -> TextTable:
    header = [label_of(name) for name in next(filter(None, rows), [])]
    if not header:
        raise ScoringError(f"Tệp «{path.name}» trống.", f"The file “{path.name}” is empty.")
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise ScoringError(
            f"Tệp «{path.name}» có hai cột cùng tên «{twice[0]}».",
            f"The file “{path.name}” has two columns named “{twice[0]}”.",
        )
    read = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(header) and row:
            raise ScoringError(
                f"Tệp «{path.name}», dòng dữ liệu {number}: có {len(row)} ô, tiêu đề có {len(header)}.",
                f"File “{path.name}”, data row {number}: {len(row)} cells, the header has {len(header)}.",
            )
        if row:
            read.append(row)
    if not read:
        raise ScoringError(
            f"Tệp «{path.name}» không có dòng dữ liệu nào.", f"The file “{path.name}” has no rows of data."
        )
    return TextTable({name: list(texts) for name, texts in zip(header, zip(*read, strict=True), strict=True)})
