"""Checks of codes that a spreadsheet may have changed: dates in their place, zeros lost; rows hidden by a filter."""

import numpy as np

from sampling.errors import SamplingError
from sampling.frame.findings import listed
from sampling.frame.frame import SamplingFrame
from sampling.frame.frame_problems import FrameProblems
from sampling.frame.hierarchy import id_columns, is_counted
from sampling.labels import doubtful_zeros
from sampling.plan.plan import Plan


def settled(frame: SamplingFrame, plan: Plan) -> SamplingFrame:
    """Return the frame with the rows a plan draws from: all, or those that are not hidden.

    Raises:
        SamplingError: rows are hidden and the plan does not say what is to happen with them.
    """
    hidden = frame.findings.hidden
    if not hidden.size or plan.hidden == "use":
        return frame
    if plan.hidden == "skip":
        return frame.without(hidden)
    rows = listed(frame.findings, hidden)
    raise SamplingError(
        f"Không chọn mẫu: khung «{frame.name}» có {hidden.size} dòng bị ẩn hoặc bị lọc trong bảng tính (dòng {rows}). Hãy "
        'ghi ở đầu kế hoạch hidden = "use" (vẫn dùng các dòng đó) hoặc hidden = "skip" (bỏ ra), hoặc bỏ ẩn hay xóa chúng '
        "rồi lưu lại tệp.",
        f"Nothing is drawn: frame «{frame.name}» has {hidden.size} rows that are hidden or filtered out in the workbook (rows "
        f'{rows}). Write hidden = "use" (draw from them too) or hidden = "skip" (leave them out) at the top of the plan, or '
        "unhide or delete them and save the file.",
    )


def check_codes(frame: SamplingFrame, plan: Plan, problems: FrameProblems) -> None:
    """Record codes that are dates, and codes that differ in leading zeros only."""
    for column in _code_columns(frame, plan):
        dates = frame.findings.dates.get(column, np.empty(0, dtype=np.int64))
        problems.add_rows(
            dates,
            f"cột «{column}»: Excel đã đổi mã thành ngày tháng; hãy định dạng cột là Văn bản (Text), nhập lại mã rồi lưu",
            f"column «{column}»: Excel turned the code into a date; format the column as text, type the codes again and save",
        )
        for longer, shorter in doubtful_zeros(frame.labels(column)):
            place = int(np.flatnonzero(frame.labels(column) == shorter)[0])
            problems.add_rows(
                np.flatnonzero(frame.codes(column) == place),
                f"cột «{column}»: «{shorter}» và «{longer}» chỉ khác số 0 đứng đầu; Excel có thể đã làm mất số 0, hãy ghi lại "
                "mã (nếu là hai đơn vị thì đổi một mã)",
                f"column «{column}»: «{shorter}» and «{longer}» differ in leading zeros only; Excel may have dropped them, "
                "write the code again (if they are two units, change one code)",
            )


def _code_columns(frame: SamplingFrame, plan: Plan) -> dict[str, None]:
    columns: dict[str, None] = {}
    for stage in plan.stages:
        ids = () if is_counted(frame, stage) else id_columns(stage)
        columns |= dict.fromkeys(name for name in (*ids, *stage.strata) if frame.has(name))
    return columns
