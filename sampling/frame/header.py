"""The row of a file that names its columns: the first one, or one below the title of the list."""

import re
from collections.abc import Sequence

from sampling.errors import SamplingError
from sampling.labels import label_of

SEARCHED = 30
A_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


def header_place(rows: Sequence[Sequence[str]], name: str) -> int:
    """Return the position of the header among the first rows of a file.

    It is the first row with more than half as many filled cells as the widest one. Below a title it must hold words:
    a row of data is never taken for names.

    Raises:
        SamplingError: no row above the data can be the header; it says where it was looked for.

    >>> header_place([["DANH SÁCH THÔN", "", ""], ["", "", ""], ["xã", "thôn", "người"], ["1", "2", "3"]], "a.csv")
    2
    """
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:SEARCHED]]
    widest = max(filled, default=0)
    first = next((at for at, count in enumerate(filled) if count), 0)
    found = next((at for at, count in enumerate(filled) if 2 * count > widest), first)
    names = [cell.strip() for cell in rows[found] if cell.strip()] if rows else []
    if found > first and (any(A_NUMBER.fullmatch(cell) for cell in names) or len(set(names)) < len(names)):
        raise SamplingError(
            f"Khung mẫu «{name}»: không tìm thấy dòng tên cột; đã tìm từ dòng {first + 1} đến dòng {found + 1}, cần một "
            "dòng có tên cho mọi cột ngay trên dữ liệu.",
            f"Frame «{name}»: no row with the names of the columns; looked for in rows {first + 1} to {found + 1}, one with "
            "a name for every column must stand right above the data.",
        )
    return found


def column_name(text: str) -> str:
    r"""Return the name of a column: its label, with a line break in the cell read as a blank.

    >>> column_name("Số người\n18+ ")
    'Số người 18+'
    """
    return label_of(text.replace("\r", " ").replace("\n", " "))
