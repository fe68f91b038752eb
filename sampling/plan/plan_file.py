"""Plans in TOML: read, every mistake reported at once with its stage and key."""

from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import get_args

from sampling.errors import SamplingError
from sampling.plan.checks import check_stage, check_take, check_together
from sampling.plan.plan import METHODS, Hidden, Overlap, Plan, Rule, Stage, Take, Within
from sampling.plan.precision_file import read_cost, read_targets
from sampling.plan.problems import Problems
from sampling.plan.values import Values
from sampling.toml_text import NotToml, parse_toml

STAGE_KEYS = (
    "unit", "id", "take", "method", "strata", "size", "reserve", "sort", "balance", "count", "within", "adults",
    "shortfall", "overlap",
)  # fmt: skip
TAKE_KEYS = ("total", "allocation", "power", "minimum", "maximum", "by", "deviation")
BETHEL_KEYS = ("bethel", "cost", "response", "minimum", "maximum", "by")
OVERLAP_KEYS = ("key", "wave", "keep")
MAX_BYTES = 1_000_000
MOST_STAGES = 20


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
        raw = parse_toml(text.replace("\r\n", "\n"))
    except NotToml as error:
        raise SamplingError(
            f"Kế hoạch «{name}» không đúng dạng TOML: {error.vi}.", f"Plan «{name}» is not TOML: {error.en}."
        ) from error
    problems = Problems(f"Kế hoạch chọn mẫu «{name}» có lỗi:", f"Sampling plan «{name}» is wrong:")
    top = Values(raw, ("đầu tệp", "top"), problems)
    top.only(("stage", "title", "note", "hidden"))
    hidden = top.choice("hidden", get_args(Hidden))
    tables = raw.get("stage")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        problems.add(
            "thiếu bảng [[stage]]: cần ít nhất một giai đoạn", "no [[stage]]: at least one is needed"
        )
        tables = []
    if len(tables) > MOST_STAGES:
        problems.add(
            f"có {len(tables)} giai đoạn, nhiều nhất là {MOST_STAGES}",
            f"{len(tables)} stages, at most {MOST_STAGES}",
        )
        problems.stop_if_any()
    stages = tuple(_stage(table, number, problems) for number, table in enumerate(tables, start=1))
    check_together(stages, problems)
    problems.stop_if_any()
    return Plan(name, stages, text, top.text("title") or name, top.text("note") or "", _hidden(hidden))


def _stage(table: Mapping[str, object], number: int, problems: Problems) -> Stage:
    values = Values(table, (f"giai đoạn {number}", f"stage {number}"), problems)
    values.only(STAGE_KEYS)
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
    check_stage(stage, values)
    return stage


def _hidden(text: str | None) -> Hidden | None:
    return "use" if text == "use" else "skip" if text == "skip" else None


def _within(text: str | None) -> Within | None:
    return "kish" if text == "kish" else "next_birthday" if text == "next_birthday" else None


def _take(raw: object, number: int, problems: Problems) -> Take:
    if isinstance(raw, dict):
        return (_precise_take if "bethel" in raw else _shared_take)(raw, number, problems)
    values = Values({"take": raw}, (f"giai đoạn {number}", f"stage {number}"), problems)
    return Take(each=values.whole("take", least=1, required=True))


def _shared_take(raw: Mapping[str, object], number: int, problems: Problems) -> Take:
    """Return a take whose total is shared by an allocation."""
    values = Values(raw, (f"giai đoạn {number}, take", f"stage {number}, take"), problems)
    values.only(TAKE_KEYS)
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
    check_take(take, values)
    return take


def _precise_take(raw: Mapping[str, object], number: int, problems: Problems) -> Take:
    """Return a take that is as large as the precision asked for needs."""
    where = (f"giai đoạn {number}, take", f"stage {number}, take")
    values = Values(raw, where, problems)
    values.only(BETHEL_KEYS)
    minimum = values.whole("minimum", least=1)
    take = Take(
        minimum=2 if minimum is None else minimum,
        maximum=values.whole("maximum", least=1),
        by=values.text("by"),
        bethel=read_targets(raw["bethel"], where, problems),
        cost=read_cost(values),
        response=values.number("response", least=0.01, most=1.0, default=1.0),
    )
    check_take(take, values)
    return take


def _overlap(raw: object, number: int, problems: Problems) -> Overlap | None:
    if raw is None:
        return None
    where = (f"giai đoạn {number}, overlap", f"stage {number}, overlap")
    values = Values(raw if isinstance(raw, dict) else {}, where, problems)
    values.only(OVERLAP_KEYS)
    return Overlap(
        key=values.text("key", required=True) or "",
        wave=values.whole("wave", least=1) or 1,
        keep=values.number("keep", least=0.0, most=1.0, default=0.5),
    )
