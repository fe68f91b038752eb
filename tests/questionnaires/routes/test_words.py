"""A rule in words: true of whom the rule holds, in both languages, whatever it is made of."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import load, rules
from questionnaires.model import Text
from questionnaires.routes.words import only_if
from questionnaires.routing import holds
from questionnaires.rule_tree import AllOf, AnyOf, Compare, Not, OneOf

SIPAS = load.published("sipas-2025")


@pytest.fixture
def small(small_text):
    return load.loads(small_text, "small.toml")


def said(rule, questionnaire):
    return only_if(rules.parse(rule), questionnaire)


@pytest.mark.parametrize(
    ("rule", "vi", "en"),
    [
        ("Q1 == 1", "Chỉ trả lời nếu chọn «Có» ở câu Q1.", "Only answer if you chose “Yes” in Q1."),
        (
            "not Q1 == 2",
            "Chỉ trả lời nếu không chọn «Không» ở câu Q1.",
            "Only answer if you did not choose “No” in Q1.",
        ),
        ("Q1 != 2", "Chỉ trả lời nếu chọn «Có» ở câu Q1.", "Only answer if you chose “Yes” in Q1."),
        (
            "G1 >= 2",
            "Chỉ trả lời nếu chọn «Vừa» hoặc «Tốt» ở câu G1.",
            "Only answer if you chose “So-so” or “Good” in G1.",
        ),
        (
            "not Q2 in [1, 5]",
            "Chỉ trả lời nếu không chọn «Nhanh hơn» và cũng không chọn «Gần hơn» ở câu Q2.",
            "Only answer if you did not choose “Faster” or “Nearer” in Q2.",
        ),
        ("answered(Q3)", "Chỉ trả lời nếu có trả lời câu Q3.", "Only answer if you answered Q3."),
        (
            "not answered(Q2)",
            "Chỉ trả lời nếu không trả lời câu Q2.",
            "Only answer if you did not answer Q2.",
        ),
        ("G1 <= 3", "Chỉ trả lời nếu có trả lời câu G1.", "Only answer if you answered G1."),
        (
            "Q1 == 1 and (G1 == 1 or Q2 in [5])",
            "Chỉ trả lời nếu chọn «Có» ở câu Q1 và (chọn «Tệ» ở câu G1 hoặc chọn «Gần hơn» ở câu Q2).",
            "Only answer if you chose “Yes” in Q1 and (chose “Bad” in G1 or chose “Nearer” in Q2).",
        ),
        (
            "not (Q1 == 1 and G1 == 1)",
            "Chỉ trả lời nếu không chọn «Có» ở câu Q1 hoặc không chọn «Tệ» ở câu G1.",
            "Only answer if you did not choose “Yes” in Q1 or did not choose “Bad” in G1.",
        ),
    ],
)
def test_a_rule_is_said_in_the_words_of_its_options(small, rule, vi, en):
    assert said(rule, small) == Text(vi, en)


def test_many_options_are_told_by_those_left_over():
    assert said("A5 != 7", SIPAS).vi == "Chỉ trả lời nếu có trả lời câu A5 và không chọn «Khác» ở câu A5."
    assert said("A5 in [1, 2, 3]", SIPAS).vi.count("«") == 3


ATOMS = ["chọn «{}» ở câu {}", "không chọn «{}» ở câu {}"]
ITEMS = {"A1": (1, 2, 3), "A3": (1, 2), "A7": (1, 2)}


def sentences_meaning(text, answers):
    """Return what a sentence of single choices says of answers, read the way a person reads it."""
    words = {f"«{option.text.vi}»": option.code for name in ITEMS for option in SIPAS.items[name].options}
    body = text.removeprefix("Chỉ trả lời nếu ").removesuffix(".")

    def value(part):
        part = part.strip()
        depth, at = 0, []
        for joint in (" hoặc ", " và "):
            depth, pieces, start = 0, [], 0
            for i, letter in enumerate(part):
                depth += (letter == "(") - (letter == ")")
                if depth == 0 and part.startswith(joint, i):
                    pieces.append(part[start:i])
                    start = i + len(joint)
            at = [*pieces, part[start:]]
            if len(at) > 1:
                return (any if joint == " hoặc " else all)([value(one) for one in at])
        if part.startswith("("):
            return value(part[1:-1])
        chosen, _, item = part.rpartition(" ở câu ")
        return (answers[item] == words[chosen.rpartition("chọn ")[2]]) is not part.startswith("không")

    return value(body)


@st.composite
def single_choice_rules(draw, depth=2):
    kind = draw(st.sampled_from(["atom", "not", "and", "or"] if depth else ["atom"]))
    if kind == "atom":
        name = draw(st.sampled_from(list(ITEMS)))
        return OneOf(name, frozenset({draw(st.sampled_from(ITEMS[name]))}))
    if kind == "not":
        return Not(draw(single_choice_rules(depth - 1)))
    parts = tuple(draw(st.lists(single_choice_rules(depth - 1), min_size=2, max_size=3)))
    return (AllOf if kind == "and" else AnyOf)(parts)


@given(single_choice_rules())
def test_the_sentence_means_what_the_rule_means_for_every_answer(rule):
    sentence = only_if(rule, SIPAS).vi
    for codes in product(*ITEMS.values()):
        answers = dict(zip(ITEMS, codes, strict=True))
        assert sentences_meaning(sentence, answers) == holds(rule, answers)


def test_a_comparison_with_no_option_left_is_said_all_the_same():
    assert (
        only_if(Compare("A3", "==", 2), SIPAS).en == "Only answer if you chose “Another ethnic group” in A3."
    )
