"""The keys of a block about the uncertainty of its numbers: interval, confidence, deff, df."""

from typing import cast, get_args

from scoring.estimation.options import DeffKind, HowOptions
from scoring.intervals.intervals import IntervalKind
from scoring.specification.toml_keys import Keys

INTERVAL_KEYS = ("interval", "confidence", "deff", "df")


def interval_options(keys: Keys) -> HowOptions:
    """Return what a block says of intervals, design effects and degrees of freedom."""
    options: HowOptions = {
        "deff": cast(DeffKind, keys.choice("deff", get_args(DeffKind), "wor")),
        "confidence": confidence(keys),
    }
    if "interval" in keys.values:
        options["interval"] = cast(IntervalKind, keys.choice("interval", get_args(IntervalKind), "t"))
    if keys.choice("df", ("design", "domain"), "design") == "domain":
        options["df"] = "domain"
    return options


def confidence(keys: Keys) -> float:
    """Return the confidence of intervals, 0.95 when absent."""
    value = keys.number("confidence", 0.95) or 0.0
    if not 0 < value < 1:
        raise keys.wrong("confidence", "phải nằm giữa 0 và 1", "must lie between 0 and 1")
    return value
