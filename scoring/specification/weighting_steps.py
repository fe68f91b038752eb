"""Steps of weighting as a specification declares them, carried out in order."""

from collections.abc import Callable, Sequence
from typing import cast, get_args

import numpy as np

from scoring.columns.columns import missing
from scoring.columns.levels import label
from scoring.design.design import Design
from scoring.specification.toml_keys import Keys
from scoring.weighting import Margin, Weighted, calibrate, nonresponse, poststratify, rake, trim
from scoring.weighting.calibrate import Negative
from scoring.weighting.calibration_distances import Distance


def weigh(design: Design, steps: Sequence[Keys]) -> tuple[Design, tuple[Weighted, ...]]:
    """Carry out steps of weighting in their order.

    Returns:
        The design with the final weights, and what each step gave.
    """
    done = []
    for keys in steps:
        step = _STEPS[keys.choice("kind", tuple(_STEPS), "")](design, keys)
        design = step.design
        done.append(step)
    return design, tuple(done)


def _poststratify(design: Design, keys: Keys) -> Weighted:
    keys.only(("kind", "column", "counts", "margins"))
    if "margins" not in keys.values:
        margin = _margin(keys)
    elif len(margins := _margins(keys)) == 1 and "column" not in keys.values:
        margin = margins[0]
    else:
        raise keys.wrong("margins", "poststratify chỉ nhận một biên", "poststratify takes one margin")
    return poststratify(design, margin.column, margin.counts)


def _rake(design: Design, keys: Keys) -> Weighted:
    return rake(design, _margins(keys.only(("kind", "margins"))))


def _margins(keys: Keys) -> list[Margin]:
    value = keys.values.get("margins")
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
        raise keys.wrong(
            "margins", "phải là danh sách { column, counts }", "must be a list of { column, counts }"
        )
    return [
        _margin(Keys(f"{keys.place} margins {number}", one).only(("column", "counts")))
        for number, one in enumerate(value, start=1)
    ]


def _margin(keys: Keys) -> Margin:
    columns = keys.texts("column")
    if not columns:
        raise keys.wrong("column", "còn thiếu", "is missing")
    return Margin(columns[0] if len(columns) == 1 else columns, keys.counts("counts"))


def _calibrate(design: Design, keys: Keys) -> Weighted:
    keys.only(("kind", "method", "totals", "bounds", "negative"))
    method = cast(Distance, keys.choice("method", get_args(Distance), "linear"))
    bounds = keys.values.get("bounds")
    pair = None
    if bounds is not None:
        if not isinstance(bounds, list) or len(bounds) != 2:
            raise keys.wrong("bounds", "phải là [nhỏ nhất, lớn nhất]", "must be [lowest, highest]")
        low, high = (Keys(keys.place, {"bounds": one}).needed("bounds") for one in bounds)
        pair = (low, high)
    negative = cast(Negative, keys.choice("negative", get_args(Negative), "refuse"))
    return calibrate(design, keys.counts("totals"), method=method, bounds=pair, negative=negative)


def _trim(design: Design, keys: Keys) -> Weighted:
    keys.only(("kind", "lower", "upper", "strict"))
    lower, upper = keys.number("lower"), keys.number("upper")
    if lower is None and upper is None:
        raise keys.wrong("upper", "cần lower, upper hoặc cả hai", "needs lower, upper or both")
    return trim(
        design,
        lower=-np.inf if lower is None else lower,
        upper=np.inf if upper is None else upper,
        strict=keys.flag("strict", default=False),
    )


def _nonresponse(design: Design, keys: Keys) -> Weighted:
    keys.only(("kind", "responded", "value", "classes", "least"))
    name = keys.text("responded")
    if name is None:
        raise keys.wrong(
            "responded", "cần cột cho biết ai đã trả lời", "needs the column that says who answered"
        )
    value = keys.values.get("value", "1")
    if not isinstance(value, int | float | str):
        raise keys.wrong("value", "phải là một mã", "must be one code")
    respondent = label(value)
    answered = [not missing(value) and label(value) == respondent for value in design.column(name).tolist()]
    if not any(answered):
        raise keys.wrong(
            "value",
            f"không dòng nào của cột «{name}» là «{respondent}»",
            f"no row of column “{name}” is “{respondent}”",
        )
    least = keys.number("least", 1)
    if least is None or least < 1 or least != int(least):
        raise keys.wrong("least", "phải là số nguyên từ 1", "must be a whole number from 1")
    return nonresponse(design, answered, keys.texts("classes"), least=int(least))


_STEPS: dict[str, Callable[[Design, Keys], Weighted]] = {
    "poststratify": _poststratify,
    "rake": _rake,
    "calibrate": _calibrate,
    "trim": _trim,
    "nonresponse": _nonresponse,
}
