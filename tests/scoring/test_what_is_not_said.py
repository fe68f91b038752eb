"""What a caller who says nothing gets: a default that changes, changes the numbers of everybody who relied on it."""

import inspect
import math

import pytest

import scoring
from scoring.comparison.difference import difference
from scoring.estimation.options import How
from scoring.intervals.intervals import intervals
from scoring.method.disclosure import CellFigures, CellRules
from scoring.method.method import Method
from scoring.small_area.fay_herriot import fay_herriot
from scoring.specification.spec import ReplicateSpec
from scoring.targets.verdict import judge, judge_together
from scoring.weighting import calibrate, nonresponse, nonresponse_to_drawn, trim

UNSAID = {
    scoring.Design: {"lonely": "fail", "nest": True, "negative": False, "weights": None},
    How: {
        "statistic": "satisfied", "satisfied": (4, 5), "valid": None, "interval": None, "confidence": 0.95, "deff": "wor",
        "df": "design", "kernel": "auto", "rule": "math",
    },
    scoring.quantile: {"p": 0.5, "by": (), "where": None},
    scoring.chi_square: {"kind": "F"},
    scoring.cross_table: {"cells": "row", "by": ()},
    scoring.ttest: {"against": 0.0, "between": ()},
    scoring.estimate_groups: {"combine": "mean_of_items"},
    scoring.balanced: {"fay": 0.0},
    scoring.given: {"mse": False, "combined": True, "rscales": None},
    scoring.standardise: {"deff": "wor"},
    scoring.RegressionModel: {"kind": "linear", "confidence": 0.95, "ones": None},
    difference: {"confidence": 0.95, "lost_df": 0},
    intervals: {"confidence": 0.95},
    judge: {"confidence": 0.95},
    judge_together: {"confidence": 0.95},
    fay_herriot: {"scale": "share", "between": "adjusted", "confidence": 0.95},
    calibrate: {"method": "linear", "bounds": None, "negative": "refuse"},
    nonresponse: {"columns": (), "least": 1},
    nonresponse_to_drawn: {"least": 1},
    trim: {"lower": -math.inf, "upper": math.inf, "strict": False},
    CellRules: {
        "minimum": 10, "indicative": 30, "half_width": 0.1, "n_effective": 30, "ci_width": 0.3, "relative_width": 1.3,
        "minimum_df": 8,
    },
    CellFigures: {"estimate": None, "se": None, "df": math.inf},
    Method: {
        "metric": "ty_le_hai_long", "weights": "base", "confidence": 0.95, "interval": "logit_floor", "lonely": "adjust",
        "adjust": "none", "minimum_item_weight": 0.5, "synthetic": False, "wave": "", "by": (),
    },
    ReplicateSpec: {"scale": 1.0, "combined": True, "mse": False, "fay": 0.0},
}  # fmt: skip


@pytest.mark.parametrize("asked", UNSAID, ids=lambda asked: asked.__name__)
def test_who_says_nothing_gets_what_was_promised(asked):
    parameters = inspect.signature(asked).parameters
    assert {name: parameters[name].default for name in UNSAID[asked]} == UNSAID[asked]
