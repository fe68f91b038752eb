"""What only Python had: the variance in the population, and counts of every answer."""

import json

import pytest

from scoring.errors import ScoringError
from scoring.specification.output import to_json
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import close, expected, frame

SIPAS = {"strata": "stratum", "clusters": "psu", "weight": "w"}
ITEMS = {"columns": ["q01"], "valid": [1, 2, 3, 4, 5]}


def asked(data, design, items, **blocks):
    spec = read_spec({"design": design, "items": items, **blocks})
    return json.loads(to_json(run(data, list(data.columns), spec)))


def test_the_variance_of_schools_is_that_of_r():
    design = {"clusters": "dnum", "weight": "pw", "fpc": "fpc"}
    block = [{"statistic": "variance"}]
    (row,) = asked(frame("apiclus1"), design, {"columns": ["api00"]}, estimate=block)["estimates"]

    wanted = expected("apiclus1")["var"]
    close([row["estimate"], row["se"]], [wanted["estimate"], wanted["se"]])


def test_a_criterion_has_no_variance():
    with pytest.raises(ScoringError, match="variance chỉ tính cho items"):
        asked(
            frame("sipas_small"),
            SIPAS,
            ITEMS,
            criteria={"C": ["q01"]},
            estimate=[{"of": "criteria", "statistic": "variance"}],
        )


def test_every_answer_is_counted_in_rows_and_weights():
    data = frame("sipas_small")
    rows = asked(data, SIPAS, ITEMS, tally=[{"name": "t", "of": ["q01", "q02"], "by": "urban"}])["tallies"]

    for row in rows:
        answers = data[row["variable"]].map(lambda code: "" if code != code else str(int(code)))
        inside = data[(answers == row["answer"]) & (data["urban"] == int(row["by"]["urban"]))]
        assert row["n"] == len(inside)
        close(row["sum_w"], inside["w"].sum())
    assert sum(row["n"] for row in rows) == 2 * len(data)
    assert {row["answer"]: row["valid"] for row in rows if row["variable"] == "q01"} == {
        **dict.fromkeys("12345", 1), "9": 0, "": 0
    }  # fmt: skip
    assert {row["valid"] for row in rows if (row["variable"], row["answer"]) == ("q02", "9")} == {1}


@pytest.mark.parametrize("block", [{"satisfied": [44]}, {"statistic": "count", "codes": ["hài lòng"]}])
def test_codes_that_no_answer_of_an_item_has_are_told_beside_the_zero(block):
    data = frame("sipas_small")
    spec = read_spec({"design": SIPAS, "items": {"columns": ["q01"]}, "estimate": [{"name": "e", **block}]})

    told = json.loads(to_json(run(data, list(data.columns), spec), language="en"))["notes"]
    assert any(note.startswith("“e”: no answer to q01 has a code of ") for note in told)
    assert asked(data, SIPAS, ITEMS, estimate=[{}]).get("notes", []) == []
