"""A CSV file as columns of text: nothing is guessed, nothing is executed, and mistakes are named by row."""

import csv
import gzip
import re
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO, cast

import numpy as np

from sampling.labels import label_of
from scoring.columns.columns import Values, frozen
from scoring.errors import ScoringError
from scoring.specification.files import unreadable

MAX_BYTES = 4 << 30
MAX_FIELD = 1 << 17
SEPARATORS = (",", ";", "\t")
GZIP = b"\x1f\x8b"
THOUSANDS = re.compile(r"\s*([+-]?\d{1,3}(\.\d{3})*|NA)?\s*")
DECIMAL_COMMA = re.compile(r"\s*([+-]?\d+(,\d+)?|NA)?\s*")
# Files mistaken for CSV, by their first bytes, and what to do with each.
OTHER_FORMATS = {
    b"PAR1": ("tệp Parquet; hãy đặt tên tệp là .parquet", "a Parquet file; let its name end in .parquet"),
    b"PK\x03\x04": ("bảng tính; hãy đặt tên tệp là .xlsx", "a workbook; let its name end in .xlsx"),
    b"$FL2": ("tệp SPSS; hãy đặt tên tệp là .sav", "an SPSS file; let its name end in .sav"),
    b"<sta": ("tệp Stata; hãy đặt tên tệp là .dta", "a Stata file; let its name end in .dta"),
}


class TextTable:
    """Columns of text by name; a column becomes an array when it is asked for.

    Args:
        columns: the texts of each column.
        labels: the words for codes, by column and code, where the file has any.
        doubtful: columns whose points may part thousands, or decimals: refused when they are asked for.
    """

    def __init__(
        self,
        columns: dict[str, list[str]],
        labels: Mapping[str, Mapping[str, str]] | None = None,
        doubtful: Collection[str] = (),
    ) -> None:
        self._columns = columns
        self._doubtful = doubtful
        self.labels = labels or {}
        self._arrays: dict[str, Values] = {}

    def __contains__(self, name: object, /) -> bool:
        return name in self._columns

    def __getitem__(self, name: str, /) -> Values:
        if name in self._doubtful:
            raise _thousands(name, next(text for text in self._columns[name] if "." in text))
        if name not in self._arrays:
            self._arrays[name] = frozen(np.array(self._columns[name], dtype=object))
        return self._arrays[name]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values()), []))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)


def read_csv(path: Path) -> TextTable:
    """Read a CSV file with a header, in UTF-8, separated by the comma, semicolon or tab that gives it most columns.

    It may be packed with gzip. Where semicolons or tabs separate, a column of numbers may have decimal commas, as Excel saves
    them under a Vietnamese locale.

    Raises:
        ScoringError: the file is missing, too large, of another format, not UTF-8, has no header, a column twice, or a row of the
            wrong length; rows are counted without the header.
    """
    _refuse_unreadable(path)
    csv.field_size_limit(MAX_FIELD)
    try:
        _refuse_other_formats(path)
        with _open(path) as file:
            head = next((line for line in file if line.strip()), "")
            file.seek(0)
            read = _columns(_rows(file, head, path), path)
            return TextTable(read) if _separator(head) == "," else _as_numbers(read)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise ScoringError(
            f"Tệp nén «{path.name}» bị hỏng; hãy nén lại.",
            f"The packed file “{path.name}” is damaged; pack it again.",
        ) from None
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError:
        raise ScoringError(
            f"Tệp «{path.name}» không phải mã UTF-8; hãy lưu lại dạng «CSV UTF-8».",
            f"The file “{path.name}” is not UTF-8; save it as “CSV UTF-8”.",
        ) from None


def _open(path: Path) -> TextIO:
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    if packed:
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


def _as_numbers(read: Mapping[str, list[str]]) -> TextTable:
    """Return columns with decimal points; beside decimal commas, points that could part thousands are doubtful."""
    columns = {name: _points(texts) for name, texts in read.items()}
    if all(columns[name] is read[name] for name in read):
        return TextTable(columns)
    points = [name for name, texts in read.items() if any("." in text for text in texts)]
    return TextTable(columns, doubtful=[name for name in points if all(map(THOUSANDS.fullmatch, read[name]))])


def _thousands(name: str, text: str) -> ScoringError:
    whole = text.replace(".", "")
    return ScoringError(
        f"Cột «{name}»: tệp dùng dấu phẩy thập phân, vậy «{text}» là {whole} hay {text.replace('.', ',')}? Trong Excel hãy bỏ dấu "
        "ngăn hàng nghìn (Format Cells › Number) rồi lưu lại.",
        f"Column “{name}”: the file has decimal commas, so is “{text}” {whole}, or {text.replace('.', ',')}? In Excel take the "
        "thousands separator off (Format Cells › Number) and save again.",
    )


def _points(texts: list[str]) -> list[str]:
    """Return a column with decimal points if it is one of numbers with decimal commas.

    >>> _points(["2,5", "", "4"]), _points(["2,5", "1,2,3"]), _points(["2,5", "1.5"])
    (['2.5', '', '4'], ['2,5', '1,2,3'], ['2,5', '1.5'])
    """
    if any("," in text for text in texts) and all(DECIMAL_COMMA.fullmatch(text) for text in texts):
        return [text.replace(",", ".") for text in texts]
    return texts


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


def _columns(rows: Iterator[list[str]], path: Path) -> dict[str, list[str]]:
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
    return {name: list(texts) for name, texts in zip(header, zip(*read, strict=True), strict=True)}
