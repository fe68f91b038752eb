"""A criterion that two questionnaires measure differently has no change, and says why in both languages."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from questionnaires.missing import KINDS
from questionnaires.model import Grid, Offer, Option, Text
from questionnaires.rule_tree import Compare
from scoring.diagnostics.change import WaveData, change
from scoring.method.method import Method
from tests.builders.scores import FIVE, criterion, heading, questionnaire_of, target_set

OPTIONS = FIVE.options


def answers(seed):
    rng = np.random.default_rng(seed)
    codes = {name: rng.integers(1, 6, 200) for name in ("q01", "q02", "q03")}
    return pd.DataFrame({**codes, "psu": np.arange(200) % 20, "stratum": "a", "weight": 1.0})


def instrument(*criteria, scale=FIVE, text=None, intro=None, **item):
    made = questionnaire_of(*criteria)
    (section,) = made.sections
    items = tuple(
        replace(each, scale=scale, text=text or each.text, **item) if each.id == "q01" else each
        for each in section.items
    )
    return replace(made, sections=(replace(section, items=items, intro=intro),))


def usual():
    return heading("1", criterion("1.1", "q01", "q02"), criterion("1.2", "q03"))


def found(now, before=None, metric="ty_le_hai_long"):
    waves = (WaveData(answers(seed), each) for seed, each in ((1, before or instrument(usual())), (2, now)))
    return {each.code: each for each in change(*waves, target_set(), Method(metric=metric))}


LESS = replace(FIVE, options=OPTIONS[:4], satisfied=frozenset({4}))
WORDED = replace(FIVE, options=(replace(OPTIONS[0], text=Text("Tệ")), *OPTIONS[1:]))
TURNED = replace(FIVE, options=OPTIONS[::-1])
LONGER = replace(FIVE, options=(*OPTIONS, Option(6, Text("6"))))
BREAKS = {
    "items": (
        instrument(heading("1", criterion("1.1", "q01"), criterion("1.2", "q03"))),
        "đợt trước q01, q02; đợt này q01",
        "before q01, q02; now q01",
    ),
    "weights": (
        instrument(heading("1", criterion("1.1", "q01", "q02", weights=[1.0, 2.0]), criterion("1.2", "q03"))),
        "q01 × 1, q02 × 2",
        "weights of the items of 1.1",
    ),
    "strategy": (
        instrument(
            heading("1", criterion("1.1", "q01", "q02", strategy="pooled_answers"), criterion("1.2", "q03"))
        ),
        "pooled_answers ở đợt này",
        "is by pooled_answers now",
    ),
    "buckets": (
        instrument(usual(), scale=replace(FIVE, satisfied=frozenset({3, 4, 5}))),
        "đợt trước 4, 5; đợt này 3, 4, 5",
        "count as satisfied differ (before 4, 5; now 3, 4, 5)",
    ),
    "fewer codes": (instrument(usual(), scale=LESS), "mã trả lời của q01", "codes of q01 differ"),
    "more codes": (instrument(usual(), scale=LONGER), "mã trả lời của q01", "codes of q01 differ"),
    "wording of the scale": (
        instrument(usual(), scale=WORDED),
        "lời của thang đo ở câu q01",
        "scale of q01 differs",
    ),
    "order": (instrument(usual(), scale=TURNED), "thứ tự mức trả lời của q01", "order of the options of q01"),
    "wording": (
        instrument(usual(), text=Text("Câu khác")),
        "lời của câu q01",
        "wording of q01 differs",
    ),
    "other people": (
        instrument(usual(), applies=Compare("q02", "==", 5)),
        "câu q01 hỏi những người khác nhau",
        "q01 is asked of other people",
    ),
    "the sentence of a grid": (
        instrument(usual(), grid=Grid("G", Text("Trong năm qua:"))),
        "lời của câu q01",
        "wording of q01 differs",
    ),
    "offers": (
        instrument(usual(), scale=replace(FIVE, offers=(Offer(KINDS[0], Text("Không biết")),))),
        "ngoài thang đo của q01",
        "q01 offers beside",
    ),
}


@pytest.mark.parametrize(("now", "vi", "en"), BREAKS.values(), ids=BREAKS)
def test_what_broke_the_series_gets_no_difference_and_says_why(now, vi, en):
    rows = found(now)
    for code in ("1", "1.1"):
        assert (rows[code].estimate, rows[code].p, rows[code].low) == (None, None, None)
        assert rows[code].first is not None
        assert rows[code].second is not None
        assert vi in rows[code].why[0]
        assert en in rows[code].why[1]
    assert rows["1.2"].estimate is not None
    assert rows["1.2"].why is None


def test_another_introduction_breaks_every_series_below_it():
    asked = Text("Trong 12 tháng qua, Ông/Bà hài lòng đến mức nào?")
    rows = found(
        instrument(usual(), intro=Text("Trong 3 tháng qua, Ông/Bà hài lòng đến mức nào?")),
        instrument(usual(), intro=asked),
    )

    assert {row.estimate for row in rows.values()} == {None}
    assert "lời dẫn trên câu q03 khác nhau" in rows["1.2"].why[0]
    assert "the introduction above q03 differs" in rows["1.2"].why[1]
    assert (
        found(instrument(usual(), intro=asked), instrument(usual(), intro=asked))["1.2"].estimate is not None
    )


def test_heading_of_other_criteria_has_no_difference():
    now = instrument(heading("1", criterion("1.1", "q01", "q02")))
    rows = found(now)
    assert rows["1.1"].estimate is not None
    assert rows["1"].estimate is None
    assert "criteria of 1 differ (before 1.1, 1.2; now 1.1)" in rows["1"].why[1]


def test_what_does_not_change_the_measure_does_not_break_the_series():
    scaled = heading("1", criterion("1.1", "q01", "q02", weights=[3.0, 3.0]), criterion("1.2", "q03"))
    rows = found(instrument(scaled, text=Text(" Q01 ", "A translation")))
    assert all(row.estimate is not None for row in rows.values())


def test_codes_that_count_as_satisfied_do_not_matter_to_a_mean():
    rows = found(BREAKS["buckets"][0], metric="diem_quy_doi")
    assert all(row.estimate is not None for row in rows.values())
