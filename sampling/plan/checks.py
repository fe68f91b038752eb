"""Checks within a plan, whatever the frame: keys that contradict each other, with their stage."""

from collections.abc import Iterator

from sampling.plan.plan import COUNT, NEEDS_SIZE, ORDERED, WITH_PERMANENT_NUMBERS, Stage, Take
from sampling.plan.problems import Problems
from sampling.plan.values import Values

EQUAL = frozenset({"srs", "systematic"})
Fault = tuple[str, str, str]
"""A key, and what is wrong with it in Vietnamese and English."""


def check_stage(stage: Stage, values: Values) -> None:
    """Record the keys of one stage that contradict each other."""
    for fault in (*_of_method(stage), *_of_keys(stage)):
        values.wrong(*fault)


def _of_method(stage: Stage) -> Iterator[Fault]:
    """Yield keys that the method needs or cannot use."""
    method = stage.method
    if method in NEEDS_SIZE and stage.size is None:
        yield (
            "size",
            f'phương pháp {method} cần cỡ đơn vị: một cột hoặc "{COUNT}"',
            f'method {method} needs a size: a column or "{COUNT}"',
        )
    if method in EQUAL and stage.size is not None:
        yield (
            "size",
            f"phương pháp {method} chọn với xác suất bằng nhau, không dùng cỡ; hãy bỏ khóa này",
            f"method {method} selects with equal probabilities; remove this key",
        )
    if stage.sort and method not in ORDERED:
        yield (
            "sort",
            f"phương pháp {method} không dùng thứ tự; hãy bỏ khóa này",
            f"method {method} uses no order; remove this key",
        )
    if stage.balance and method != "cube":
        yield "balance", "chỉ dùng với phương pháp cube", "only the cube method balances"
    if stage.overlap is not None and method not in WITH_PERMANENT_NUMBERS:
        yield "overlap", "chỉ dùng với srs hoặc poisson", "only with srs or poisson"


def _of_keys(stage: Stage) -> Iterator[Fault]:
    """Yield keys that contradict or miss another one."""
    if stage.adults is not None and stage.within is None:
        yield "adults", "chỉ có nghĩa cùng với within", "has a meaning only with within"
    if stage.unit and stage.unit in stage.strata:
        yield (
            "strata",
            f"cột «{stage.unit}» vừa là đơn vị vừa là tầng",
            f"column «{stage.unit}» is both unit and stratum",
        )


def check_take(take: Take, values: Values) -> None:
    """Record the keys of a shared take that contradict each other."""
    if take.maximum is not None and take.maximum < take.minimum:
        values.wrong(
            "maximum",
            f"{take.maximum} nhỏ hơn minimum {take.minimum}",
            f"{take.maximum} is below minimum {take.minimum}",
        )
    if take.allocation == "neyman" and take.deviation is None:
        values.wrong(
            "deviation",
            "phân bổ Neyman cần cột độ lệch chuẩn",
            "Neyman allocation needs the column of deviations",
        )


def check_together(stages: tuple[Stage, ...], problems: Problems) -> None:
    """Record contradictions between stages: a unit named twice, keys of the last stage in another."""
    units = [stage.unit for stage in stages]
    for number, stage in enumerate(stages, start=1):
        where = Values({}, (f"giai đoạn {number}", f"stage {number}"), problems)
        if stage.unit and stage.unit in units[: number - 1]:
            where.wrong(
                "unit",
                f"«{stage.unit}» đã là đơn vị của giai đoạn trước",
                f"«{stage.unit}» is the unit of an earlier stage",
            )
        if number < len(stages):
            for key in ("within", "count"):
                if getattr(stage, key) is not None:
                    where.wrong(key, "chỉ dùng ở giai đoạn cuối", "only in the last stage")
        _check_precision(stages, number, where)


def _check_precision(stages: tuple[Stage, ...], number: int, where: Values) -> None:
    """Record a take by precision below the first stage, and what it needs of the stages below its own."""
    targets = stages[number - 1].take.bethel
    if not targets:
        return
    if number > 1:
        where.wrong(
            "take.bethel",
            "chỉ dùng ở giai đoạn đầu: các giai đoạn sau tùy đơn vị đã rút, nên có hạt giống sẽ không đạt yêu cầu",
            "only in the first stage: what later stages list depends on the units drawn, so some seed would miss the target",
        )
    elif any(stage.take.each is None for stage in stages[1:]):
        where.wrong(
            "take.bethel",
            "cần take của mọi giai đoạn sau là một số cố định",
            "needs fixed numbers as takes of all later stages",
        )
    for place, target in enumerate(targets, start=1):
        if (len(stages) > 1) != (target.rho is not None):
            where.wrong(
                f"take.bethel {place}.rho",
                "còn thiếu: tương quan giữa hai người trong cùng một đơn vị giai đoạn đầu, ví dụ 0.05"
                if target.rho is None
                else "chỉ dùng khi kế hoạch có từ hai giai đoạn",
                "is missing: the correlation of two people in one first-stage unit, such as 0.05"
                if target.rho is None
                else "only in a plan of two or more stages",
            )
