"""Any value under any key, and any cell of the data: estimates or one sentence, never a traceback or a warning."""

import copy
import random

import numpy as np
import pytest

from scoring.errors import ScoringError
from scoring.specification.data.csv_table import TextTable
from scoring.specification.output import to_csv, to_json, to_table
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec

pytestmark = pytest.mark.slow

ROWS = 36
COLUMNS = {
    "stratum": [f"S{i % 3}" for i in range(ROWS)],
    "psu": [f"P{i // 4}" for i in range(ROWS)],
    "w": [str(1 + i % 5) for i in range(ROWS)],
    "fpc": ["100"] * ROWS,
    "area": ["ABC"[i % 3] for i in range(ROWS)],
    "sex": [str(1 + i % 2) for i in range(ROWS)],
    "q1": [str(1 + i % 5) for i in range(ROWS)],
    "q2": [str(1 + i * 7 % 5) for i in range(ROWS)],
    "num": [str(i * 1.5) for i in range(ROWS)],
}
SPEC = {
    "design": {"strata": "stratum", "clusters": "psu", "weight": "w"},
    "items": {"columns": ["q1", "q2"], "valid": [1, 2, 3, 4, 5]},
    "columns": {"new": {"from": "num", "cut": [0, 20]}},
    "criteria": {"C": ["q1", "q2"]},
    "estimate": [{"name": "x"}, {"of": "criteria", "by": "area"}],
    "table": [{"rows": "area", "columns": "sex"}],
    "contrast": [{"of": "x", "terms": {"q1": 1, "q2": -1}}],
    "tally": [{"by": "area"}],
    "test": [{"between": "sex"}, {"kind": "goodness", "column": "sex", "shares": {"1": 1, "2": 1}}],
}
STEPS = [
    {"kind": "rake", "margins": [{"column": "sex", "counts": {"1": 30, "2": 40}}]},
    {"kind": "calibrate", "totals": {"(intercept)": 100, "num": 2600}},
    {"kind": "trim", "upper": 3},
    {"kind": "nonresponse", "responded": "sex", "value": 1, "classes": "area"},
    {"kind": "poststratify", "column": "area", "counts": {"A": 5, "B": 6, "C": 7}},
]
KEYS = {
    "design": "strata clusters weight fpc nest lonely",
    "items": "columns valid",
    "criteria": "C D q1",
    "columns": "new area q1 q?",
    "estimate": "of combine statistic satisfied codes where by interval confidence deff denominator p rule df standardise",
    "table": "where rows columns by cells test interval confidence deff df",
    "contrast": "of terms quotient between reference confidence",
    "tally": "of by",
    "test": "kind of statistic satisfied between levels value confidence by rows columns method column shares",
    "weighting": "kind margins column counts method totals bounds lower upper strict responded value classes",
}
NUMBERS = [0, 1, -1, 0.5, 2, 1e308, -1e308, np.inf, np.nan, True, False]
NAMES = ["", "q1", "q?", "*", "area", "sex", "w", "num", "psu", "stratum", "fpc", "không có"]
WORDS = (
    "fail adjust average remove certainty rake calibrate trim logit raking t wilson likelihood korn_graubard "
    "distribution count share ratio quantile mean total mean01 pooled item_weighted criteria domain wr hf7 shahvaish "
    "x all count row column Wald goodness chi_square none"
)
LISTS = [[], ["q1"], ["area", "sex"], [1], [4, 5], ["4"], [0.1, 0.9], [[1]], [0.5, 2], [2, 0.5], [1, 1]]
RULES = [
    "sex == 1",
    "num > 10 and not area == 'A'",
    "area > 1",
    "answered(q1)",
    "sex = 1",
    "new in [1, 2]",
    "q1 != 9",
]
MADE = [
    {"from": "num", "cut": [0, 10, 20]},
    {"from": "area", "recode": {"A,B": 1}, "else": "copy"},
    {"from": "q1", "recode": {"1": "missing"}, "labels": {"2": "b"}},
    {"missing": [1, "A", -1]},
    {"from": "new", "cut": [1]},
    {"labels": {"1": "x"}, "cut": [1]},
]
STANDARD = {"column": "sex", "shares": {"1": 1, "2": 3}}
TABLES = [
    {},
    {"q1": 1},
    {"1": 10, "2": 20},
    {"(intercept)": 100},
    {"sex=1": 50, "num": 1000.0},
    [{}],
    STANDARD,
    *MADE,
]
VALUES = [*NUMBERS, *NAMES, *WORDS.split(), *LISTS, *TABLES, *RULES]
CELLS = ["", "NA", "x", "-1", "0", "1e999", "nan", "9", "4.0", " 4", "é"]


def spoilt(chance):
    """Return a specification and data with some values put in the place of others."""
    spec, data = copy.deepcopy(SPEC), copy.deepcopy(COLUMNS)
    if chance.random() < 0.5:
        spec["weighting"] = [copy.deepcopy(chance.choice(STEPS))]
    for _ in range(chance.choice([0, 1, 1, 2])):
        part = chance.choice(list(spec))
        table = spec[part] if isinstance(spec[part], dict) else chance.choice(spec[part])
        table[chance.choice(KEYS[part].split())] = chance.choice(VALUES)
    for _ in range(chance.choice([0, 1, 3])):
        data[chance.choice(list(data))][chance.randrange(ROWS)] = chance.choice(CELLS)
    return spec, data


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_given_comes_to_estimates_or_to_one_sentence(seed):
    chance = random.Random(seed)
    for _ in range(40):
        spec, data = spoilt(chance)
        try:
            done = run(TextTable(data), list(data), read_spec(spec))
            written = [write(done) for write in (to_json, to_csv, to_table)]
        except ScoringError as error:
            written = [error.vi, error.en]
            assert not any("\n" in sentence for sentence in written), spec
        assert all(written), spec
