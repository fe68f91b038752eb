"""A kind of block is entered in one place; reading, carrying out and writing go by it."""

import csv
import io
import json
from dataclasses import dataclass

import pytest

from scoring.errors import ScoringError
from scoring.specification.blocks.block import BlockKind
from scoring.specification.blocks.kinds import KINDS
from scoring.specification.blocks.result import Column, Result
from scoring.specification.output import to_csv, to_json, to_table
from scoring.specification.run import run
from scoring.specification.spec_file import read_spec
from tests.scoring.reference import frame

DESIGN = {"strata": "stratum", "clusters": "psu", "weight": "w"}
ITEMS = {"columns": ["q01"], "valid": [1, 2, 3, 4, 5]}
COLUMNS = (
    Column(name="what", head=("Cái gì", "What"), holds="text"),
    Column(name="by", head=("Nhóm", "Domain"), holds="levels"),
    Column(name="blocks", head=("Khối trước", "Blocks before"), holds="count"),
    Column(name="why", head=("Lý do", "Reason"), holds="sentence", optional=True),
)


@dataclass(frozen=True)
class CountedBlock:
    """A block that counts the results before it, for each sex."""

    name: str
    levels = ("sex",)
    columns = ("sex",)
    of_sums = True

    def carry_out(self, setting):
        rows = [
            ("=1+1", {"sex": level}, len(setting.results), ("vì", "because") if level == "2" else None)
            for level in "12"
        ]
        note = ("đã đếm", "counted")
        return [Result(kind="counted", name=self.name, columns=COLUMNS, rows=rows, notes=[note])]


@pytest.fixture
def counted(monkeypatch):
    """One kind more, for the time of a test."""
    kind = BlockKind(
        plural="countings",
        heading=("Đếm", "Countings"),
        columns=COLUMNS,
        read=lambda keys, _: CountedBlock(keys.text("name") or keys.place),
    )
    monkeypatch.setitem(KINDS, "counted", kind)


def carried_out(**blocks):
    data = frame("sipas_small")
    return run(data, list(data.columns), read_spec({"design": DESIGN, "items": ITEMS, **blocks}))


def test_a_kind_that_is_entered_is_read_carried_out_and_written_after_those_before_it(counted):
    done = carried_out(counted=[{"name": "c"}], estimate=[{"name": "a"}, {"name": "b"}])

    whole = json.loads(to_json(done, language="en"))
    assert list(whole) == ["design", "estimates", "countings", "notes"]
    assert whole["countings"] == [
        {"name": "c", "what": "=1+1", "by": {"sex": "1"}, "blocks": 2},
        {"name": "c", "what": "=1+1", "by": {"sex": "2"}, "blocks": 2, "why": "because"},
    ]
    assert whole["notes"] == ["“c”: counted"]
    assert to_table(done).endswith(
        "\n\nc\n             blocks\nsex=1  =1+1  2\nsex=2  =1+1  2  (vì)\n\n«c»: đã đếm\n"
    )


def test_several_kinds_in_csv_are_told_apart_by_a_first_column(counted):
    alone = list(csv.DictReader(io.StringIO(to_csv(carried_out(counted=[{"name": "c"}])))))
    both = list(
        csv.DictReader(
            io.StringIO(to_csv(carried_out(counted=[{"name": "c"}], estimate=[{"name": "a", "by": "urban"}])))
        )
    )

    assert alone[1] == {"name": "c", "what": "'=1+1", "sex": "2", "blocks": "0", "why": "vì"}
    assert [(row["kind"], row["name"], row["urban"], row["sex"], row["blocks"]) for row in both] == [
        ("estimate", "a", "0", "", ""),
        ("estimate", "a", "1", "", ""),
        ("counted", "c", "", "1", "1"),
        ("counted", "c", "", "2", "1"),
    ]
    assert both[2]["estimate"] == "" != both[0]["estimate"]


def test_a_block_that_is_not_about_items_needs_none(counted):
    bare = read_spec({"counted": [{"name": "c"}]})

    assert [block.name for block in bare.blocks] == ["c"]
    with pytest.raises(ScoringError, match=r"\[items\] khóa «columns»: cần ít nhất một cột"):
        read_spec({"counted": [{"name": "c"}], "estimate": [{}]})


def test_a_specification_without_blocks_is_told_the_kinds():
    with pytest.raises(ScoringError, match=r"ít nhất một khối trong: \[\[estimate\]\]"):
        read_spec({"design": DESIGN, "items": ITEMS})
