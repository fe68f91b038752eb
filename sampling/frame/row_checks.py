"""Rows of a list that are no units: totals below or between the units, and the row that numbers the columns."""

import re
from collections.abc import Iterator

import numpy as np

from sampling.errors import Sentence
from sampling.frame.findings import listed
from sampling.frame.frame import SamplingFrame
from sampling.frame.frame_problems import FrameProblems
from sampling.selection.randomness import Indices

# A commune may be called Cộng Hòa: the word alone, or with the kind of place that is added up.
TOTAL = re.compile(
    r"(tổng|cộng|tổng cộng|tổng số|toàn tỉnh|(grand |sub)?total|sum)\s*[:.]*"
    r"|(tổng cộng|tổng số)\b.*"
    r"|(cộng|tổng) (xã|phường|thị trấn|đặc khu|thôn|ấp|khu phố|huyện|tỉnh|toàn)\b.*"
)
WORDS = ("tổng", "cộng", "toàn tỉnh", "total", "sum")
NUMBERED = 3
TOTAL_ROW: Sentence = (
    "là dòng cộng, không phải đơn vị; hãy xóa dòng này rồi lưu tệp",
    "is a total, no unit; delete this row and save the file",
)
NUMBER_ROW: Sentence = (
    "chỉ đánh số các cột, không phải đơn vị; hãy xóa dòng này rồi lưu tệp",
    "only numbers the columns, it is no unit; delete this row and save the file",
)


def check_rows(frame: SamplingFrame, problems: FrameProblems) -> None:
    """Record the rows that are no units; drawn from, a total would be the largest unit of all."""
    for rows, (vi, en) in _kinds(frame):
        problems.add_rows(rows, vi, en)


def row_notes(frame: SamplingFrame) -> list[Sentence]:
    """Return a sentence for each kind of row that is no unit."""
    return [
        (f"Dòng {listed(frame.findings, rows)} {vi}.", f"Row {listed(frame.findings, rows)} {en}.")
        for rows, (vi, en) in _kinds(frame)
    ]


def _kinds(frame: SamplingFrame) -> Iterator[tuple[Indices, Sentence]]:
    totals = _total_rows(frame)
    if totals.size:
        yield totals, TOTAL_ROW
    if _numbers_columns(frame):
        yield np.zeros(1, dtype=np.int64), NUMBER_ROW


def is_total(label: str) -> bool:
    """Tell whether a label names a total and no unit.

    >>> is_total("Tổng cộng:"), is_total("Cộng Hòa")
    (True, False)
    """
    return TOTAL.fullmatch(label.casefold()) is not None


def _total_rows(frame: SamplingFrame) -> Indices:
    found = np.zeros(len(frame), dtype=bool)
    for column in frame.columns.values():
        whole = "\n".join(column.labels).casefold()  # millions of labels are searched as one text
        if any(word in whole for word in WORDS):
            total = [is_total(text) for text in column.labels]
            found |= np.isin(column.codes, np.flatnonzero(total))
    return np.flatnonzero(found)


def _numbers_columns(frame: SamplingFrame) -> bool:
    """Tell whether the first row reads (1) (2) (3) … or A B 1 2 …, one mark a column."""
    first = np.zeros(1, dtype=np.int64)
    marks = [text.strip("() ") for name in frame.columns for text in frame.texts(name, first)]
    letters = next((at for at, mark in enumerate(marks) if mark.isdecimal()), len(marks))
    start = int(marks[letters]) if letters < len(marks) and len(marks[letters]) < NUMBERED else 1
    expected = [chr(ord("A") + at) for at in range(letters)] + [
        str(start + at) for at in range(len(marks) - letters)
    ]
    return len(marks) >= NUMBERED and start <= 1 and [mark.upper() for mark in marks] == expected
