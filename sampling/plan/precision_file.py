"""The tables ``[[stage.take.bethel]]`` of a plan, read with every mistake at its key."""

import math
from collections.abc import Mapping
from typing import TypeGuard

from sampling.labels import label_of
from sampling.plan.precision import PerDomain, PerStratum, VariableTarget
from sampling.plan.problems import Problems
from sampling.plan.values import Values

LARGEST = 1e100
TARGET_KEYS = ("variable", "share", "mean", "deviation", "rho", "cv", "cv_by")


def read_targets(raw: object, where: tuple[str, str], problems: Problems) -> tuple[VariableTarget, ...]:
    """Return the targets of a take, one a table; mistakes are recorded.

    Args:
        raw: what stands at ``bethel``.
        where: the place of the take, in Vietnamese and English.
        problems: where mistakes are recorded.
    """
    values = Values({"bethel": raw}, where, problems)
    if not isinstance(raw, list) or not raw or not all(isinstance(table, dict) for table in raw):
        values.wrong(
            "bethel",
            "phải là các bảng [[stage.take.bethel]], mỗi biến một bảng",
            "must be tables [[stage.take.bethel]], one a variable",
        )
        return ()
    targets = tuple(_target(table, number, where, problems) for number, table in enumerate(raw, start=1))
    names = [target.variable for target in targets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        values.wrong("bethel", f"biến «{name}» có hai bảng", f"variable «{name}» has two tables")
    return targets


def read_cost(values: Values) -> PerStratum:
    """Return the cost of a unit in each stratum, 1 where none is given; a cost of 0 is recorded as a mistake."""
    cost = per_stratum(values, "cost", least=0.0)
    given = cost.values() if isinstance(cost, Mapping) else [cost]
    if any(each == 0 for each in given):
        values.wrong("cost", "phải lớn hơn 0", "must be above 0")
    return 1.0 if cost is None else cost


def _target(
    table: Mapping[str, object], number: int, where: tuple[str, str], problems: Problems
) -> VariableTarget:
    place = (f"{where[0]}, bethel {number}", f"{where[1]}, bethel {number}")
    values = Values(table, place, problems)
    values.only(TARGET_KEYS)
    target = VariableTarget(
        variable=values.text("variable", required=True) or "",
        share=per_stratum(values, "share", least=0.0, most=1.0),
        mean=per_stratum(values, "mean", least=-math.inf),
        deviation=per_stratum(values, "deviation", least=0.0),
        rho=values.number("rho", least=0.0, most=1.0, default=0.0) if values.has("rho") else None,
        cv=_positive(values, "cv", values.value("cv")) if values.has("cv") else None,
        cv_by=_by_domain(values),
    )
    _check_target(values)
    return target


def _check_target(values: Values) -> None:
    both = values.has("mean"), values.has("deviation")
    if values.has("share") and any(both):
        values.wrong(
            "share",
            "thay cho mean và deviation, không ghi cùng lúc",
            "stands in place of mean and deviation",
        )
    elif not values.has("share") and not all(both):
        key = "deviation" if both[0] else "mean" if both[1] else "share"
        values.wrong(
            key,
            "còn thiếu: cần share (tỷ lệ dự kiến), hoặc mean và deviation",
            "is missing: share, the share expected, or mean and deviation",
        )
    if not values.has("cv") and not values.has("cv_by"):
        values.wrong("cv", "còn thiếu: cần cv, cv_by hoặc cả hai", "is missing: cv, cv_by or both")


def per_stratum(values: Values, key: str, *, least: float, most: float = math.inf) -> PerStratum | None:
    """Return a number, a column, or numbers by stratum, as they stand at a key; nothing where it is absent or wrong."""
    raw = values.value(key)
    if raw is None:
        return None
    if isinstance(raw, str) and raw.strip():
        return raw
    if isinstance(raw, dict) and raw:
        numbers = {
            label_of(label): _within(values, key, each, least, most, label) for label, each in raw.items()
        }
        return {label: each for label, each in numbers.items() if each is not None}
    return _within(values, key, raw, least, most)


def _within(
    values: Values, key: str, raw: object, least: float, most: float, label: str = ""
) -> float | None:
    if _is_number(raw) and least <= raw <= most:
        return float(raw)
    at = f"«{label}»: " if label else ""
    bounds = "" if least == -math.inf else f" ≥ {least:g}" if most == math.inf else f" {least:g}–{most:g}"
    values.wrong(
        key,
        f"{at}phải là số{bounds}, tên cột, hoặc bảng {{ tầng = số }}",
        f"{at}must be a number{bounds}, a column, or a table {{ stratum = number }}",
    )
    return None


def _is_number(raw: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number whose square is still a number."""
    return not isinstance(raw, bool) and isinstance(raw, int | float) and abs(raw) <= LARGEST


def _by_domain(values: Values) -> dict[str, PerDomain]:
    raw = values.value("cv_by")
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not raw:
        values.wrong(
            "cv_by",
            "phải là bảng { cột = CV } hoặc { cột = { miền = CV } }",
            "must be a table { column = CV } or { column = { domain = CV } }",
        )
        return {}
    return {column: _of_column(values, column, each) for column, each in raw.items()}


def _of_column(values: Values, column: str, raw: object) -> PerDomain:
    if isinstance(raw, dict):
        return {
            label_of(label): _positive(values, f"cv_by.{column}.{label}", each) for label, each in raw.items()
        }
    return _positive(values, f"cv_by.{column}", raw)


def _positive(values: Values, key: str, raw: object) -> float:
    if _is_number(raw) and 0 < raw <= 1:
        return float(raw)
    values.wrong(
        key,
        "phải là số lớn hơn 0 và không quá 1, ví dụ 0.05 là 5 %",
        "must be a number above 0 and at most 1, such as 0.05 for 5 %",
    )
    return 1.0
