"""Every field of a row of the score file under its own name: no two of these numbers are alike."""

from decimal import Decimal

from scoring.method.disclosure import Flag, Judged, Publish
from scoring.method.method import Method
from scoring.score_table.measure import Measure
from scoring.score_table.notes import weights_note
from scoring.score_table.row_json import cell_values, recomputed_values, table_row
from scoring.score_table.rows import Alternative, AreaCell, ItemRow, ScoreRow
from scoring.targets.targets import Recomputed, Rule, Target, TargetSet
from scoring.targets.verdict import Judgement, Verdict
from scoring.weighting.report import StepReport

TARGETS = TargetSet("p", "P", "S", "1", "Mục", 2019, 2027, ())


def measured(step):
    return Measure(
        n=100 + step,
        estimate=0.5 + step / 64,
        se=step / 512,
        df=40 + step,
        low=0.25 + step / 64,
        high=0.75 + step / 64,
    )


def written(step):
    return {
        "n": 100 + step,
        "estimate": 50 + step / 64 * 100,
        "se": step / 512 * 100,
        "df": 40 + step,
        "low": 25 + step / 64 * 100,
        "high": 75 + step / 64 * 100,
    }


JUDGEMENT = Judgement(
    Verdict.MISSED_UNSURE, 0.625, -0.03125, -1.5, 0.0625, 0.9375, p_adjusted=0.125, adjustment="holm", n_to_settle=777
)  # fmt: skip
ROW = ScoreRow(
    code="1.2",
    name=("Tên", "Name"),
    heading="1",
    strategy="item_weighted",
    measure=measured(1),
    other=measured(2),
    cell=Judged(Publish.INDICATIVE, (Flag.WIDE, Flag.FEW_DF)),
    target=Target("1.2", "Tên", Decimal("61.25"), Decimal("62.5"), 9, "hạng 5", "hạng 3"),
    judgement=JUDGEMENT,
    items=(
        ItemRow(
            id="A1", weight=0.75, measure=measured(3), states={"n": {"valid": 7}, "weight": {"valid": 9.5}}
        ),
    ),
    parts={"1.2.1": 0.5},
    alternatives=(Alternative(strategy="pooled_answers", measure=measured(4)),),
)


def test_a_row_of_the_score_file_says_every_number_under_its_own_name():
    told = table_row(ROW, TARGETS, Method())

    assert set(told.pop("formula")) == {"vi", "en"}
    assert told == {
        "code": "1.2",
        "name": "Tên",
        "name_en": "Name",
        "heading": "1",
        "strategy": "item_weighted",
        **written(1),
        "baseline_2019": 61.25,
        "target_2027": 62.5,
        "gap": -3.125,
        "verdict": "Chưa đạt, trong sai số",
        "why": None,
        "publish": "tham khảo",
        "flags": ["half_width", "df"],
        "parts": {"1.2.1": 0.5},
        "items": [
            {
                "id": "A1",
                "weight": 0.75,
                **written(3),
                "denominators": {"n": {"valid": 7}, "weight": {"valid": 9.5}},
            }
        ],
        "other_metric": {"metric": "diem_quy_doi", **written(2)},
        "alternatives": [{"strategy": "pooled_answers", **written(4)}],
        "baseline_rank": "hạng 5",
        "target_rank": "hạng 3",
        "test": {
            "verdict_key": "missed_unsure",
            "verdict_en": "Not reached, within error",
            "t": -1.5,
            "p_below": 0.0625,
            "p_above": 0.9375,
            "adjustment": "holm",
            "p_adjusted": 0.125,
            "probability": 0.0625,
            "n_to_settle": 777,
        },
    }


def test_a_row_without_target_and_number_says_none_and_why():
    empty = Measure(n=3, estimate=None, se=None, df=2, low=None, high=None, why=("vì", "for"))
    row = ScoreRow(
        code="1", name=("Tên", "Name"), heading=None, strategy="published", measure=empty, other=empty,
        cell=Judged(Publish.HIDDEN, why=("vì", "for")), parts={},
    )  # fmt: skip
    told = table_row(row, TARGETS, Method(metric="diem_quy_doi"))
    none = dict.fromkeys(("estimate", "se", "low", "high", "gap", "verdict", "test", "heading"))

    assert told | none == told
    assert (told["baseline_2019"], told["target_2027"]) == (None, None)
    assert (told["baseline_rank"], told["target_rank"]) == ("", "")
    assert told["why"] == {"vi": "vì", "en": "for"}
    assert told["other_metric"]["metric"] == "ty_le_hai_long"


def test_a_cell_of_the_breakdown_says_every_number_under_its_own_name():
    cell = AreaCell(
        column="district", level="Biên Hòa", code="1.2", measure=measured(5), publish=Publish.FULL,
        flags=(Flag.ALL_ALIKE,), target=Decimal("62.5"), judgement=JUDGEMENT,
    )  # fmt: skip

    assert cell_values(cell, TARGETS) == {
        "column": "district",
        "level": "Biên Hòa",
        "code": "1.2",
        **written(5),
        "target_2027": 62.5,
        "gap": -3.125,
        "verdict": "Chưa đạt, trong sai số",
        "publish": "công bố",
        "flags": ["all_alike"],
        "why": None,
    }


def test_a_recomputed_value_says_published_minus_recomputed():
    rule = Rule("mean_of_children", ("1.1", "1.2"))

    assert recomputed_values(Recomputed("1", 2019, Decimal("80.25"), rule, Decimal("79.5"))) == {
        "code": "1",
        "year": 2019,
        "published": 80.25,
        "recomputed": 79.5,
        "difference": 0.75,
        "strategy": "mean_of_children",
        "rows": ["1.1", "1.2"],
    }


def test_the_note_on_weights_says_every_figure_of_their_adjustment_in_both_languages():
    step = StepReport(
        kind="nonresponse", n=90, total=900.0, cv=0.5, deff_w=1.25, low=1.0, high=9.0, ratio_low=1.0625,
        ratio_high=2.5, classes=12, fewest=7,
    )  # fmt: skip

    assert weights_note(step) == (
        "Trọng số thiết kế đã hiệu chỉnh không trả lời theo 12 tầng: hệ số từ 1,063 đến 2,500, tầng ít nhất có 7 phiếu "
        "trả lời; ảnh hưởng của trọng số không đều (deff_w) là 1,250.",
        "Design weights adjusted for nonresponse in 12 classes, the strata: factors from 1.062 to 2.500, 7 responses in "
        "the smallest class; unequal weights cost deff_w 1.250.",
    )
