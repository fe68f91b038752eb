"""The keys of ``[design]`` about units drawn with probability proportional to size, without replacement."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import cast, get_args

from scoring.design.pps import Pps, PpsKind
from scoring.specification.joint_probabilities import read_joint
from scoring.specification.toml_keys import Keys

PPS_KEYS = ("pps", "probability", "joint", "squares")


@dataclass(frozen=True, kw_only=True)
class PpsSpec:
    """What ``[design]`` says about unequal chances.

    Args:
        kind: the estimator of the variance.
        probability: the column of the first-stage units' chances.
        joint: the file of joint probabilities, for ``yates_grundy``.
        squares: Σπ² of the population by stratum, for ``hartley_rao``.
    """

    kind: PpsKind
    probability: str
    joint: str | None
    squares: Mapping[str, float] | None

    def make(self) -> Pps:
        """Return the design's part, the file of joint probabilities read."""
        return Pps(self.kind, None if self.joint is None else read_joint(Path(self.joint)), self.squares)


def read_pps(keys: Keys) -> PpsSpec | None:
    """Return what ``[design]`` says about unequal chances, None when it says nothing.

    Raises:
        ScoringError: a key is missing, contradicts another, or has no value that can be used.
    """
    if "pps" not in keys.values:
        for name in PPS_KEYS[1:]:
            if name in keys.values:
                raise keys.wrong(name, "chỉ dùng cùng «pps»", "is for use with “pps”")
        return None
    for name in ("replicates", "make"):
        if name in keys.values:
            raise keys.wrong(
                name,
                "không dùng cùng «pps»: trọng số lặp đã chứa cách chọn mẫu; hãy bỏ một trong hai",
                "cannot stand beside “pps”: replicate weights hold how the sample was drawn; leave one out",
            )
    kind = cast(PpsKind, keys.choice("pps", get_args(PpsKind), ""))
    for name, wanted in (("joint", "yates_grundy"), ("squares", "hartley_rao")):
        if name in keys.values and kind != wanted:
            raise keys.wrong(name, f"chỉ dùng với pps = {wanted}", f"is for pps = {wanted} only")
    return PpsSpec(
        kind=kind,
        probability=keys.needed_text("probability"),
        joint=keys.needed_text("joint") if kind == "yates_grundy" else None,
        squares=_squares(keys),
    )


def _squares(keys: Keys) -> Mapping[str, float] | None:
    """Return Σπ² by stratum; a single number is that of a design without strata."""
    if "squares" not in keys.values:
        return None
    value = keys.values["squares"]
    out = keys.counts("squares") if isinstance(value, dict) else {"": keys.needed("squares")}
    if not all(isfinite(each) and each > 0 for each in out.values()):
        raise keys.wrong("squares", "phải lớn hơn 0", "must be above 0")
    return out
