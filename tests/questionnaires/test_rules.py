"""The language of rules: what is read is what was written, and what is no rule says where it stops being one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import rules
from questionnaires.errors import QuestionnaireError
from questionnaires.rule_tree import AllOf, Answered, AnyOf, Compare, Not, OneOf

items = st.sampled_from(["A1", "B2", "Q", "inside", "order"])
codes = st.integers(0, 999)
atoms = st.one_of(
    st.builds(Compare, items, st.sampled_from(rules.OPERATORS), codes),
    st.builds(OneOf, items, st.frozensets(codes, min_size=1, max_size=3)),
    st.builds(Answered, items),
)
any_rule = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@given(any_rule)
def test_a_rule_that_is_written_is_read_as_the_same_rule(rule):
    assert rules.parse(rules.write(rule)) == rule


@given(st.text(max_size=60) | st.text("A1 =!<>()[],inotadrwe", max_size=60))
def test_any_text_is_a_rule_or_a_refusal(text):
    try:
        assert rules.items_of(rules.parse(text))
    except QuestionnaireError as refusal:
        said = refusal.vi
    else:
        return

    assert "viết như" in said


@given(any_rule.map(rules.write).filter(lambda text: len(text) < 450), st.data())
def test_a_rule_with_its_brackets_and_blanks_moved_is_a_rule_or_a_refusal(text, data):
    loose = text.replace("==", " == ").replace("(", " ( ").replace(")", " ) ").replace("[", " [ ").split(" ")
    place = data.draw(st.integers(0, len(loose)))
    changed = [*loose[:place], data.draw(st.sampled_from(["", "not", "(", ")", "1", "or"])), *loose[place:]]
    try:
        rule = rules.parse(" ".join(changed))
    except QuestionnaireError:
        return

    assert rules.parse(rules.write(rule)) == rule
    assert rules.items_of(rule) == rules.items_of(rules.parse(text))


@pytest.mark.parametrize(
    ("written", "same"),
    {
        "A==1": "A == 1",
        "((A == 1))": "A == 1",
        "not not A == 1": "not not A == 1",
        "A in [2,1, 2]": "A in [1, 2]",
        "A == 007": "A == 7",
        "(A == 1 or B == 1) and C == 1": "(A == 1 or B == 1) and C == 1",
        "not (A == 1 and B == 1)": "not (A == 1 and B == 1)",
        "A == 1 or (B == 1 or C == 1)": "A == 1 or (B == 1 or C == 1)",
    }.items(),
)
def test_a_rule_is_written_in_one_way(written, same):
    assert rules.write(rules.parse(written)) == same


@pytest.mark.parametrize(
    ("text", "words"),
    {
        "": "cần mã câu hỏi",
        "A": "sau A cần",
        "A = 1": "viết ==",
        "A == B": "cần mã phương án",
        "A in 1": "cần «[»",
        "A in []": "cần mã phương án",
        "A in [1": "cần «]»",
        "(A == 1": "cần «)»",
        "A == 1 B == 2": "cần hết điều kiện",
        "A == 1 and": "cần mã câu hỏi",
        "not": "cần mã câu hỏi",
        "answered A": "cần «(»",
        "and == 1": "cần mã câu hỏi",
        "A == 1; import os": "sai từ",
        "A == 1 or " * 60 + "A == 1": "dài quá",
        "(" * 40 + "A == 1" + ")" * 40: "lồng nhau",
        "not " * 40 + "A == 1": "lồng nhau",
    }.items(),
)
def test_what_is_no_rule_is_refused_with_an_example(text, words):
    with pytest.raises(QuestionnaireError, match="viết như") as refusal:
        rules.parse(text)

    assert words in refusal.value.vi


def test_and_binds_tighter_than_or():
    rule = rules.parse("A == 1 or B == 1 and C == 1")

    assert rule == AnyOf(
        (Compare("A", "==", 1), AllOf((Compare("B", "==", 1), Compare("C", "==", 1)))),
    )


def test_the_items_of_a_rule_come_once_from_left_to_right():
    assert rules.items_of(rules.parse("not (B == 1 or A in [1]) and answered(B)")) == ("B", "A")


@pytest.mark.parametrize("nested", ["({})", "not {}", "not ({})"])
def test_a_rule_may_nest_as_deep_as_the_limit_and_no_deeper(nested):
    deepest = "A == 1"
    # Each bracket and each "not" is one level, and so is what stands in the innermost.
    while (nested.format(deepest)).count("(") + nested.format(deepest).count("not") < rules.DEEPEST_RULE:
        deepest = nested.format(deepest)

    assert rules.items_of(rules.parse(deepest)) == ("A",)
    with pytest.raises(QuestionnaireError, match="lồng nhau"):
        rules.parse(nested.format(deepest))


def test_a_rule_may_have_five_hundred_characters():
    longest = "A == 1".ljust(rules.LONGEST_RULE)

    assert rules.items_of(rules.parse(longest)) == ("A",)
    with pytest.raises(QuestionnaireError, match="dài quá 500 ký tự"):
        rules.parse(longest + " ")
