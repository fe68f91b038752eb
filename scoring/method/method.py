"""The declared method of a score run: one primary metric, one confidence, and every rule by its name."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, get_args

from scoring.design.lonely_psu import Lonely
from scoring.errors import ScoringError, Sentence
from scoring.method.disclosure import CellRules
from scoring.method.multiplicity import Adjustment

Metric = Literal["ty_le_hai_long", "diem_quy_doi"]
Weights = Literal["base", "nonresponse"]
Interval = Literal["logit_floor", "logit", "t"]
# Below so many degrees of freedom ``logit_floor`` does not trust a se below that of a simple random sample.
FLOOR_DF = 30

METRICS: dict[Metric, Sentence] = {
    "ty_le_hai_long": ("Tỷ lệ hài lòng (mức 4–5)", "Share satisfied (answers 4–5)"),
    "diem_quy_doi": ("Điểm quy đổi (điểm trung bình/5)", "Converted score (mean/5)"),
}
WEIGHTS: dict[Weights, tuple[str, str]] = {
    "base": ("thiết kế", "design"),
    "nonresponse": ("hiệu chỉnh không trả lời", "adjusted for nonresponse"),
}


# What a wave keeps: a change of a default here changes no wave that is open or closed already.
RULES = frozenset({"weights", "confidence", "interval", "lonely", "adjust", "minimum_item_weight", "cells"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The method that a wave declares before it is scored.

    ``wave`` and ``synthetic`` label the run; ``weights`` says what the column ``weight`` holds: design weights, or
    design weights adjusted for nonresponse. ``by`` names columns of the data to break the table down by, from the
    largest unit to the smallest where they nest. ``interval``: ``logit_floor`` is ``logit`` with, under 30 degrees of
    freedom, an error not below that of a simple random sample of as many people. ``adjust`` applies to the verdicts of all rows with a target.
    """

    wave: str = ""
    synthetic: bool = False
    metric: Metric = "ty_le_hai_long"
    weights: Weights = "base"
    confidence: float = 0.95
    interval: Interval = "logit_floor"
    lonely: Lonely = "adjust"
    adjust: Adjustment = "none"
    by: tuple[str, ...] = ()
    minimum_item_weight: float = 0.5
    cells: CellRules = field(default_factory=CellRules)

    def __post_init__(self) -> None:
        choices = (
            ("metric", self.metric, get_args(Metric)),
            ("weights", self.weights, get_args(Weights)),
            ("interval", self.interval, get_args(Interval)),
            ("lonely", self.lonely, get_args(Lonely)),
            ("adjust", self.adjust, get_args(Adjustment)),
        )
        for name, value, allowed in choices:
            if value not in allowed:
                raise ScoringError(
                    f"{name} = «{value}» không có; chọn một trong: {', '.join(allowed)}.",
                    f"{name} = “{value}” is unknown; choose one of: {', '.join(allowed)}.",
                )
        if not 0.5 <= self.confidence < 1:
            raise ScoringError(
                f"confidence = {self.confidence} phải từ 0,5 đến dưới 1.",
                f"confidence = {self.confidence} has to be at least 0.5 and below 1.",
            )
        if not 0 < self.minimum_item_weight <= 1:
            raise ScoringError(
                f"minimum_item_weight = {self.minimum_item_weight} phải lớn hơn 0 và không quá 1.",
                f"minimum_item_weight = {self.minimum_item_weight} has to be above 0 and at most 1.",
            )

    @property
    def other_metric(self) -> Metric:
        """The metric that is shown beside the primary one."""
        return "diem_quy_doi" if self.metric == "ty_le_hai_long" else "ty_le_hai_long"

    def rules(self) -> dict[str, Any]:
        """Return what a wave keeps from its opening on: every rule that makes its numbers, as plain values.

        The metric has its own place in the wave; ``wave``, ``synthetic`` and ``by`` make no number.
        """
        return {name: value for name, value in self.declared().items() if name in RULES}

    @classmethod
    def of_rules(cls, rules: Mapping[str, Any], **others: Any) -> "Method":
        """Return the method with the rules a wave kept; ``others`` are the remaining fields.

        >>> Method.of_rules(Method(interval="t").rules(), wave="2025-1").interval
        't'

        Raises:
            ScoringError: a rule is missing, or is none that is known; nothing is put in its place.
        """
        if set(rules) != RULES or set(rules["cells"]) != {each.name for each in fields(CellRules)}:
            raise ScoringError(
                f"Phương pháp đã lưu của đợt không đủ hoặc có quy tắc lạ: {', '.join(sorted(rules))}.",
                f"The method kept with the wave lacks a rule or has an unknown one: {', '.join(sorted(rules))}.",
            )
        return cls(**{**rules, "cells": CellRules(**rules["cells"]), **others})

    def declared(self) -> dict[str, object]:
        """Return the method as plain values, for the score file and its hash."""
        return asdict(self)
