"""The first sheet of an XLSX workbook as columns of cells."""

import io
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

from sampling.workbook import DAMAGED, too_large_unpacked
from scoring.errors import ScoringError
from scoring.specification.files import unreadable


def read_workbook(path: Path) -> dict[str, list[object]]:
    """Return the columns of the first sheet by the names in its first filled row.

    Raises:
        ScoringError: the file cannot be opened, unpacks to too much, has a column without a name or twice, or a formula that
            was never calculated; cells are named as in Excel.
    """
    from openpyxl import load_workbook

    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from None
    _refuse_bomb(content, path)
    try:
        with warnings.catch_warnings(action="ignore"):
            values, formulas = (
                load_workbook(io.BytesIO(content), read_only=True, data_only=calculated).worksheets[0]
                for calculated in (True, False)
            )
            rows = [list(row) for row in values.iter_rows(values_only=True)]
            missing = _never_calculated(rows, formulas.iter_rows(values_only=True))
    except DAMAGED as error:
        raise _no_workbook(path) from error
    if missing is not None:
        raise ScoringError(
            f"Tệp «{path.name}», ô {missing}: công thức chưa từng được tính; hãy mở tệp bằng Excel rồi lưu lại.",
            f"File “{path.name}”, cell {missing}: a formula was never calculated; open the file in Excel and save it.",
        )
    filled = [
        (number, row) for number, row in enumerate(rows, 1) if any(cell not in (None, "") for cell in row)
    ]
    return _columns(filled, path)


def _never_calculated(rows: list[list[object]], formulas: Iterable[Sequence[object]]) -> str | None:
    """Return the name of the first cell with a formula and no value."""
    from openpyxl.utils import get_column_letter

    for number, (row, written) in enumerate(zip(rows, formulas, strict=False), 1):
        for place, (value, text) in enumerate(zip(row, written, strict=False), 1):
            if value is None and isinstance(text, str) and text.startswith("="):
                return f"{get_column_letter(place)}{number}"
    return None


def _refuse_bomb(content: bytes, path: Path) -> None:
    try:
        too_large = too_large_unpacked(io.BytesIO(content))
    except DAMAGED:
        raise _no_workbook(path) from None
    if too_large:
        raise ScoringError(
            f"Tệp «{path.name}» bung ra quá lớn so với một danh sách; hãy lưu lại dạng «CSV UTF-8» rồi chạy lại.",
            f"“{path.name}” unpacks to far more than a list has; save it as “CSV UTF-8” and run it again.",
        )


def _columns(rows: list[tuple[int, list[object]]], path: Path) -> dict[str, list[object]]:
    if not rows:
        raise ScoringError(f"Tệp «{path.name}» trống.", f"The file “{path.name}” is empty.")
    (number, head), *body = rows
    width = max(place for place, cell in enumerate(head, 1) if cell not in (None, ""))
    names = ["" if cell is None else str(cell).strip() for cell in head[:width]]
    _check_names(names, number, path)
    for number, row in body:
        if any(cell not in (None, "") for cell in row[width:]):
            raise ScoringError(
                f"Tệp «{path.name}», dòng {number}: có ô ở bên phải cột cuối có tên «{names[-1]}».",
                f"File “{path.name}”, row {number}: a cell stands to the right of the last named column “{names[-1]}”.",
            )
    return {
        name: [row[place] if place < len(row) else None for _, row in body]
        for place, name in enumerate(names)
    }


def _check_names(names: list[str], number: int, path: Path) -> None:
    if "" in names:
        place = names.index("") + 1
        raise ScoringError(
            f"Tệp «{path.name}», dòng {number}: cột thứ {place} không có tên. Dòng đầu phải là tên cột.",
            f"File “{path.name}”, row {number}: column {place} has no name. The first row holds the names of the columns.",
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ScoringError(
            f"Tệp «{path.name}» có hai cột cùng tên «{twice}».",
            f"The file “{path.name}” has two columns named “{twice}”.",
        )


def _no_workbook(path: Path) -> ScoringError:
    return ScoringError(
        f"Tệp «{path.name}» không phải bảng tính XLSX đọc được; hãy lưu lại từ Excel.",
        f"“{path.name}” is no readable XLSX workbook; save it again in Excel.",
    )
