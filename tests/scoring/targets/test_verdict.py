"""Five verdicts from the printed interval; p-values as R gives them; honest about what is undecided."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.method.multiplicity import adjust
from scoring.targets.verdict import Judgement, Measured, Verdict, judge, judge_together

GOLDEN = Path(__file__).parents[2] / "golden" / "statistics"
SMALL = json.loads((GOLDEN / "sipas_small.expected.json").read_text("utf-8"))
BLOCKS = [name for name in ("wr", "fpc1", "fpc3") if name in SMALL]


def measured(estimate, low, high, **other):
    return Measured(estimate, other.pop("se", 0.02), other.pop("df", 30), low, high, 800, **other)


def criteria_of(block):
    criteria = SMALL[block]["criteria"]["mean_of_items"]
    low, high = criteria["ci_low"], criteria["ci_high"]
    return [
        Measured(p, se, criteria["df"], a, b, 800)
        for p, se, a, b in zip(criteria["estimate"], criteria["se"], low, high, strict=True)
    ]


@pytest.mark.parametrize("block", BLOCKS)
def test_tests_against_the_target_equal_r(block):
    expected = SMALL[block]["target_8325"]

    found = [judge(each, expected["target"]) for each in criteria_of(block)]

    assert [each.t for each in found] == pytest.approx(expected["t"], rel=1e-9)
    assert [each.p_below for each in found] == pytest.approx(expected["p_one_sided_below"], rel=1e-9)
    assert [each.p_above for each in found] == pytest.approx(expected["p_one_sided_above"], rel=1e-9)
    assert [each.probability for each in found] == pytest.approx(expected["p_lower_tail_meets"], rel=1e-9)


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("how", ["bonferroni", "holm", "hochberg", "bh", "by"])
def test_adjusted_p_values_equal_r(block, how):
    expected = SMALL[block]["target_8325"]

    assert adjust(expected["p_one_sided_below"], how) == pytest.approx(expected[how], rel=1e-9)


@pytest.mark.parametrize(
    ("how", "adjusted"),
    [
        ("none", [0.045, 0.03, 0.04]),
        ("bonferroni", [0.135, 0.09, 0.12]),
        ("holm", [0.09, 0.09, 0.09]),
        ("hochberg", [0.045, 0.045, 0.045]),
        ("bh", [0.045, 0.045, 0.045]),
        ("by", [0.0825, 0.0825, 0.0825]),
    ],
)
def test_near_p_values_tell_stepping_up_from_stepping_down(how, adjusted):
    one, two, three = adjusted

    assert adjust([0.045, None, 0.03, 0.04], how) == [
        pytest.approx(one), None, pytest.approx(two), pytest.approx(three)
    ]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS)
def test_a_verdict_is_decided_exactly_when_its_one_sided_test_is(block):
    for each in criteria_of(block):
        judgement = judge(each, 0.8325)
        assert judgement.verdict.decided == (min(judgement.p_below, judgement.p_above) <= 0.025)


@pytest.mark.parametrize(
    ("value", "target", "verdict"),
    [
        (measured(0.85, 0.84, 0.86), 0.8325, Verdict.REACHED),
        (measured(0.85, 0.8325, 0.87), 0.8325, Verdict.REACHED),
        (measured(0.85, 0.80, 0.90), 0.8325, Verdict.REACHED_UNSURE),
        (measured(0.8325, 0.80, 0.86), 0.8325, Verdict.REACHED_UNSURE),
        (measured(0.83249, 0.80, 0.86), 0.8325, Verdict.MISSED_UNSURE),
        (measured(0.80, 0.77, 0.8325), 0.8325, Verdict.MISSED_UNSURE),
        (measured(0.80, 0.77, 0.83), 0.8325, Verdict.MISSED),
        (measured(0.1 + 0.2, 0.2, 0.4), 0.3, Verdict.REACHED_UNSURE),
        (None, 0.8325, Verdict.NO_DATA),
        (measured(0.8, 0.7, 0.9, df=0), 0.8325, Verdict.NO_DATA),
        (measured(0.8, 0.7, 0.9, se=math.nan), 0.8325, Verdict.NO_DATA),
    ],
)
def test_the_verdict_compares_unrounded_numbers(value, target, verdict):
    assert judge(value, target).verdict is verdict


def test_a_census_is_decided_without_a_test():
    judgement = judge(Measured(0.83, 0.0, 30, 0.83, 0.83, 800), 0.8325)

    assert (judgement.verdict, judgement.p_below, judgement.n_to_settle) == (Verdict.MISSED, None, None)


def test_no_data_says_nothing_else():
    assert judge(None, 0.9) == Judgement(Verdict.NO_DATA, 0.9)


def test_an_undecided_verdict_says_how_many_answers_would_settle_it():
    judgement = judge(measured(0.82, 0.78, 0.86), 0.8325)

    assert judgement.verdict is Verdict.MISSED_UNSURE
    # Half-width 2.0423 × 0.02 has to shrink to the gap of 0.0125: 800 × 10.68 answers.
    assert judgement.n_to_settle == 8542
    assert judge(measured(0.8325, 0.78, 0.86), 0.8325).n_to_settle is None


def test_adjusting_can_only_make_a_verdict_less_certain():
    alone = [judge(each, 0.8325) for each in criteria_of("wr")]

    together = judge_together(alone, "holm")

    assert [each.adjustment for each in together] == ["holm"] * 8
    for before, after in zip(alone, together, strict=True):
        assert after.p_adjusted >= before.p_below
        assert after.verdict is before.verdict or not after.verdict.decided
    assert [each.verdict for each in judge_together(alone, "none")] == [each.verdict for each in alone]


@pytest.mark.parametrize(
    ("gap", "alone", "together"),
    [
        (2.2, Verdict.REACHED, Verdict.REACHED_UNSURE),
        (-2.2, Verdict.MISSED, Verdict.MISSED_UNSURE),
        (2.5, Verdict.REACHED, Verdict.REACHED),
        (-2.5, Verdict.MISSED, Verdict.MISSED),
        (1.9, Verdict.REACHED_UNSURE, Verdict.REACHED_UNSURE),
    ],
)
def test_of_two_criteria_one_is_decided_together_only_at_half_the_level(gap, alone, together):
    # With 30 df a gap of 2.2 standard errors has p = 0.018 alone, Holm's 0.036 of two; 2.5 has 0.009 and 0.018.
    estimate = 0.8325 + gap * 0.02
    first = judge(measured(estimate, estimate - 2.0423 * 0.02, estimate + 2.0423 * 0.02), 0.8325)
    second = judge(measured(0.8325, 0.79, 0.87), 0.8325)

    adjusted = judge_together([first, second], "holm")

    assert first.verdict is alone
    assert adjusted[0].verdict is together
    assert adjusted[0].p_adjusted == pytest.approx(2 * min(first.p_below, first.p_above), rel=1e-12)
    assert adjusted[1].verdict is second.verdict


@given(
    p=st.lists(st.floats(0, 1) | st.none(), max_size=12),
    how=st.sampled_from(["holm", "hochberg", "bh", "by"]),
)
def test_adjusted_p_values_are_never_smaller_and_keep_their_order(p, how):
    adjusted = adjust(p, how)

    pairs = [(before, after) for before, after in zip(p, adjusted, strict=True) if before is not None]
    assert all(before - 1e-15 <= after <= 1 for before, after in pairs)
    assert [after for _, after in sorted(pairs)] == sorted(after for _, after in pairs)


@given(
    estimate=st.floats(0.05, 0.95),
    se=st.floats(0.001, 0.05),
    target=st.floats(0.05, 0.95),
    df=st.integers(1, 60),
)
def test_on_the_logit_scale_the_test_agrees_with_the_logit_interval(estimate, se, target, df):
    from scipy.special import expit, logit, stdtrit

    half = stdtrit(df, 0.975) * se / (estimate * (1 - estimate))
    low, high = expit(logit(estimate) - half), expit(logit(estimate) + half)
    judgement = judge(Measured(estimate, se, df, float(low), float(high), 100, "logit"), target)

    p = judgement.p_above if estimate >= target else judgement.p_below
    if abs(p - 0.025) > 1e-9:
        assert judgement.verdict.decided == (p < 0.025)


def test_every_verdict_has_an_english_name_and_a_key():
    assert {verdict.en for verdict in Verdict} == {
        "Reached",
        "Reached, not certain",
        "Not reached, within error",
        "Not reached",
        "No conclusion",
        "Not enough data",
    }
    assert Verdict.NO_DATA.key == "no_data"
