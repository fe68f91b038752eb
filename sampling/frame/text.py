"""Checks of the texts of a frame: names of columns, Unicode form, formulas; and texts read as numbers."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sampling.frame.coded_column import Column
from sampling.plan.problems import Problems
from sampling.selection.randomness import Floats

PER_COLUMN = 5
SHOWN = 60
LONGEST = 32_767  # what a cell of a workbook can hold
LARGEST = 1e100
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
FORMULA = re.compile(r"[=@]|[+-](?!\d+(\.\d+)?$)")
THOUSANDS = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")  # 0.125 can be a decimal only
Lines = Callable[[NDArray[np.int64]], list[int]]
WRITTEN_BY_THE_DRAW = re.compile(
    r"(stratum|pi|fpc|role|order)(_\d+)?|weight|psu|ssu|tsu|unit_\d+|list_position|within"
)


def check_header(columns: Sequence[str], name: str, *, most: int) -> None:
    """Refuse missing, repeated, reserved or too many column names.

    Raises:
        SamplingError: with every wrong name.
    """
    problems = Problems(
        f"Dòng tiêu đề của khung mẫu «{name}» có lỗi:", f"The header of frame «{name}» is wrong:"
    )
    if len(columns) > most:
        problems.add(
            f"có {len(columns)} cột, nhiều nhất là {most}", f"{len(columns)} columns, at most {most}"
        )
    for place, column in enumerate(columns[:most], start=1):
        if not column.strip():
            problems.add(f"cột thứ {place} không có tên", f"column {place} has no name")
        elif column in columns[: place - 1]:
            problems.add(f"tên cột «{column}» lặp lại", f"column name «{column}» is repeated")
        elif WRITTEN_BY_THE_DRAW.fullmatch(column):
            problems.add(
                f"tên cột «{column}» dành cho kết quả chọn mẫu; hãy đổi tên cột này",
                f"column name «{column}» is written by the draw; rename it",
            )
    problems.stop_if_any()


def check_texts(columns: Mapping[str, Column], name: str, lines: Lines) -> None:
    """Refuse labels with control marks, or that would be a formula.

    Args:
        columns: the coded columns by name.
        name: what people call the frame.
        lines: gives the numbers that some rows have in the file.

    Raises:
        SamplingError: with row and column of each (the first five of a column).
    """
    problems = Problems(f"Khung mẫu «{name}» có lỗi:", f"Frame «{name}» is wrong:")
    for name_of, column in columns.items():
        codes, labels = column.codes, column.labels
        for vi, en, test in _failed(labels):
            bad = np.flatnonzero([test(text) for text in labels])
            for row in np.flatnonzero(np.isin(codes, bad))[:PER_COLUMN]:
                text, (line,) = _shown(labels[codes[row]]), lines(np.array([row]))
                problems.add(
                    f"dòng {line}, cột «{name_of}»: «{text}» {vi}",
                    f"row {line}, column «{name_of}»: «{text}» {en}",
                )
    problems.stop_if_any()


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _is_too_long(text: str) -> bool:
    return len(text) > LONGEST


def _has_hidden_mark(text: str) -> bool:
    return not text.isprintable()


def _looks_like_formula(text: str) -> bool:
    return FORMULA.match(text) is not None


Failed = tuple[str, str, Callable[[str], bool]]
HIDDEN_MARK: Failed = (
    "có ký tự ẩn hoặc xuống dòng trong ô; hãy xóa đi",
    "has hidden characters or a line break; remove them",
    _has_hidden_mark,
)
A_FORMULA: Failed = (
    "bắt đầu như một công thức bảng tính; hãy ghi giá trị thay cho công thức",
    "begins like a spreadsheet formula; write the value instead",
    _looks_like_formula,
)


TOO_LONG: Failed = (
    f"dài hơn {LONGEST} ký tự; thường là thiếu ngắt dòng hoặc thiếu dấu nháy kép đóng",
    f"has over {LONGEST} characters; a line break or a closing double quote may be missing",
    _is_too_long,
)


def _failed(labels: NDArray[np.object_]) -> list[Failed]:
    """Return the tests some label fails, found on all labels as one text: a million a second."""
    whole = "\n" + "\n".join(labels) + "\n"
    failed = []
    if whole.count("\n") != len(labels) + 1 or not whole.replace("\n", "").isprintable():
        failed.append(HIDDEN_MARK)
    if any(mark in whole for mark in ("\n=", "\n@", "\n+", "\n-")):
        failed.append(A_FORMULA)
    if len(whole) > LONGEST and max(map(len, labels)) > LONGEST:
        failed.append(TOO_LONG)
    return failed


def to_numbers(texts: Iterable[str]) -> Floats:
    """Read plain numbers (digits, a point before decimals); ``nan`` for anything else.

    ``1.234`` and ``1,234`` are refused (``nan``): nobody can tell a thousands mark from a decimal one. So is a number of over a
    hundred digits.

    >>> to_numbers(["12", "0.5", "1.234", "-3", ""]).tolist()
    [12.0, 0.5, nan, -3.0, nan]
    """
    plain = (
        float(text) if NUMBER.fullmatch(text) and not THOUSANDS.fullmatch(text) else np.nan for text in texts
    )
    numbers = np.fromiter(plain, dtype=np.float64)
    return np.where(np.abs(numbers) <= LARGEST, numbers, np.nan)
