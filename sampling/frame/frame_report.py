"""The report on a list before a sample is drawn from it: what it is, what was found, and room for a signature."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class FrameReport:
    """What the check of a list gave.

    Attributes:
        lines: the report as Markdown, Vietnamese before English.
        usable: whether a sample can be drawn from the list.
    """

    lines: tuple[str, ...]
    usable: bool

    @property
    def text(self) -> str:
        """The report as one text."""
        return "\n".join(self.lines) + "\n"


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
    faults: list[Sentence] = []
    found: list[str] = []
    try:
        frame = read_frame(path, sheet=sheet)
        found = _content(frame, _codes(plan))
        if plan is None:
            faults += row_notes(frame)
        else:
            found += _stages(frame, plan)
    except SamplingError as error:
        faults.append((error.vi, error.en))
    return FrameReport(
        (*_head(path, plan), *_verdict(faults, plan), *found, *SIGNED),
        usable=not faults,
    )


def _head(path: Path, plan: Plan | None) -> list[str]:
    lines = [
        "# Biên bản kiểm tra danh sách / Report on a sampling frame",
        "",
        f"- Tệp / File: «{path.name}», {path.stat().st_size} byte",
        f"- SHA-256: `{sha256(path)}`",
    ]
    return [*lines, *([f"- Kế hoạch / Plan: «{plan.title or plan.name}»"] if plan else []), ""]


def _verdict(faults: list[Sentence], plan: Plan | None) -> list[str]:
    lines = ["## Kết luận / Result", ""]
    if faults:
        vi, en = ("\n\n".join(said) for said in zip(*faults, strict=True))
        return [*lines, "**Chưa dùng được.**", "", vi, "", "**Cannot be used yet.**", "", en, ""]
    by = (
        ("theo kế hoạch này", "by this plan")
        if plan
        else ("(chưa kiểm tra theo kế hoạch)", "(not yet checked for a plan)")
    )
    return [*lines, f"**Dùng được** {by[0]}.", "", f"**Can be used** {by[1]}.", ""]


def _codes(plan: Plan | None) -> frozenset[str]:
    """Return the columns that are codes of a plan: a sum of them would mean nothing."""
    stages = plan.stages if plan else ()
    return frozenset(name for stage in stages for name in (stage.unit, *stage.id, *stage.strata))


def _content(frame: SamplingFrame, codes: frozenset[str]) -> list[str]:
    lines = [
        "## Nội dung / Content",
        "",
        f"{len(frame)} dòng / rows, {len(frame.columns)} cột / columns.",
        "",
    ]
    lines += [
        "| cột / column | giá trị khác nhau / different values | ô trống / blank | tổng nếu là số / sum of numbers |",
        "|---|---:|---:|---:|",
    ]
    lines += [_column(frame, name, is_code=name in codes) for name in frame.columns]
    said = [*sentences(frame.findings), *row_notes(frame)] or [
        ("Không có gì cần lưu ý.", "Nothing to remark.")
    ]
    return [*lines, "", "## Lưu ý / Found", "", *(f"- {vi}\n  {en}" for vi, en in said), ""]


def _column(frame: SamplingFrame, name: str, *, is_code: bool) -> str:
    column = frame.columns[name]
    blank = int((column.codes == column.blank).sum()) if column.blank >= 0 else 0
    numbers = frame.numbers(name)
    total = "–" if is_code or np.isnan(numbers).any() else f"{numbers.sum():.10g}"
    cell = name.replace("|", "\\|")
    return f"| {cell} | {column.labels.size - (column.blank >= 0)} | {blank} | {total} |"


def _stages(frame: SamplingFrame, plan: Plan) -> list[str]:
    drawn_from = settled(frame, plan)
    units = check_frame(drawn_from, plan)
    lines = ["## Đơn vị theo kế hoạch / Units of the plan", ""]
    listed = [stage for stage in plan.stages if not is_counted(drawn_from, stage)]
    lines += [f"- «{stage.unit}»: {len(table)}" for stage, table in zip(listed, units, strict=True)]
    lines += [
        f"- «{stage.unit}»: {drawn_from.numbers(str(stage.count)).sum():.0f} (đếm ở cột / counted in column «{stage.count}»)"
        for stage in plan.stages
        if is_counted(drawn_from, stage)
    ]
    if plan.hidden is not None and frame.findings.hidden.size:
        vi, en = ("vẫn dùng", "are used") if plan.hidden == "use" else ("bỏ ra", "are left out")
        lines.append(f"- {frame.findings.hidden.size} dòng ẩn {vi} / hidden rows {en}")
    return [*lines, ""]
