"""Which items apply: the path looks back only, and answers off the path count as none."""

import pytest

from questionnaires import load, routing
from questionnaires.missing import DONT_KNOW, ILLEGIBLE, MULTIPLE, NOT_APPLICABLE
from questionnaires.rules import parse

SERVICE = [f"D2{n}" for n in "1234"]


@pytest.fixture(scope="module")
def sipas():
    return load.published("sipas-2025")


def left_out(questionnaire, answers):
    return [i for i in questionnaire.items if i not in routing.applicable(questionnaire, answers)]


def test_who_had_no_procedure_skips_the_service_items(sipas):
    out = left_out(sipas, {"D00": 3, "D25": 1})

    assert out[:2] == ["D00b", "D00c"]
    assert {i[:3] for i in out[2:]} == set(SERVICE)
    assert len(out) == 2 + 4 + 4 + 4 + 3


def test_who_has_no_result_yet_skips_the_results(sipas):
    assert left_out(sipas, {"D00": 2, "D00c": 1, "D25": 1}) == ["D24a", "D24b", "D24c"]


def test_who_submitted_online_skips_the_office(sipas):
    assert left_out(sipas, {"D00": 1, "D00c": 2, "D25": 1}) == ["D21a", "D21b", "D21c"]


def test_who_sent_no_complaint_skips_how_it_was_handled(sipas):
    assert left_out(sipas, {"D00": 1, "D25": 2}) == ["D25c", "D25d"]


@pytest.mark.parametrize("unclear", [None, 0, DONT_KNOW, MULTIPLE, ILLEGIBLE, NOT_APPLICABLE])
def test_an_unclear_filter_skips_nothing_but_its_details(sipas, unclear):
    answers = {} if unclear is None else {"D00": unclear, "D25": unclear}

    assert left_out(sipas, answers) == ["D00b", "D00c"]


@pytest.mark.parametrize("reached", [None, 0, DONT_KNOW])
def test_an_answer_off_the_path_counts_as_none(sipas, reached):
    # D00c is asked of those who handed in a procedure; ticked by somebody else it must not skip the office.
    answers = {"D00c": 2, "D25": 1} | ({} if reached is None else {"D00": reached})

    assert left_out(sipas, answers) == ["D00b", "D00c"]
    assert routing.applies(sipas, "D21a", answers) is True
    assert routing.applies(sipas, "D21a", answers | {"D00": 1}) is False


def test_an_item_nobody_has_is_the_callers_mistake(sipas):
    with pytest.raises(KeyError):
        routing.applies(sipas, "Z9", {})


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ("A == 1", {"A": 1}, True),
        ("A == 1", {}, False),
        ("A != 1", {"A": 2}, True),
        ("A != 1", {}, False),
        ("A != 1", {"A": 0}, False),
        ("A != 1", {"A": 201}, False),
        ("not A == 1", {}, True),
        ("A < 3", {"A": 2}, True),
        ("A < 3", {"A": 0}, False),
        ("A >= 3", {"A": 204}, False),
        ("A <= 3", {"A": 3}, True),
        ("A > 3", {"A": 3}, False),
        ("A in [1, 2]", {"A": 2}, True),
        ("A in [1, 2]", {"A": frozenset({2, 5})}, True),
        ("A in [1, 2]", {"A": frozenset({5})}, False),
        ("A in [1, 2]", {"A": frozenset()}, False),
        ("answered(A)", {"A": frozenset()}, False),
        ("answered(A)", {"A": 5}, True),
        ("answered(A)", {"A": 203}, False),
        ("answered(A)", {"A": 199}, True),
        ("answered(A)", {"A": 200}, False),
        ("A == 1 and B == 1", {"A": 1, "B": 1}, True),
        ("A == 1 and B == 1", {"A": 1}, False),
        ("A == 1 or B == 1", {"B": 1}, True),
    ],
)
def test_a_rule_holds_or_not(rule, values, expected):
    assert routing.holds(parse(rule), values) is expected


@pytest.mark.parametrize("values", [{}, {"B2": frozenset()}, {"B2": 0}])
def test_what_was_not_answered_is_no_option(values):
    rules = [
        "B2 == 1",
        "B2 in [1]",
        "B2 in [1, 2]",
        "B2 > 0",
        "answered(B2)",
        "not B2 in [1]",
        "not answered(B2)",
    ]

    assert [rule for rule in rules if routing.holds(parse(rule), values)] == rules[-2:]
