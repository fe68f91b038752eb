"""Plans in TOML: read, every mistake reported at once with its stage and key."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import get_args

from sampling.errors import SamplingError
from sampling.plan import (
    COUNT,
    METHODS,
    NEEDS_SIZE,
    ORDERED,
    WITH_PERMANENT_NUMBERS,
    Overlap,
    Plan,
    Rule,
    Stage,
    Take,
    Within,
)
from sampling.plan_values import Values
from sampling.problems import Problems

STAGE_KEYS = (
    "unit", "id", "take", "method", "strata", "size", "reserve", "sort", "balance", "count", "within", "adults",
    "shortfall", "overlap",
)  # fmt: skip
TAKE_KEYS = ("total", "allocation", "power", "minimum", "maximum", "by", "deviation")
OVERLAP_KEYS = ("key", "wave", "keep")
MAX_BYTES = 1_000_000


def published_plans() -> list[str]:
    """Return the names of the plans of the library."""
    return sorted(
        file.name.removesuffix(".toml")
        for file in resources.files("sampling.library").iterdir()
        if file.name.endswith(".toml")
    )


def load_plan(source: str | Path) -> Plan:
    """Load a plan: a path, or the name of a plan of the library.

    Raises:
        SamplingError: with every mistake of the file, its stage and key.

    >>> [stage.unit for stage in load_plan("dong-nai-recommended").stages]
    ['village', 'person']
    """
    path = Path(source)
    if path.is_file():
        if path.stat().st_size > MAX_BYTES:
            raise SamplingError(
                f"Tệp kế hoạch «{path.name}» quá lớn.", f"Plan file «{path.name}» is too large."
            )
        try:
            return plan_from(path.read_text("utf-8-sig"), name=path.stem)
        except UnicodeDecodeError as error:
            raise SamplingError(
                f"Tệp kế hoạch «{path.name}» không phải UTF-8; hãy lưu lại dạng UTF-8.",
                f"Plan file «{path.name}» is not UTF-8; save it as UTF-8.",
            ) from error
    if str(source) in published_plans():
        text = (resources.files("sampling.library") / f"{source}.toml").read_text("utf-8")
        return plan_from(text, name=str(source))
    names = ", ".join(published_plans())
    raise SamplingError(
        f"Không có kế hoạch chọn mẫu «{source}»; hãy ghi đường dẫn tệp TOML hoặc một trong: {names}.",
        f"There is no sampling plan «{source}»; give the path of a TOML file or one of: {names}.",
    )


def plan_from(text: str, *, name: str = "plan") -> Plan:
    """Read a plan from TOML text.

    Raises:
        SamplingError: with every mistake, its stage and key.
    """
    try:
        raw = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        raise SamplingError(
            f"Kế hoạch «{name}» không đúng dạng TOML: {error}.", f"Plan «{name}» is not TOML: {error}."
        ) from error
    problems = Problems(f"Kế hoạch chọn mẫu «{name}» có lỗi:", f"Sampling plan «{name}» is wrong:")
    top = Values(raw, ("đầu tệp", "top"), problems)
    top.known(("stage", "title", "note"))
    tables = raw.get("stage")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        problems.add(
            "thiếu bảng [[stage]]: cần ít nhất một giai đoạn", "no [[stage]]: at least one is needed"
        )
        tables = []
    stages = tuple(_stage(table, number, problems) for number, table in enumerate(tables, start=1))
    _check_together(stages, problems)
    problems.stop_if_any()
    return Plan(name, stages, text, top.text("title") or name, top.text("note") or "")


def _stage(table: Mapping[str, object], number: int, problems: Problems) -> Stage:
    values = Values(table, (f"giai đoạn {number}", f"stage {number}"), problems)
    values.known(STAGE_KEYS)
    stage = Stage(
        unit=values.text("unit", required=True) or "",
        take=_take(table.get("take"), number, problems),
        id=values.texts("id"),
        method=values.choice("method", METHODS) or "srs",
        strata=values.texts("strata"),
        size=values.text("size"),
        reserve=values.whole("reserve", least=0) or 0,
        sort=values.texts("sort"),
        balance=values.texts("balance"),
        count=values.text("count"),
        within=_within(values.choice("within", get_args(Within))),
        adults=values.text("adults"),
        shortfall="take_all" if values.choice("shortfall", ("error", "take_all")) == "take_all" else "error",
        overlap=_overlap(table.get("overlap"), number, problems),
    )
    _check_stage(stage, values)
    return stage


def _within(text: str | None) -> Within | None:
    return "kish" if text == "kish" else "next_birthday" if text == "next_birthday" else None


def _take(raw: object, number: int, problems: Problems) -> Take:
    if not isinstance(raw, dict):
        values = Values({"take": raw}, (f"giai đoạn {number}", f"stage {number}"), problems)
        return Take(each=values.whole("take", least=1, required=True))
    values = Values(raw, (f"giai đoạn {number}, take", f"stage {number}, take"), problems)
    values.known(TAKE_KEYS)
    rule = values.choice("allocation", get_args(Rule)) or "proportional"
    minimum = values.whole("minimum", least=0)
    take = Take(
        total=values.whole("total", least=1, required=True),
        allocation=next(name for name in get_args(Rule) if name == rule),
        power=values.number("power", least=0.0, most=1.0, default=0.5),
        minimum=1 if minimum is None else minimum,
        maximum=values.whole("maximum", least=1),
        by=values.text("by"),
        deviation=values.text("deviation"),
    )
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
    return take


def _overlap(raw: object, number: int, problems: Problems) -> Overlap | None:
    if raw is None:
        return None
    where = (f"giai đoạn {number}, overlap", f"stage {number}, overlap")
    values = Values(raw if isinstance(raw, dict) else {}, where, problems)
    values.known(OVERLAP_KEYS)
    return Overlap(
        key=values.text("key", required=True) or "",
        wave=values.whole("wave", least=1) or 1,
        keep=values.number("keep", least=0.0, most=1.0, default=0.5),
    )


def _check_stage(stage: Stage, values: Values) -> None:
    if stage.method in NEEDS_SIZE and stage.size is None:
        values.wrong(
            "size",
            f'phương pháp {stage.method} cần cỡ đơn vị: một cột hoặc "{COUNT}"',
            f'method {stage.method} needs a size: a column or "{COUNT}"',
        )
    if stage.method in {"srs", "systematic"} and stage.size is not None:
        values.wrong(
            "size",
            f"phương pháp {stage.method} chọn với xác suất bằng nhau, không dùng cỡ; hãy bỏ khóa này",
            f"method {stage.method} selects with equal probabilities; remove this key",
        )
    if stage.sort and stage.method not in ORDERED:
        values.wrong(
            "sort",
            f"phương pháp {stage.method} không dùng thứ tự; hãy bỏ khóa này",
            f"method {stage.method} uses no order; remove this key",
        )
    if stage.balance and stage.method != "cube":
        values.wrong("balance", "chỉ dùng với phương pháp cube", "only the cube method balances")
    if stage.overlap is not None and stage.method not in WITH_PERMANENT_NUMBERS:
        values.wrong("overlap", "chỉ dùng với srs hoặc poisson", "only with srs or poisson")
    if stage.adults is not None and stage.within is None:
        values.wrong("adults", "chỉ có nghĩa cùng với within", "has a meaning only with within")
    if stage.unit and stage.unit in stage.strata:
        values.wrong(
            "strata",
            f"cột «{stage.unit}» vừa là đơn vị vừa là tầng",
            f"column «{stage.unit}» is both unit and stratum",
        )


def _check_together(stages: tuple[Stage, ...], problems: Problems) -> None:
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
