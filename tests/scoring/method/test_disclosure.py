"""A cell with few answers is not published, nor can it be had by subtraction; a cell without a number says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.method.disclosure import CellFigures, CellRules, Flag, Publish, complement, judge_cell

RULES = CellRules()


@pytest.mark.parametrize(
    ("n", "publish"),
    [
        (0, Publish.HIDDEN),
        (9, Publish.HIDDEN),
        (10, Publish.INDICATIVE),
        (29, Publish.INDICATIVE),
        (30, Publish.FULL),
        (500, Publish.FULL),
    ],
)
def test_what_may_be_published_depends_on_the_answers(n, publish):
    assert judge_cell(CellFigures(n, 0.8, 0.02, 0.76, 0.84, 30), RULES).publish is publish


def test_a_cell_without_a_number_says_why():
    few = judge_cell(CellFigures(3, 0.8, 0.02, 0.76, 0.84), RULES)
    none = judge_cell(CellFigures(40), RULES)
    told = judge_cell(CellFigures(40), RULES, why=("Thiếu câu", "Items missing"))

    assert few.why == (
        "Chỉ có 3 phiếu trả lời, dưới mức tối thiểu 10.",
        "Only 3 answers, below the minimum of 10.",
    )
    assert none.why[0].startswith("Không có câu trả lời")
    assert told.why == ("Thiếu câu", "Items missing")


@pytest.mark.parametrize(
    ("cell", "flags"),
    [
        (CellFigures(100, 0.8, 0.03, 0.74, 0.86, 30), ()),
        (CellFigures(100, 0.8, 0.06, 0.68, 0.92, 30), (Flag.WIDE,)),
        (CellFigures(100, 0.5, 0.10, 0.30, 0.70, 30), (Flag.WIDE, Flag.WIDE_INTERVAL, Flag.SMALL_EFFECTIVE)),
        (CellFigures(100, 0.05, 0.02, 0.01, 0.09, 30), (Flag.RELATIVE_WIDTH,)),
        (CellFigures(100, 0.8, 0.03, 0.74, 0.86, 7), (Flag.FEW_DF,)),
        (CellFigures(100, 1.0, 0.0, 0.96, 1.0, 30), (Flag.ALL_ALIKE,)),
        # On a threshold: 8 degrees of freedom and ±10 points will do, 30 points of width will not.
        (CellFigures(100, 0.8, 0.03, 0.74, 0.86, 8), ()),
        (CellFigures(100, 0.2, 0.04, 0.125, 0.325, 30), ()),
        # The precision of 30 simple answers is enough, that of 29 is not.
        (CellFigures(30, 0.5, 0.05, 0.42, 0.58, 30), ()),
        (CellFigures(29, 0.5, 0.05, 0.42, 0.58, 30), (Flag.SMALL_EFFECTIVE,)),
        (CellFigures(100, 0.15, 0.05, 0.0, 0.3, 30), (Flag.WIDE, Flag.WIDE_INTERVAL)),
    ],
)
def test_flags_warn_of_what_is_unreliable(cell, flags):
    assert judge_cell(cell, RULES).flags == flags


def test_a_design_better_than_simple_sampling_makes_no_more_answers_than_there_are():
    cell = CellFigures(25, 0.5, 0.05, 0.42, 0.58, 30)

    assert cell.n_effective == 25
    assert judge_cell(cell, RULES).flags == (Flag.SMALL_EFFECTIVE,)


def test_flags_speak_in_sentences():
    assert Flag.WIDE.sentence(RULES)[0] == "Sai số lớn hơn ±10 điểm."
    assert all(len(flag.sentence(RULES)) == 2 for flag in Flag)


@pytest.mark.parametrize(
    ("n", "hidden", "more"),
    [
        ({"a": 4, "b": 31, "c": 30}, {"a"}, {"c"}),
        ({"a": 4, "b": 5, "c": 30, "d": 40}, {"a", "b"}, {"c"}),
        ({"a": 6, "b": 5, "c": 30}, {"a", "b"}, set()),
        ({"a": 0, "b": 31, "c": 30}, {"a"}, set()),
        ({"a": 4}, {"a"}, set()),
        ({"a": 40, "b": 31}, set(), set()),
    ],
)
def test_a_hidden_cell_cannot_be_had_by_subtraction(n, hidden, more):
    assert complement(n, hidden, RULES) == more


def test_subtraction_is_looked_at_within_each_total():
    n = {"a": 4, "b": 30, "c": 35, "d": 5, "e": 50}
    parent = {"a": "H1", "b": "H1", "c": "H1", "d": "H2", "e": "H2"}

    assert complement(n, {"a", "d"}, RULES, parent) == {"b", "e"}


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 60), max_size=12))
def test_no_total_ever_gives_away_a_small_group(n):
    hidden = {area for area, count in n.items() if count < RULES.minimum}

    hidden |= complement(n, hidden, RULES)

    secret = [n[area] for area in hidden if n[area]]
    assert not secret or len(n) == len(hidden) or (len(secret) > 1 and sum(secret) >= RULES.minimum)


def test_every_flag_says_its_threshold_in_both_languages():
    rules = CellRules(half_width=0.125, n_effective=40, ci_width=0.25, relative_width=1.5, minimum_df=6)

    assert {flag.name: flag.sentence(rules) for flag in Flag} == {
        "WIDE": ("Sai số lớn hơn ±12,5 điểm.", "The margin of error exceeds ±12.5 points."),
        "SMALL_EFFECTIVE": ("Cỡ mẫu hiệu dụng dưới 40.", "The effective sample size is below 40."),
        "WIDE_INTERVAL": (
            "Khoảng tin cậy rộng từ 25 điểm trở lên.",
            "The interval is 25 points wide or more.",
        ),
        "RELATIVE_WIDTH": (
            "Khoảng tin cậy rộng hơn 150 % của chính tỷ lệ.",
            "The interval is wider than 150 % of the share itself.",
        ),
        "FEW_DF": ("Dưới 6 bậc tự do: sai số kém chắc chắn.", "Fewer than 6 degrees of freedom."),
        "ALL_ALIKE": ("Mọi câu trả lời như nhau (0 % hoặc 100 %).", "All answers are alike (0 % or 100 %)."),
    }
