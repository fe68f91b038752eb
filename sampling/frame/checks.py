"""Checks of a frame against a plan: every mistake with its row, before anything is drawn."""

import numpy as np
import pandas as pd

from sampling.frame.code_checks import check_codes
from sampling.frame.frame import SamplingFrame
from sampling.frame.frame_problems import FrameProblems
from sampling.frame.hierarchy import Units, counts_rows, find_units, id_columns, is_counted
from sampling.frame.precision_checks import check_precision_cells, check_precision_columns
from sampling.frame.row_checks import check_rows
from sampling.frame.shortfall import check_shortfall
from sampling.plan.plan import COUNT, Plan, Stage


def check_frame(frame: SamplingFrame, plan: Plan) -> list[Units]:
    """Check everything the plan needs of the frame and return the units of its stages.

    Args:
        frame: with the rows the plan draws from, see ``code_checks.settled``.
        plan: the stages.

    Raises:
        SamplingError: with every mistake; at most five rows of a kind are named.
    """
    problems = FrameProblems(
        frame,
        f"Không chọn mẫu: khung «{frame.name}» có lỗi đối với kế hoạch «{plan.name}»:",
        f"Nothing is drawn: frame «{frame.name}» is wrong for plan «{plan.name}»:",
    )
    _check_columns(frame, plan, problems)
    check_precision_columns(frame, plan, problems)
    problems.stop_if_any()
    check_rows(frame, problems)
    _check_cells(frame, plan, problems)
    check_codes(frame, plan, problems)
    _check_numbers(frame, plan, problems)
    check_precision_cells(frame, plan, problems)
    problems.stop_if_any()
    units = find_units(frame, plan)
    listed = [stage for stage in plan.stages if not is_counted(frame, stage)]
    if is_counted(frame, plan.stages[-1]):
        _check_same_rows(frame, plan.stages[-1].count, problems)
        problems.stop_if_any()
        _check_names(frame, plan.stages[-1], units, problems)
    else:
        _check_duplicates(plan.stages[-1], units[-1], problems)
    for stage, table in zip(listed, units, strict=True):
        if len(table) < len(frame):
            _check_constant(frame, plan, stage, table, problems)
        problems.stop_if_any()
    problems.stop_if_any()
    check_shortfall(frame, plan, units, problems)
    problems.stop_if_any()
    return units


def _check_columns(frame: SamplingFrame, plan: Plan, problems: FrameProblems) -> None:
    for number, stage in enumerate(plan.stages, start=1):
        if is_counted(frame, stage) and stage.size is not None:
            problems.add(
                f"giai đoạn {number}, khóa «size»: khung chỉ có số lượng «{stage.unit}», mọi người như nhau; hãy dùng "
                "srs hoặc systematic",
                f"stage {number}, key «size»: the frame only counts «{stage.unit}», all are alike; use srs or systematic",
            )
        keys = "unit", "strata", "sort", "balance", "id", "size", "adults", "count", "by", "deviation"
        for key in keys:
            for column in _columns(frame, plan, stage, key):
                if not frame.has(column):
                    problems.add(
                        f"giai đoạn {number}, khóa «{key}»: khung không có cột «{column}»; các cột: {_listed(frame)}",
                        f"stage {number}, key «{key}»: the frame has no column «{column}»; it has: {_listed(frame)}",
                    )


def _listed(frame: SamplingFrame) -> str:
    return ", ".join(frame.columns)


def _columns(frame: SamplingFrame, plan: Plan, stage: Stage, key: str) -> tuple[str, ...]:
    counted = is_counted(frame, stage)
    if key == "unit":
        return () if counted else (stage.unit,)
    if key == "count":
        return (stage.count,) if counted and stage.count else ()
    if key == "id":
        return () if counted else stage.id
    source = stage.take if key in {"by", "deviation"} else stage
    value = getattr(source, key)
    names = value if isinstance(value, tuple) else () if value is None else (value,)
    return tuple(name for name in names if name != COUNT and not counts_rows(frame, plan, name))


def _check_cells(frame: SamplingFrame, plan: Plan, problems: FrameProblems) -> None:
    for number, stage in enumerate(plan.stages, start=1):
        ids = () if is_counted(frame, stage) else id_columns(stage)
        for column in dict.fromkeys((*ids, *stage.strata)):
            blank = frame.columns[column].blank
            if blank >= 0:
                problems.add_rows(
                    np.flatnonzero(frame.codes(column) == blank),
                    f"cột «{column}» trống: đơn vị không có cấp trên hoặc không có mã (giai đoạn {number}); nếu do ô gộp, hãy bỏ gộp rồi điền mọi dòng",
                    f"column «{column}» is empty: a unit without parent or code (stage {number}); where cells are merged, unmerge them and fill every row",
                )


