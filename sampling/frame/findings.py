"""What was found in the file of a frame besides its texts: the header's place, hidden rows, dates, merged labels, other sheets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sampling.errors import SamplingError, Sentence
from sampling.selection.randomness import Indices
from sampling.workbook import Sheet

NAMED = 8


def _none() -> Indices:
    return np.empty(0, dtype=np.int64)


@dataclass(frozen=True)
class Findings:
    """What the reader of a file saw; positions are rows of the frame from 0.

    Attributes:
        header_row: the number of the row with the names of the columns, as a spreadsheet counts.
        numbers: the number of each row in the file; nothing where the rows follow the header without a gap.
        hidden: positions of the rows that are hidden in the workbook.
        dates: by column, positions of the cells that the spreadsheet holds as dates.
        labels: what was merged, and which codes differ in leading zeros only.
        workbook: what the workbook holds besides: other worksheets, merged cells.
    """

    header_row: int = 1
    numbers: Indices | None = None
    hidden: Indices = field(default_factory=_none)
    dates: Mapping[str, Indices] = field(default_factory=dict)
    labels: tuple[Sentence, ...] = ()
    workbook: tuple[Sentence, ...] = ()

    def lines(self, rows: "Indices | NDArray[Any]") -> list[int]:
        """Return the numbers that some rows have in the file."""
        places = np.asarray(rows, dtype=np.int64)
        found = places + self.header_row + 1 if self.numbers is None else self.numbers[places]
        return [int(number) for number in found]

    def without(self, rows: Indices, size: int) -> "Findings":
        """Return the findings of a frame of ``size`` rows from which some are taken; what was hidden is said no more."""
        kept = np.delete(np.arange(size), rows)
        place = np.full(size, -1, dtype=np.int64)
        place[kept] = np.arange(kept.size)
        dates = {name: place[found][place[found] >= 0] for name, found in self.dates.items()}
        numbers = np.array(self.lines(kept), dtype=np.int64)
        return Findings(self.header_row, numbers, _none(), dates, self.labels, self.workbook)


def sentences(findings: Findings) -> list[Sentence]:
    """Return what a person should know before a draw, one sentence each."""
    said = [*findings.workbook, *findings.labels]
    if findings.header_row > 1:
        above = findings.header_row - 1
        said.append(
            (
                f"Tên cột nằm ở dòng {findings.header_row}; bỏ qua {above} dòng ở trên.",
                f"The names of the columns stand in row {findings.header_row}; {above} rows above are left out.",
            )
        )
    if findings.hidden.size:
        said.append(
            (
                f"Bảng tính có {findings.hidden.size} dòng bị ẩn: {listed(findings, findings.hidden)}.",
                f"The workbook has {findings.hidden.size} hidden rows: {listed(findings, findings.hidden)}.",
            )
        )
    said += [
        (
            f"Cột «{name}» có {rows.size} ô là ngày tháng: dòng {listed(findings, rows)}.",
            f"Column «{name}» has {rows.size} cells that are dates: rows {listed(findings, rows)}.",
        )
        for name, rows in findings.dates.items()
        if rows.size
    ]
    return said


def listed(findings: Findings, rows: Indices, *, most: int = NAMED) -> str:
    """Return the numbers of some rows, the first of many."""
    numbers = ", ".join(map(str, findings.lines(rows[:most])))
    return numbers if rows.size <= most else f"{numbers} …"


def workbook_notes(sheet: Sheet, header_row: int) -> tuple[Sentence, ...]:
    """Return what a person should know of the workbook.

    Args:
        sheet: the worksheet that was read.
        header_row: the row with the names of its columns.
    """
    said: list[Sentence] = []
    if sheet.is_hidden:
        said.append(
            (
                f"Trang đã đọc «{sheet.name}» là trang ẩn; nếu danh sách ở trang khác, hãy đưa trang đó lên đầu hoặc chọn bằng --sheet.",
                f"The sheet that was read, «{sheet.name}», is hidden; if the list is on another, move that to the front or choose it by --sheet.",
            )
        )
    if sheet.others:
        said.append(
            (
                f"Chỉ đọc trang «{sheet.name}»; trang khác không đọc: {_others(sheet)}.",
                f"Only sheet «{sheet.name}» was read; other sheets were not: {_others(sheet)}.",
            )
        )
    merged = sorted(rows for rows in sheet.merged if rows[1] > header_row)
    if merged:
        shown = ", ".join(f"{a}–{b}" if a < b else str(a) for a, b in merged[:NAMED])
        shown += " …" if len(merged) > NAMED else ""
        said.append(
            (
                f"{len(merged)} vùng ô gộp ở dòng {shown}: chỉ ô đầu của vùng có giá trị; hãy bỏ gộp rồi điền mọi dòng.",
                f"{len(merged)} ranges of merged cells in rows {shown}: only the first cell of a range has the value; unmerge "
                "them and fill every row.",
            )
        )
    return tuple(said)


def empty_sheet(sheet: Sheet, file: str) -> SamplingError:
    """Return the refusal of a worksheet without any cell, which names the other worksheets."""
    if not sheet.others:
        return SamplingError(f"Khung mẫu «{file}» trống.", f"Frame «{file}» is empty.")
    return SamplingError(
        f"Khung mẫu «{file}»: trang «{sheet.name}» trống; hãy đưa trang có danh sách lên đầu hoặc chọn bằng --sheet: {_others(sheet)}.",
        f"Frame «{file}»: sheet «{sheet.name}» is empty; move the sheet with the list to the front or choose it by --sheet: {_others(sheet)}.",
    )


def _others(sheet: Sheet) -> str:
    return ", ".join(f"«{name}»" for name in sheet.others[:NAMED]) + (
        " …" if len(sheet.others) > NAMED else ""
    )
