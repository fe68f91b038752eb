"""The report on a list before a sample is drawn from it: what it is, what was found, and room for a signature."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sampling.errors import SamplingError, Sentence
from sampling.frame.checks import check_frame
from sampling.frame.code_checks import settled
from sampling.frame.files import sha256
from sampling.frame.findings import sentences
from sampling.frame.frame import SamplingFrame, read_frame
from sampling.frame.hierarchy import is_counted
from sampling.frame.row_checks import row_notes
from sampling.plan.plan import Plan

SIGNED = (
    "## Ký xác nhận / Signature",
    "",
    "Đơn vị lập danh sách / List made by: ……………………………………",
    "",
    "Người kiểm tra / Checked by: ……………………………………",
    "",
    "Ngày / Date: ……/……/…………    Chữ ký / Signature: ……………………………………",
)


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """A column of a list: how many different values and blank cells it has, and the sum where that means something."""

    name: str
    different: int
    blank: int
    total: str

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The summary as texts."""
        return self.name, str(self.different), str(self.blank), self.total


@dataclass(frozen=True, kw_only=True)
class FrameReport:
    """What the check of a list gave.

    Attributes:
        file: the name of the file.
        size: its bytes.
        sha256: its SHA-256.
        plan: the title of the plan it was checked for; nothing without a plan.
        faults: why no sample can be drawn from it, one sentence each.
        rows: how many rows were read.
        columns: its columns; none where it could not be read.
        found: what should be known besides.
        units: what the plan draws from.
    """

    file: str
    size: int
    sha256: str
    plan: str | None
    faults: tuple[Sentence, ...] = ()
    rows: int = 0
    columns: tuple[ColumnSummary, ...] = ()
    found: tuple[Sentence, ...] = ()
    units: tuple[Sentence, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether a sample can be drawn from the list."""
        return not self.faults

    @property
    def verdict(self) -> tuple[Sentence, Sentence]:
        """Whether the list can be used, and by what."""
        if self.faults:
            return ("Chưa dùng được", "Cannot be used yet"), ("", "")
        by = ("theo kế hoạch này", "by this plan")
        return ("Dùng được", "Can be used"), by if self.plan else (
            "(chưa kiểm tra theo kế hoạch)",
            "(not yet checked for a plan)",
        )

    @property
    def text(self) -> str:
        """The report as Markdown, Vietnamese before English."""
        content = self._content() if self.columns else []
        return "\n".join((*self._head(), *self._result(), *content, *self._units(), *SIGNED)) + "\n"

    def _head(self) -> list[str]:
        lines = [
            "# Biên bản kiểm tra danh sách / Report on a sampling frame",
            "",
            f"- Tệp / File: «{self.file}», {self.size} byte",
            f"- SHA-256: `{self.sha256}`",
        ]
        return [*lines, *([f"- Kế hoạch / Plan: «{self.plan}»"] if self.plan else []), ""]

    def _result(self) -> list[str]:
        lines = ["## Kết luận / Result", ""]
        for side in (0, 1):
            what, by = (each[side] for each in self.verdict)
            lines += [f"**{what}** {by}." if by else f"**{what}.**", ""]
            lines += [line for fault in self.faults for line in (fault[side], "")]
        return lines

    def _content(self) -> list[str]:
        lines = [
            "## Nội dung / Content",
            "",
            f"{self.rows} dòng / rows, {len(self.columns)} cột / columns.",
            "",
            "| cột / column | giá trị khác nhau / different values | ô trống / blank | tổng nếu là số / sum of numbers |",
            "|---|---:|---:|---:|",
        ]
        lines += [
            "| " + " | ".join(cell.replace("|", "\\|") for cell in each.cells) + " |" for each in self.columns
        ]
        said = self.found or (("Không có gì cần lưu ý.", "Nothing to remark."),)
        return [*lines, "", "## Lưu ý / Found", "", *(f"- {vi}\n  {en}" for vi, en in said), ""]

    def _units(self) -> list[str]:
        if not self.units:
            return []
        lines = [f"- {vi}" if vi == en else f"- {vi}\n  {en}" for vi, en in self.units]
        return ["## Đơn vị theo kế hoạch / Units of the plan", "", *lines, ""]


def report_on(path: Path, plan: Plan | None = None, *, sheet: str | None = None) -> FrameReport:
    """Check a list, and if there is a plan whether it can be drawn from by it.

    Args:
        path: a CSV or XLSX file.
        plan: the plan of the draw.
        sheet: the worksheet, by default the first.

    Raises:
        SamplingError: there is no such file.
    """
    if not path.is_file():
        read_frame(path)
    report = FrameReport(
        file=path.name,
        size=path.stat().st_size,
        sha256=sha256(path),
        plan=(plan.title or plan.name) if plan else None,
    )
    try:
        frame = read_frame(path, sheet=sheet)
        report = _with_content(report, frame, plan)
        units = _units(frame, plan) if plan else ()
        return replace(report, units=units, faults=() if plan else tuple(row_notes(frame)))
    except SamplingError as error:
        return replace(report, faults=((error.vi, error.en),))


def _with_content(report: FrameReport, frame: SamplingFrame, plan: Plan | None) -> FrameReport:
    stages = plan.stages if plan else ()
    codes = {name for stage in stages for name in (stage.unit, *stage.id, *stage.strata)}
    return replace(
        report,
        rows=len(frame),
        columns=tuple(_column(frame, name, is_code=name in codes) for name in frame.columns),
        found=(*sentences(frame.findings), *row_notes(frame)),
    )


def _column(frame: SamplingFrame, name: str, *, is_code: bool) -> ColumnSummary:
    """Summarise a column; codes of the plan are not added up."""
    column = frame.columns[name]
    blank = int((column.codes == column.blank).sum()) if column.blank >= 0 else 0
    numbers = frame.numbers(name)
    total = "–" if is_code or np.isnan(numbers).any() else f"{numbers.sum():.10g}"
    return ColumnSummary(name, column.labels.size - (column.blank >= 0), blank, total)


def _units(frame: SamplingFrame, plan: Plan) -> tuple[Sentence, ...]:
    drawn_from = settled(frame, plan)
    units = check_frame(drawn_from, plan)
    listed = [stage for stage in plan.stages if not is_counted(drawn_from, stage)]
    said = [(f"«{stage.unit}»: {len(table)}",) * 2 for stage, table in zip(listed, units, strict=True)]
    for stage in plan.stages:
        if is_counted(drawn_from, stage):
            number = f"«{stage.unit}»: {drawn_from.numbers(str(stage.count)).sum():.0f}"
            said.append(
                (f"{number} (đếm ở cột «{stage.count}»)", f"{number} (counted in column «{stage.count}»)")
            )
    hidden = frame.findings.hidden.size
    if plan.hidden is not None and hidden:
        vi, en = ("vẫn dùng", "are used") if plan.hidden == "use" else ("bỏ ra", "are left out")
        said.append((f"{hidden} dòng ẩn {vi}", f"{hidden} hidden rows {en}"))
    return tuple(said)
