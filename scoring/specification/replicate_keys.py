"""The keys of ``[design]`` about replicate weights: those that came with the data, or those to be made."""

from math import isfinite
from typing import cast, get_args

from scoring.specification.spec import Make, ReplicateSpec
from scoring.specification.toml_keys import Keys

GIVEN = ("replicates", "scale", "rscales", "combined")
MADE = ("make", "fay", "number", "seed")
KEYS = (*GIVEN, *MADE, "mse")
NUMBER = 500  # bootstrap replicates when nothing is said


def read_replicates(keys: Keys) -> ReplicateSpec | None:
    """Return what ``[design]`` says about replicates, None when it says nothing.

    Raises:
        ScoringError: a key is missing, contradicts another, or has no value that can be used.
    """
    if "replicates" in keys.values and "make" in keys.values:
        raise keys.wrong(
            "make",
            "không dùng cùng «replicates»; hãy bỏ một trong hai",
            "cannot stand beside “replicates”; leave one out",
        )
    if "replicates" in keys.values:
        _refuse(keys, MADE, "replicates")
        return _given(keys)
    if "make" in keys.values:
        _refuse(keys, GIVEN, "make")
        return _made(keys)
    _refuse(keys, (*GIVEN, *MADE, "mse"), None)
    return None


def _refuse(keys: Keys, names: tuple[str, ...], beside: str | None) -> None:
    for name in names:
        if name in keys.values and beside is None:
            raise keys.wrong(
                name, "chỉ dùng cùng «replicates» hoặc «make»", "is for use with “replicates” or “make”"
            )
        if name in keys.values:
            raise keys.wrong(name, f"không dùng cùng «{beside}»", f"is not for use with “{beside}”")


def _given(keys: Keys) -> ReplicateSpec:
    columns = keys.texts("replicates")
    if not columns:
        raise keys.wrong("replicates", "cần ít nhất một cột", "at least one column is needed")
    if keys.text("weight") is None:
        raise keys.wrong(
            "weight",
            "còn thiếu; «replicates» cần cột trọng số của cả mẫu",
            "is missing; “replicates” needs the column of the full sample's weight",
        )
    if "scale" not in keys.values:
        raise keys.wrong(
            "scale",
            "còn thiếu; xem tài liệu của dữ liệu (BRR: 1/số mẫu lặp; JK1: (n − 1)/n; bootstrap: 1/(số mẫu lặp − 1))",
            "is missing; see the data's documentation (BRR: 1/replicates; JK1: (n − 1)/n; bootstrap: 1/(replicates − 1))",
        )
    return ReplicateSpec(
        columns=columns,
        scale=_positive(keys, "scale"),
        rscales=_rscales(keys),
        combined=keys.flag("combined", default=True),
        mse=keys.flag("mse", default=False),
    )


def _made(keys: Keys) -> ReplicateSpec:
    make = cast(Make, keys.choice("make", get_args(Make), ""))
    for name, wanted in (("fay", "fay"), ("number", "bootstrap"), ("seed", "bootstrap")):
        if name in keys.values and make != wanted:
            raise keys.wrong(name, f"chỉ dùng với make = {wanted}", f"is for make = {wanted} only")
    fay = 0.0
    if make == "fay":
        fay = keys.needed("fay")
        if not 0 < fay < 1:
            raise keys.wrong("fay", "phải nằm giữa 0 và 1", "must lie between 0 and 1")
    return ReplicateSpec(
        make=make,
        fay=fay,
        number=_whole(keys, "number", NUMBER, least=2),
        seed=_whole(keys, "seed", 1, least=0),
        mse=keys.flag("mse", default=False),
    )


def _positive(keys: Keys, name: str) -> float:
    value = keys.needed(name)
    if not value > 0:
        raise keys.wrong(name, f"{value:g} phải lớn hơn 0", f"{value:g} must be above 0")
    return value


def _rscales(keys: Keys) -> tuple[float, ...] | float | None:
    value = keys.values.get("rscales")
    if value is None:
        return None
    listed = value if isinstance(value, list) else [value]
    out = [Keys(keys.place, {"rscales": one}).needed("rscales") for one in listed]
    if not out or not all(isfinite(one) and one >= 0 for one in out) or not any(out):
        raise keys.wrong(
            "rscales",
            "phải là số hoặc danh sách số, không âm và không phải toàn 0",
            "must be a number or a list of numbers, not negative and not all 0",
        )
    return tuple(out) if isinstance(value, list) else out[0]


def _whole(keys: Keys, name: str, default: int, *, least: int) -> int:
    value = keys.number(name, default)
    if value is None or not isfinite(value) or value < least or value != int(value):
        raise keys.wrong(name, f"phải là số nguyên từ {least}", f"must be a whole number from {least}")
    return int(value)
