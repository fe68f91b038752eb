"""Area covariates from a CSV file: the first column is the area's code, every other a number known of all areas."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sampling.frame.text import THOUSANDS
from sampling.labels import label_of
from scoring.columns.decimals import read_decimal
from scoring.errors import ScoringError
from scoring.small_area.fay_herriot import AreaInput

SHOWN = 5
# R writes 100000 as 1e+05, and every program a double with up to 17 digits.
OF_PROGRAMS = re.compile(r"[+-]?(\d(\.\d{1,20})?[eE][+-]?\d{1,2}|\d{1,12}\.\d{13,20})")


@dataclass(frozen=True, slots=True)
class AreaCovariates:
    """Numbers by area code, in the order of their ``names``, each with mean 0 and deviation 1 over the file."""

    names: tuple[str, ...]
    values: Mapping[str, tuple[float, ...]]
    file: str = ""

    def joined(self, inputs: list[AreaInput]) -> list[AreaInput]:
        """Return the inputs of a model with the covariates of each area.

        Raises:
            ScoringError: when areas are missing from the file, named.
        """
        absent = [each.area for each in inputs if label_of(each.area) not in self.values]
        if absent:
            named = ", ".join(absent[:SHOWN]) + (", …" if len(absent) > SHOWN else "")
            raise ScoringError(
                f"Tệp {self.file} thiếu {len(absent)} đơn vị có phiếu: {named}; hãy thêm dòng cho các đơn vị này.",
                f"File {self.file} lacks {len(absent)} areas that have answers: {named}; add a row for each.",
            )
        return [replace(each, covariates=self.values[label_of(each.area)]) for each in inputs]


def read_area_covariates(path: Path) -> AreaCovariates:
    """Read a CSV file (``,`` or ``;`` between, UTF-8) of covariates by area code.

    Raises:
        ScoringError: for a file without columns, an area twice, a cell that is no number or may have a thousands mark, a column
            that is constant or has no name of its own; file, row and column are named.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScoringError(
            f"Tệp {path.name} không phải UTF-8; hãy lưu lại dạng «CSV UTF-8».",
            f"File {path.name} is not UTF-8; save it as “CSV UTF-8”.",
        ) from None
    between = ";" if ";" in text.partition("\n")[0] else ","
    lines = list(csv.reader(io.StringIO(text), delimiter=between))
    rows = [(number, row) for number, row in enumerate(lines, 1) if any(cell.strip() for cell in row)]
    if len(rows) < 2 or len(rows[0][1]) < 2:
        raise ScoringError(
            f"Tệp {path.name} cần một dòng tên cột, cột đầu là mã đơn vị và ít nhất một cột số.",
            f"File {path.name} needs a row of column names, codes of areas first and at least one column of numbers.",
        )
    names = _names(rows[0], path.name)
    _refuse_thousands(rows[1:], names, path.name)
    found = _values(rows[1:], names, path.name)
    table = np.array(list(found.values()))
    _refuse_constant(table, names, path.name)
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    return AreaCovariates(
        names, {area: tuple(map(float, row)) for area, row in zip(found, scaled, strict=True)}, path.name
    )


def _names(head: tuple[int, list[str]], file: str) -> tuple[str, ...]:
    names = tuple(label_of(cell) for cell in head[1][1:])
    for place, name in enumerate(names):
        if not name or name in names[:place]:
            raise ScoringError(
                f"Tệp {file}, dòng {head[0]}: cột thứ {place + 2} {f'lặp lại tên «{name}»' if name else 'không có tên'}; "
                "mỗi cột cần một tên riêng.",
                f"File {file}, row {head[0]}: column {place + 2} {f'repeats the name “{name}”' if name else 'has no name'}; "
                "every column needs a name of its own.",
            )
    return names


def _refuse_thousands(rows: list[tuple[int, list[str]]], names: tuple[str, ...], file: str) -> None:
    """Refuse a column of whole numbers some of which have a mark before three digits: 998 and 1.234 are people."""
    for place, name in enumerate(names, 1):
        cells = [(number, row[place].strip()) for number, row in rows if len(row) > place]
        doubtful = [(number, cell) for number, cell in cells if THOUSANDS.fullmatch(cell)]
        others = [cell for _, cell in cells if not THOUSANDS.fullmatch(cell)]
        if doubtful and others and all(cell.isdecimal() for cell in others):
            number, cell = doubtful[0]
            raise ScoringError(
                f"Tệp {file}, dòng {number}, cột {name}: không rõ «{cell}» là số lẻ hay có dấu ngăn hàng nghìn; hãy ghi "
                f"{cell.replace('.', '').replace(',', '')} hoặc {cell}0.",
                f"File {file}, row {number}, column {name}: nobody can tell whether “{cell}” has a decimal or a thousands mark; "
                f"write {cell.replace('.', '').replace(',', '')} or {cell}0.",
            )


def _values(rows: list[tuple[int, list[str]]], names: tuple[str, ...], file: str) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    lines: dict[str, int] = {}
    for number, row in rows:
        area = label_of(row[0])
        if not area or len(row) != len(names) + 1:
            raise ScoringError(
                f"Tệp {file}, dòng {number}: cần mã đơn vị và {len(names)} số; dòng này có {len(row)} ô.",
                f"File {file}, row {number}: a code and {len(names)} numbers are needed; it has {len(row)} cells.",
            )
        if area in lines:
            raise ScoringError(
                f"Tệp {file}: đơn vị {area} có hai dòng, {lines[area]} và {number}; hãy bỏ một dòng.",
                f"File {file}: area {area} has two rows, {lines[area]} and {number}; remove one.",
            )
        lines[area] = number
        found[area] = [_number(cell, (file, number, name)) for cell, name in zip(row[1:], names, strict=True)]
    return found


def _number(cell: str, place: tuple[str, int, str]) -> float:
    file, number, name = place
    if OF_PROGRAMS.fullmatch(cell.strip()):
        return float(cell)
    try:
        return float(read_decimal(cell))
    except ScoringError as error:
        raise ScoringError(
            f"Tệp {file}, dòng {number}, cột {name}: {error.vi}",
            f"File {file}, row {number}, column {name}: {error.en}",
        ) from None


def _refuse_constant(table: np.ndarray, names: tuple[str, ...], file: str) -> None:
    for name, column in zip(names, table.T, strict=True):
        if np.ptp(column) == 0:
            raise ScoringError(
                f"Tệp {file}, cột {name}: mọi đơn vị có cùng một số nên không giải thích được gì; hãy bỏ cột.",
                f"File {file}, column {name}: all areas have one number, which explains nothing; drop the column.",
            )
