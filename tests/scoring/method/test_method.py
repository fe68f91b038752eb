"""The declared method: every rule with its usual value, what a wave keeps of it, and what is refused."""

import pytest

from scoring.errors import ScoringError
from scoring.method.disclosure import CellRules
from scoring.method.method import METRICS, WEIGHTS, Method

KEPT = {
    "weights": "base",
    "confidence": 0.95,
    "interval": "logit_floor",
    "lonely": "adjust",
    "adjust": "none",
    "minimum_item_weight": 0.5,
    "cells": {
        "minimum": 10,
        "indicative": 30,
        "half_width": 0.10,
        "n_effective": 30,
        "ci_width": 0.30,
        "relative_width": 1.30,
        "minimum_df": 8,
    },
}


def test_a_wave_keeps_every_rule_that_makes_its_numbers_with_its_usual_value():
    assert Method().rules() == KEPT
    assert Method().declared() == {
        "wave": "", "synthetic": False, "metric": "ty_le_hai_long", "by": (), **KEPT
    }  # fmt: skip


def test_a_method_is_made_again_from_the_rules_a_wave_kept_whatever_the_usual_values_are():
    other = Method(
        weights="nonresponse", confidence=0.9, interval="t", lonely="average", adjust="holm", minimum_item_weight=0.75,
        cells=CellRules(minimum=5, indicative=50, half_width=0.2, n_effective=60, ci_width=0.4, relative_width=1.5, minimum_df=4),
    )  # fmt: skip

    again = Method.of_rules(other.rules(), wave="2025-1", by=("district",))

    assert again.rules() == other.rules()
    assert (again.wave, again.by, again.metric) == ("2025-1", ("district",), "ty_le_hai_long")


@pytest.mark.parametrize("rule", [*KEPT, "cells.minimum"])
def test_kept_rules_that_lack_one_are_refused(rule):
    kept = {**KEPT, "cells": dict(KEPT["cells"])}
    del (kept["cells"] if "." in rule else kept)[rule.removeprefix("cells.")]

    with pytest.raises(ScoringError, match="không đủ hoặc có quy tắc lạ"):
        Method.of_rules(kept)


def test_a_kept_rule_that_nobody_knows_is_refused():
    with pytest.raises(ScoringError, match="có quy tắc lạ"):
        Method.of_rules({**KEPT, "later": 1})


@pytest.mark.parametrize("confidence", [0.4999, 1.0, 0.0])
def test_a_confidence_is_at_least_a_half_and_below_1(confidence):
    assert Method(confidence=0.5).confidence == 0.5
    with pytest.raises(ScoringError, match="phải từ 0,5 đến dưới 1"):
        Method(confidence=confidence)


@pytest.mark.parametrize("least", [0.0, 1.01])
def test_the_least_item_weight_is_above_0_and_at_most_1(least):
    assert Method(minimum_item_weight=1.0).minimum_item_weight == 1.0
    with pytest.raises(ScoringError, match="phải lớn hơn 0 và không quá 1"):
        Method(minimum_item_weight=least)


@pytest.mark.parametrize("name", ["metric", "weights", "interval", "lonely", "adjust"])
def test_a_word_that_is_none_of_the_choices_is_refused_with_them(name):
    with pytest.raises(ScoringError, match=f"{name} = «nix» không có; chọn một trong: "):
        Method(**{name: "nix"})


def test_the_words_of_the_metrics_and_weights():
    assert METRICS == {
        "ty_le_hai_long": ("Tỷ lệ hài lòng (mức 4–5)", "Share satisfied (answers 4–5)"),
        "diem_quy_doi": ("Điểm quy đổi (điểm trung bình/5)", "Converted score (mean/5)"),
    }
    assert WEIGHTS == {
        "base": ("thiết kế", "design"),
        "nonresponse": ("hiệu chỉnh không trả lời", "adjusted for nonresponse"),
    }
    assert Method().other_metric == "diem_quy_doi"
    assert Method(metric="diem_quy_doi").other_metric == "ty_le_hai_long"
