"""Checks of the texts of a frame: names of columns, Unicode form, formulas; and texts read as numbers."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sampling.frame.coded_column import Column
from sampling.plan.problems import Problems
from sampling.selection.randomness import Floats

FIRST_ROW = 2
PER_COLUMN = 5
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
FORMULA = re.compile(r"[=@]|[+-](?!\d+(\.\d+)?$)")
THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")
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


def check_texts(columns: Mapping[str, Column], name: str) -> None:
    """Refuse texts that are not Unicode NFC, have outer blanks or control marks, or would be a formula.

    Args:
        columns: the coded columns by name.
        name: what people call the frame.

    Raises:
        SamplingError: with row and column of each (the first five of a column).
    """
    problems = Problems(f"Khung mẫu «{name}» có lỗi:", f"Frame «{name}» is wrong:")
    for name_of, column in columns.items():
        codes, labels = column.codes, column.labels
        for vi, en, test in _failed(labels):
            bad = np.flatnonzero([test(text) for text in labels])
            for row in np.flatnonzero(np.isin(codes, bad))[:PER_COLUMN]:
                text = labels[codes[row]]
                problems.add(
                    f"dòng {row + FIRST_ROW}, cột «{name_of}»: «{text}» {vi}",
                    f"row {row + FIRST_ROW}, column «{name_of}»: «{text}» {en}",
                )
    problems.stop_if_any()


def _is_not_nfc(text: str) -> bool:
    return not unicodedata.is_normalized("NFC", text)


def _has_odd_space(text: str) -> bool:
    return text != text.strip() or not text.isprintable()


def _looks_like_formula(text: str) -> bool:
    return FORMULA.match(text) is not None


Failed = tuple[str, str, Callable[[str], bool]]
NOT_NFC: Failed = (
    "chưa ở dạng Unicode dựng sẵn (NFC); hãy chuyển mã cả tệp sang Unicode dựng sẵn",
    "is not Unicode NFC; convert the file to NFC",
    _is_not_nfc,
)
ODD_SPACE: Failed = (
    "có khoảng trắng thừa ở đầu, cuối hoặc ký tự ẩn; hãy xóa đi",
    "has outer blanks or hidden characters; remove them",
    _has_odd_space,
)
A_FORMULA: Failed = (
    "bắt đầu như một công thức bảng tính; hãy ghi giá trị thay cho công thức",
    "begins like a spreadsheet formula; write the value instead",
    _looks_like_formula,
)


def _failed(labels: NDArray[np.object_]) -> list[Failed]:
    """Return the tests some label fails, found on all labels as one text: a million a second."""
    whole = "\n" + "\n".join(labels) + "\n"
    failed = []
    if _is_not_nfc(whole):
        failed.append(NOT_NFC)
    # The space is the only blank that is printable, so that looking for it at the edges is enough.
    blank_edge = "\n " in whole or " \n" in whole
    if whole.count("\n") != len(labels) + 1 or blank_edge or not whole.replace("\n", "").isprintable():
        failed.append(ODD_SPACE)
    if any(mark in whole for mark in ("\n=", "\n@", "\n+", "\n-")):
        failed.append(A_FORMULA)
    return failed


def to_numbers(texts: Iterable[str]) -> Floats:
    """Read plain numbers (digits, a point before decimals); ``nan`` for anything else.

    ``1.234`` and ``1,234`` are refused (``nan``): nobody can tell a thousands mark from a decimal one.

    >>> to_numbers(["12", "0.5", "1.234", "-3", ""]).tolist()
    [12.0, 0.5, nan, -3.0, nan]
    """
    plain = (
        float(text) if NUMBER.fullmatch(text) and not THOUSANDS.fullmatch(text) else np.nan for text in texts
    )
    return np.fromiter(plain, dtype=np.float64)