def _check_numbers(frame: SamplingFrame, plan: Plan, problems: FrameProblems) -> None:
    last = plan.stages[-1]
    whole = last.count if is_counted(frame, last) else None
    for column, zero_is_wrong in _number_columns(frame, plan).items():
        values = frame.numbers(column)
        missing = np.isnan(values)
        problems.add_rows(
            np.flatnonzero(missing),
            f"cột «{column}» không phải là số (viết 1234 hoặc 12.5, không dùng dấu ngăn hàng nghìn)",
            f"column «{column}» is no number (write 1234 or 12.5, no thousands marks)",
        )
        problems.add_rows(np.flatnonzero(values < 0), f"cột «{column}» âm", f"column «{column}» is negative")
        if column == whole:
            problems.add_rows(
                np.flatnonzero(values % 1.0 > 0),
                f"cột «{column}» phải là số nguyên, vì đếm người",
                f"column «{column}» must be whole, it counts people",
            )
        if zero_is_wrong:
            problems.add_rows(
                np.flatnonzero(values == 0),
                f"cột «{column}» bằng 0: đơn vị không có người thì bỏ khỏi khung, nếu thiếu số liệu thì bổ sung",
                f"column «{column}» is 0: remove a unit without people, or add its number",
            )


def _number_columns(frame: SamplingFrame, plan: Plan) -> dict[str, bool]:
    columns: dict[str, bool] = {}
    for stage in plan.stages:
        for key, zero_is_wrong in (
            ("balance", False),
            ("deviation", False),
            ("size", True),
            ("by", True),
            ("adults", True),
            ("count", True),
        ):
            for column in _columns(frame, plan, stage, key):
                columns[column] = columns.get(column, False) or zero_is_wrong
        if stage.count and is_counted(frame, stage):
            columns[stage.count] = True
    return columns


def _check_constant(
    frame: SamplingFrame, plan: Plan, stage: Stage, units: Units, problems: FrameProblems
) -> None:
    keys = ("strata", "size", "sort", "balance", "by", "deviation", "adults")
    columns = {column for key in keys for column in _columns(frame, plan, stage, key)}
    for column in sorted(columns):
        codes = frame.codes(column)
        differs = np.flatnonzero(codes != codes[units.first[units.of_row]])
        problems.add_rows(
            differs,
            f"cột «{column}» khác với dòng trước của cùng «{stage.unit}» (một đơn vị chỉ có một "
            "giá trị); sửa dòng này, hoặc khai báo id nếu mã chỉ duy nhất trong đơn vị cấp trên",
            f"column «{column}» differs from an earlier row of the same «{stage.unit}» (a unit has one "
            "value); correct the row, or declare id if codes are unique within a unit above only",
        )


def _check_duplicates(last: Stage, lowest: Units, problems: FrameProblems) -> None:
    if len(lowest) == lowest.of_row.size:
        return
    repeated = np.flatnonzero(lowest.first[lowest.of_row] != np.arange(lowest.of_row.size))
    problems.add_rows(
        repeated,
        f"trùng khóa: «{last.unit}» này đã có ở dòng trước; xóa dòng thừa, sửa mã, hoặc nếu mã chỉ "
        "duy nhất trong đơn vị cấp trên thì khai báo id trong kế hoạch",
        f"duplicate key: this «{last.unit}» stands in an earlier row; remove one, correct the code, "
        "or declare id in the plan if codes are unique within a unit above only",
        earlier=lowest.first[lowest.of_row[repeated]],
    )


def _check_same_rows(frame: SamplingFrame, count: str | None, problems: FrameProblems) -> None:
    """Report rows that differ in nothing but their number: they are one unit listed twice."""
    codes = pd.DataFrame({name: column.codes for name, column in frame.columns.items() if name != count})
    number = codes.groupby(list(codes.columns), sort=False).ngroup().to_numpy()
    first = np.full(int(number.max()) + 1, len(frame), dtype=np.int64)
    np.minimum.at(first, number, np.arange(len(frame)))
    repeated = np.flatnonzero(first[number] != np.arange(len(frame)))
    problems.add_rows(
        repeated,
        "trùng khóa: đơn vị này đã có ở dòng trước; xóa dòng thừa hoặc sửa mã",
        "duplicate key: this unit stands in an earlier row; remove one or correct the code",
        earlier=first[number[repeated]],
    )


def _check_names(frame: SamplingFrame, last: Stage, units: list[Units], problems: FrameProblems) -> None:
    """Report a unit that has two rows in a list of one row a unit: their numbers would be added up.

    In a list of smaller units, as villages in a list of which communes are drawn, most units have several rows; that is
    no mistake.
    """
    if not units:
        return
    keys = {"unit": units[-1].of_row} | {name: frame.codes(name) for name in last.strata}
    number = pd.DataFrame(keys).groupby(list(keys), sort=False).ngroup().to_numpy()
    first = np.full(int(number.max()) + 1, len(frame), dtype=np.int64)
    np.minimum.at(first, number, np.arange(len(frame)))
    repeated = np.flatnonzero(first[number] != np.arange(len(frame)))
    if 2 * np.unique(number[repeated]).size < first.size:
        problems.add_rows(
            repeated,
            f"trùng khóa: đơn vị này đã có ở dòng trước với nội dung khác, số «{last.count}» sẽ bị cộng dồn; sửa mã, xóa dòng "
            "thừa, hoặc tự cộng thành một dòng",
            f"duplicate key: this unit stands in an earlier row with other content, their «{last.count}» would be added up; "
            "correct the code, remove a row, or add them up to one row",
            earlier=first[number[repeated]],
        )
