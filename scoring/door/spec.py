"""The specification of ``sipas estimate``: TOML into frozen values, every key checked."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import cast, get_args

from scoring.door.files import unreadable
from scoring.door.keys import Keys
from scoring.errors import ScoringError
from scoring.groups import Combine, Group
from scoring.how import DeffKind, How, HowOptions, IntervalKind, Rule
from scoring.lonely import Lonely
from scoring.worth import Code, Worth

STATISTICS = ("satisfied", "mean", "mean5", "mean01", "total", "ratio", "quantile")


@dataclass(frozen=True, kw_only=True)
class DesignSpec:
    """The columns that describe the sample."""

    strata: Sequence[str]
    clusters: Sequence[str]
    weight: str | None
    fpc: Sequence[str]
    nest: bool
    lonely: Lonely


@dataclass(frozen=True, kw_only=True)
class EstimateSpec:
    """One block ``[[estimate]]``."""

    name: str
    of: str
    combine: Combine
    statistic: str
    by: Sequence[str]
    options: HowOptions
    denominator: str | None
    p: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class Spec:
    """A whole specification."""

    design: DesignSpec
    columns: Sequence[str]
    valid: tuple[Code, ...] | None
    criteria: Mapping[str, Group]
    weighting: Sequence[Keys]
    estimates: Sequence[EstimateSpec]
    weights_out: str | None


def load_spec(path: Path) -> Spec:
    """Read a specification file.

    Raises:
        ScoringError: the file is missing or no TOML, or a key is unknown, missing or of the wrong type.
    """
    if not path.is_file():
        raise ScoringError(f"Không có tệp «{path}».", f"There is no file “{path}”.")
    try:
        return read_spec(tomllib.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise unreadable(path, error) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ScoringError(
            f"Tệp «{path.name}» không phải TOML hợp lệ: {error}.",
            f"The file “{path.name}” is not valid TOML: {error}.",
        ) from None


def read_spec(raw: Mapping[str, object]) -> Spec:
    """Turn parsed TOML into a specification."""
    top = Keys("", raw).only(("weights_out", "design", "items", "criteria", "weighting", "estimate"))
    items = _part(top, "items").only(("columns", "valid"))
    blocks = [_estimate(block) for block in _blocks(top, "estimate")]
    if not blocks:
        raise top.wrong(
            "estimate", "cần ít nhất một khối [[estimate]]", "at least one block [[estimate]] is needed"
        )
    if not items.texts("columns"):
        raise items.wrong("columns", "cần ít nhất một cột", "at least one column is needed")
    valid = items.codes("valid")
    for keys, block in zip(_blocks(top, "estimate"), blocks, strict=True):
        _check_codes(keys, block, items, valid)
    return Spec(
        design=_design(_part(top, "design")),
        columns=items.texts("columns"),
        valid=valid,
        criteria=_criteria(_part(top, "criteria")),
        weighting=_blocks(top, "weighting"),
        estimates=blocks,
        weights_out=top.text("weights_out"),
    )


def _part(top: Keys, name: str) -> Keys:
    value = top.values.get(name, {})
    if not isinstance(value, dict):
        raise top.wrong(name, f"phải là bảng [{name}]", f"must be a table [{name}]")
    return Keys(f"[{name}]", value)


def _blocks(top: Keys, name: str) -> list[Keys]:
    value = top.values.get(name, [])
    if not isinstance(value, list) or not all(isinstance(block, dict) for block in value):
        raise top.wrong(name, f"phải là các khối [[{name}]]", f"must be blocks [[{name}]]")
    return [Keys(f"[[{name}]] {number}", block) for number, block in enumerate(value, start=1)]


def _design(keys: Keys) -> DesignSpec:
    keys.only(("strata", "clusters", "weight", "fpc", "nest", "lonely"))
    for name in ("strata", "clusters"):
        listed = keys.texts(name)
        twice = [column for column in listed if listed.count(column) > 1]
        if twice:
            raise keys.wrong(name, f"cột «{twice[0]}» ghi hai lần", f"column “{twice[0]}” is listed twice")
    return DesignSpec(
        strata=keys.texts("strata"),
        clusters=keys.texts("clusters"),
        weight=keys.text("weight"),
        fpc=keys.texts("fpc"),
        nest=keys.flag("nest", default=True),
        lonely=cast(Lonely, keys.choice("lonely", get_args(Lonely), "fail")),
    )


def _criteria(keys: Keys) -> dict[str, Group]:
    out: dict[str, Group] = {}
    for name, parts in keys.values.items():
        out[name] = keys.counts(name) if isinstance(parts, dict) else keys.texts(name)
    return out


def _estimate(keys: Keys) -> EstimateSpec:
    keys.only(
        (
            *("name", "of", "combine", "statistic", "satisfied", "by"),
            *("interval", "confidence", "deff", "denominator", "p", "rule", "df"),
        )
    )
    statistic = keys.choice("statistic", STATISTICS, "satisfied")
    if statistic == "ratio" and "denominator" not in keys.values:
        raise keys.wrong(
            "denominator", "statistic = ratio cần cột mẫu số", "statistic = ratio needs a denominator"
        )
    return EstimateSpec(
        name=keys.text("name") or keys.place,
        of=keys.choice("of", ("items", "criteria"), "items"),
        combine=cast(Combine, keys.choice("combine", get_args(Combine), "mean_of_items")),
        statistic=statistic,
        by=keys.texts("by"),
        options=_options(keys),
        denominator=keys.text("denominator"),
        p=_quantiles(keys),
    )


def _check_codes(keys: Keys, block: EstimateSpec, items: Keys, valid: tuple[Code, ...] | None) -> None:
    """Refuse codes that could only give nothing: a satisfied code that is no answer, a mean of words."""
    if valid is None:
        return
    if block.statistic == "satisfied":
        satisfied = block.options.get("satisfied", How().satisfied)
        worth = Worth("satisfied", satisfied, valid)
        if not any(worth.of(code) == 1 for code in satisfied):
            told = ", ".join(str(code) for code in satisfied)
            raise keys.wrong(
                "satisfied",
                f"không mã nào trong [{told}] nằm trong «valid» của [items]",
                f"none of [{told}] is among “valid” of [items]",
            )
    elif words := [code for code in valid if isnan(Worth("mean").of(code))]:
        raise items.wrong(
            "valid",
            f"«{words[0]}» không phải là số nên không tính được {block.statistic}",
            f"“{words[0]}” is no number, so there is no {block.statistic}",
        )


def _options(keys: Keys) -> HowOptions:
    options: HowOptions = {
        "deff": cast(DeffKind, keys.choice("deff", get_args(DeffKind), "wor")),
        "confidence": keys.number("confidence", 0.95) or 0.0,
        "rule": cast(Rule, keys.choice("rule", get_args(Rule), "math")),
    }
    if "interval" in keys.values:
        options["interval"] = cast(IntervalKind, keys.choice("interval", get_args(IntervalKind), "t"))
    if keys.choice("df", ("design", "domain"), "design") == "domain":
        options["df"] = "domain"
    if not 0 < options["confidence"] < 1:
        raise keys.wrong("confidence", "phải nằm giữa 0 và 1", "must lie between 0 and 1")
    if satisfied := keys.codes("satisfied"):
        options["satisfied"] = satisfied
    return options


def _quantiles(keys: Keys) -> list[float]:
    value = keys.values.get("p", 0.5)
    listed = value if isinstance(value, list) and value else [value]
    out = [Keys(keys.place, {"p": one}).number("p") for one in listed]
    if not all(one is not None and 0 < one < 1 for one in out):
        raise keys.wrong("p", "phải là phân vị giữa 0 và 1", "must be a quantile between 0 and 1")
    return [float(one) for one in out if one is not None]
