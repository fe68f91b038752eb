"""Checks of the columns that a take by precision names: they are there, numbers, and one value a stratum."""

from collections.abc import Iterator

import numpy as np

from sampling.frame.frame import SamplingFrame
from sampling.frame.frame_problems import FrameProblems
from sampling.plan.plan import Plan, Take


def check_precision_columns(frame: SamplingFrame, plan: Plan, problems: FrameProblems) -> None:
    """Record the columns of numbers and of domains that the frame does not have."""
    have = ", ".join(frame.columns)
    for key, column in (*_number_columns(plan.stages[0].take), *_domain_columns(plan.stages[0].take)):
        if not frame.has(column):
            problems.add(
                f"giai đoạn 1, khóa «{key}»: khung không có cột «{column}»; các cột: {have}",
                f"stage 1, key «{key}»: the frame has no column «{column}»; it has: {have}",
            )


def check_precision_cells(frame: SamplingFrame, plan: Plan, problems: FrameProblems) -> None:
    """Record rows whose number is missing or impossible, and rows that differ from an earlier row of their stratum."""
    first = _first_of_stratum(frame, plan.stages[0].strata)
    for key, column in _number_columns(plan.stages[0].take):
        values = frame.numbers(column)
        problems.add_rows(
            np.flatnonzero(np.isnan(values)),
            f"khóa «{key}»: cột «{column}» trống hoặc không phải là số",
            f"key «{key}»: column «{column}» is empty or no number",
        )
        low, high, vi, en = _BOUNDS[key.rpartition(".")[2]]
        outside = (values < low) | (values > high) | ((values == 0) & key.endswith("cost"))
        problems.add_rows(
            np.flatnonzero(outside),
            f"khóa «{key}»: cột «{column}» phải {vi}",
            f"key «{key}»: column «{column}» must be {en}",
        )
    for key, column in (*_number_columns(plan.stages[0].take), *_domain_columns(plan.stages[0].take)):
        codes = frame.codes(column)
        problems.add_rows(
            np.flatnonzero(codes != codes[first]),
            f"khóa «{key}»: cột «{column}» khác với dòng trước của cùng tầng; mỗi tầng chỉ có một giá trị, hãy sửa hoặc thêm "
            f"cột vào strata",
            f"key «{key}»: column «{column}» differs from an earlier row of its stratum, which has one value; correct it or "
            "add the column to strata",
            earlier=first[np.flatnonzero(codes != codes[first])],
        )


_BOUNDS = {
    "share": (0.0, 1.0, "từ 0 đến 1", "from 0 to 1"),
    "mean": (-np.inf, np.inf, "là số", "a number"),
    "deviation": (0.0, np.inf, "từ 0", "at least 0"),
    "cost": (0.0, np.inf, "lớn hơn 0", "above 0"),
}


def _number_columns(take: Take) -> Iterator[tuple[str, str]]:
    """Yield key and column of every number by stratum that stands in the frame."""
    if not take.bethel:
        return
    if isinstance(take.cost, str):
        yield "take.cost", take.cost
    for place, target in enumerate(take.bethel, start=1):
        for name in ("share", "mean", "deviation"):
            value = getattr(target, name)
            if isinstance(value, str):
                yield f"take.bethel {place}.{name}", value


def _domain_columns(take: Take) -> Iterator[tuple[str, str]]:
    for place, target in enumerate(take.bethel, start=1):
        for column in target.cv_by:
            yield f"take.bethel {place}.cv_by", column


def _first_of_stratum(
    frame: SamplingFrame, strata: tuple[str, ...]
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """Return for each row the first row of its stratum."""
    cell = np.zeros(len(frame), dtype=np.int64)
    for column in strata:
        cell = cell * frame.labels(column).size + frame.codes(column)
    _, first, place = np.unique(cell, return_index=True, return_inverse=True)
    return first[place].astype(np.int64)
