"""One block ``[[estimate]]`` of a specification, read and checked."""

from math import isnan
from typing import cast, get_args

from scoring.criteria.groups import Combine
from scoring.estimation.options import DeffKind, How, HowOptions, Rule
from scoring.intervals.intervals import IntervalKind
from scoring.reduction.code_scores import Code, CodeScores
from scoring.specification.spec import EstimateSpec
from scoring.specification.toml_keys import Keys

KEYS = (
    "name", "of", "combine", "statistic", "satisfied", "by",
    "interval", "confidence", "deff", "denominator", "p", "rule", "df",
)  # fmt: skip
STATISTICS = ("satisfied", "mean", "mean5", "mean01", "total", "ratio", "quantile")


def read_block(keys: Keys) -> EstimateSpec:
    """Return a block, its keys checked one by one."""
    keys.only(KEYS)
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


def check_codes(keys: Keys, block: EstimateSpec, items: Keys, valid: tuple[Code, ...] | None) -> None:
    """Refuse codes that leave nothing to estimate: a satisfied code that is not valid, a mean of words."""
    if valid is None:
        return
    if block.statistic == "satisfied":
        satisfied = block.options.get("satisfied", How().satisfied)
        scores = CodeScores("satisfied", satisfied, valid)
        if not any(scores.of(code) == 1 for code in satisfied):
            listed = ", ".join(str(code) for code in satisfied)
            raise keys.wrong(
                "satisfied",
                f"không mã nào trong [{listed}] nằm trong «valid» của [items]",
                f"none of [{listed}] is among “valid” of [items]",
            )
    elif words := [code for code in valid if isnan(CodeScores("mean").of(code))]:
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
