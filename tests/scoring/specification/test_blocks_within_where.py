"""Every kind of block within ``where`` gives what it gives for that domain of everybody."""

import json

import pytest

from scoring.specification.output import to_json
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import frame

SPEC = {
    "design": {"strata": "stratum", "clusters": "psu", "weight": "w"},
    "items": {"columns": ["q01", "q02"], "valid": [1, 2, 3, 4, 5]},
}
AGES = {"column": "age", "shares": {"1": 4, "2": 3, "3": 2, "4": 1}}
BLOCKS = {
    "standardise": ("estimate", {"standardise": AGES}),
    "variance": ("estimate", {"statistic": "variance"}),
    "shares of rows": ("table", {"rows": "edu", "columns": "urban"}),
    "shares of all": ("table", {"rows": "edu", "columns": "urban", "cells": "all"}),
    "counts": ("table", {"rows": "edu", "columns": "urban", "cells": "count"}),
    "Wald": ("table", {"rows": "edu", "columns": "urban", "test": "Wald"}),
    "t": ("test", {"between": "urban"}),
    "t against a number": ("test", {"value": 3.5}),
    "chi_square": ("test", {"kind": "chi_square", "rows": "edu", "columns": "urban"}),
    "goodness": ("test", {"kind": "goodness", "column": "urban", "shares": {"0": 0.6, "1": 0.4}}),
    "tally": ("tally", {}),
}


def rows(kind, block, **more):
    data = frame("sipas_small")
    whole = json.loads(to_json(run(data, list(data.columns), read_spec({**SPEC, **more, kind: [block]}))))
    return [row for plural in ("estimates", "tables", "tests", "tallies") for row in whole.get(plural, [])]


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_within_where_is_its_domain(name):
    kind, keys = BLOCKS[name]
    block = {"name": "b", **keys}

    women = rows(kind, block, where="sex == 2")
    by_sex = [row for row in rows(kind, {**block, "by": "sex"}) if row["by"].pop("sex") == "2"]

    assert len(women) == len(by_sex)
    for ours, theirs in zip(women, by_sex, strict=True):
        assert ours.keys() == theirs.keys()
        for key in ours:
            assert ours[key] == (pytest.approx(theirs[key], rel=1e-9) if isinstance(ours[key], float) else theirs[key]), key  # fmt: skip
