"""The gate: what a web page refuses, what paper keeps, and what every door makes of the same answers."""

import pytest

from questionnaires import answers, load
from questionnaires.errors import QuestionnaireError

DOORS = ["web", "paper", "scan", "import"]
PAPER = ["paper", "scan", "import"]


@pytest.fixture(scope="module")
def sipas():
    return load.published("sipas-2025")


def levels(checked):
    return [(p.level, p.item, p.check) for p in checked.problems]


@pytest.mark.parametrize("source", DOORS)
def test_the_same_answers_give_the_same_bytes_through_every_door(small, source):
    raw = {"Q1": ["1"], "G1": ["3"], "G2": ["kb"], "Q2": ["5", "1"], "Q3": ["Ấp 3"]}

    checked = answers.read(small, raw, source=source)

    assert checked == answers.Checked(answers.Answers(bytes([1, 3, 201, 1, 2, 1]), {"Q3": "Ấp 3"}))


@pytest.mark.parametrize("source", DOORS)
def test_a_blank_item_off_the_path_does_not_apply(small, source):
    checked = answers.read(small, {"Q1": ["2"]}, source=source)

    assert answers.decode(small, checked.answers.codes) == {
        "Q1": 2, "G1": 202, "G2": 202, "Q2_1": 0, "Q2_2": 0, "Q2_5": 0
    }  # fmt: skip
    assert checked.problems == ()


def test_a_web_page_drops_what_was_answered_before_the_path_changed(small):
    raw = {"Q1": ["2"], "G1": ["3"], "Q2": ["1"], "Q3": ["ở đây"]}

    checked = answers.read(small, raw, source="web")

    assert checked.problems == ()
    assert answers.decode(small, checked.answers.codes)["G1"] == 202
    assert checked.answers.texts == {}


@pytest.mark.parametrize("source", PAPER)
def test_paper_keeps_what_was_marked_off_the_path_and_says_so(small, source):
    raw = {"Q1": ["2"], "G1": ["3"], "Q2": ["1"], "Q3": ["ở đây"]}

    checked = answers.read(small, raw, source=source)

    assert levels(checked) == [("soft", "G1", "off-path"), ("soft", "Q3", "off-path")]
    assert answers.decode(small, checked.answers.codes) == {
        "Q1": 2, "G1": 3, "G2": 202, "Q2_1": 1, "Q2_2": 2, "Q2_5": 2
    }  # fmt: skip
    assert checked.answers.texts == {"Q3": "ở đây"}


WEB_REFUSES = {
    "a blank that is required": ({"Q1": []}, "Q1", "required"),
    "two marks": ({"G1": ["1", "2"]}, "G1", "one-only"),
    "a mark for two marks": ({"G1": ["*"]}, "G1", "not-an-option"),
    "an illegible mark": ({"G1": ["?"]}, "G1", "not-an-option"),
    "an illegible mark among others": ({"Q2": ["1", "?"]}, "Q2", "not-an-option"),
    "too many choices": ({"Q2": ["1", "2", "5"]}, "Q2", "too-many"),
    "not applicable where it applies": ({"G1": ["kad"]}, "G1", "applies"),
    "a hard check": ({"G1": ["3"], "G2": ["1"]}, "G2", "fast-and-wrong"),
}
ALL_REFUSE = {
    "a digit that is no option": ({"G1": ["4"]}, "G1", "not-an-option"),
    "a code of the storage": ({"G1": ["201"]}, "G1", "not-an-option"),
    "zero": ({"G1": ["0"]}, "G1", "not-an-option"),
    "a word": ({"G1": ["tốt"]}, "G1", "not-an-option"),
    "an Arabic digit": ({"G1": ["٣"]}, "G1", "not-an-option"),
    "a negative number": ({"G1": ["-1"]}, "G1", "not-an-option"),
    "a very long number": ({"G1": ["1" * 5000]}, "G1", "not-an-option"),
    "don't know where it is not offered": ({"Q1": ["kb"]}, "Q1", "not-an-option"),
    "don't know among choices": ({"Q2": ["kb"]}, "Q2", "not-an-option"),
    "two marks among choices": ({"Q2": ["*"]}, "Q2", "not-an-option"),
    "not applicable and an option": ({"G1": ["kad", "1"]}, "G1", "not-an-option"),
    "not applicable and a choice": ({"Q2": ["1", "kad"]}, "Q2", "not-an-option"),
    "an item nobody asked": ({"Q9": ["1"]}, "Q9", "unknown-item"),
    "text that is too long": ({"Q2": ["5"], "Q3": ["x" * 21]}, "Q3", "too-long"),
    "text for a choice": ({"Q1": ["<script>"]}, "Q1", "not-an-option"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "item", "check"), (WEB_REFUSES | ALL_REFUSE).values(), ids=WEB_REFUSES | ALL_REFUSE
)
def test_a_web_page_refuses(small, raw, item, check):
    checked = answers.read(small, {"Q1": ["1"]} | raw, source="web")

    assert checked.answers is None
    assert ("hard", item, check) in levels(checked)


@pytest.mark.parametrize("source", PAPER)
@pytest.mark.parametrize(("raw", "item", "check"), ALL_REFUSE.values(), ids=ALL_REFUSE)
def test_what_is_no_mark_at_all_is_refused_from_paper_too(small, raw, item, check, source):
    checked = answers.read(small, {"Q1": ["1"]} | raw, source=source)

    assert checked.answers is None
    assert levels(checked) == [("hard", item, check)]


PAPER_KEEPS = {
    "a blank": ({"G1": []}, "G1", 0, []),
    "two marks": ({"G1": ["1", "2"]}, "G1", 203, []),
    "a mark for two marks": ({"G1": ["*"]}, "G1", 203, []),
    "an illegible mark": ({"G1": ["?"]}, "G1", 204, []),
    "a mark beside an illegible one": ({"G1": ["3", "?"]}, "G1", 204, []),
    "the same mark twice": ({"G1": ["3", " 3 "]}, "G1", 3, []),
    "a leading zero": ({"G1": ["03"]}, "G1", 3, []),
    "capital letters": ({"G1": ["KB"]}, "G1", 201, []),
    "not applicable where it applies": ({"G1": ["kad"]}, "G1", 202, [("soft", "G1", "applies")]),
    "too many choices": ({"Q2": ["1", "2", "5"]}, "Q2_5", 1, [("soft", "Q2", "too-many")]),
    "an illegible choice beside a clear one": ({"Q2": ["1", "?"]}, "Q2_5", 204, []),
    "choices of which none can be read": ({"Q2": ["?"]}, "Q2_1", 204, []),
    "a hard check": ({"G1": ["3"], "G2": ["1"]}, "G2", 1, [("soft", "G2", "fast-and-wrong")]),
}  # fmt: skip


@pytest.mark.parametrize("source", PAPER)
@pytest.mark.parametrize(("raw", "column", "code", "problems"), PAPER_KEEPS.values(), ids=PAPER_KEEPS)
def test_paper_is_kept_as_it_is_marked(small, raw, column, code, problems, source):
    checked = answers.read(small, {"Q1": ["1"]} | raw, source=source)

    assert answers.decode(small, checked.answers.codes)[column] == code
    assert levels(checked) == problems


def test_a_web_page_asks_once_about_a_blank(small):
    raw = {"Q1": ["1"], "G1": ["2"]}
    first = answers.read(small, raw, source="web")

    again = answers.read(small, raw, source="web", confirmed=frozenset(p.key for p in first.problems))

    assert levels(first) == [("soft", "G2", "blank")]
    assert again == answers.Checked(first.answers)


def test_a_web_page_asks_about_a_choice_left_blank_and_not_about_choices_or_text(small_text):
    small = load.loads(small_text.replace("required = true\n", ""), "f.toml")

    checked = answers.read(small, {"G1": ["2"], "G2": ["2"]}, source="web")

    assert levels(checked) == [("soft", "Q1", "blank")]
    assert levels(answers.read(small, {"G1": ["2"], "G2": ["2"]}, source="paper")) == []


def test_nobody_can_confirm_a_hard_problem_away(small):
    checked = answers.read(small, {"Q1": []}, source="web", confirmed=frozenset({"Q1:required"}))

    assert checked.answers is None


def test_a_soft_check_asks_at_the_last_item_it_is_about(small):
    checked = answers.read(small, {"Q1": ["1"], "G1": ["1"], "G2": ["1"]}, source="web")

    assert levels(checked) == [("soft", "Q2", "nothing-hoped")]
    assert checked.answers is not None


@pytest.mark.parametrize(
    ("written", "kept"),
    {
        "Đa\u0323i ho\u0323c": "Đại học",
        " hai\r\ndòng ": "hai\ndòng",
        "ba\rdòng\tnữa": "ba\ndòng nữa",
        "chuông\x07 và\x00 hết": "chuông và hết",
        "\u202eđảo\u200b": "đảo",
        "nửa \ud800": "nửa",
        "=1+1": "=1+1",
        "x" * 20 + "  ": "x" * 20,
    }.items(),
)
def test_text_is_kept_composed_and_without_control_characters(small, written, kept):
    checked = answers.read(small, {"Q1": ["2"], "Q2": ["5"], "Q3": [written]}, source="web")

    assert checked.answers.texts == {"Q3": kept}


def test_text_of_nothing_but_control_characters_is_no_text(small):
    checked = answers.read(small, {"Q1": ["2"], "Q2": ["5"], "Q3": ["\x00\u200b \n"]}, source="web")

    assert checked.answers.texts == {}


def test_every_problem_says_in_both_languages_what_to_do(small):
    raws = [raw for raw, *_ in (WEB_REFUSES | ALL_REFUSE).values()]
    for raw in raws:
        for problem in answers.read(small, raw, source="web").problems:
            assert problem.message.vi
            assert problem.message.en


@pytest.mark.parametrize(
    ("raw", "offered"),
    [({"G1": ["9"]}, "1, 2, 3, KB."), ({"Q1": ["9"]}, "1, 2."), ({"Q2": ["9"]}, "1, 2, 5.")],
)
def test_a_token_that_is_no_answer_is_told_what_the_answers_are(small, raw, offered):
    (problem,) = answers.read(small, {"Q1": ["1"]} | raw, source="paper").problems

    assert problem.message.vi == f"«9» không phải phương án của câu này; xin chọn trong: {offered}"
    assert problem.message.en == f"“9” is no answer to this question; choose from: {offered}"


def test_a_correction_of_the_filter_finds_anew_what_applies(small):
    first = answers.read(small, {"Q1": ["2"]}, source="paper").answers

    corrected = answers.read(small, answers.tokens_of(small, first) | {"Q1": ["1"]}, source="paper")

    assert answers.decode(small, corrected.answers.codes)["G1"] == 0


def test_two_keyings_differ_where_the_marks_do_and_nowhere_else(small):
    one = answers.read(small, {"Q1": ["2"], "Q2": ["1"]}, source="paper").answers
    other = answers.read(small, {"Q1": ["1"], "Q2": ["2"]}, source="paper").answers

    assert answers.differing(small, one, other) == ("Q1", "Q2")
    assert answers.differing(small, one, one) == ()


@pytest.mark.parametrize(
    ("one", "other", "items"),
    [
        ({"Q1": ["1"]}, {}, ("Q1",)),
        ({"Q1": ["1"], "G1": ["?"]}, {"Q1": ["1"], "G1": ["*"]}, ("G1",)),
        ({"Q1": ["1"], "Q2": ["5"], "Q3": ["a"]}, {"Q1": ["1"], "Q2": ["5"]}, ("Q3",)),
        ({"Q1": ["1"], "Q2": ["5"], "Q3": ["a"]}, {"Q1": ["1"], "Q2": ["5"], "Q3": ["b"]}, ("Q3",)),
        ({"Q1": ["1"], "Q2": ["1", "2"]}, {"Q1": ["1"], "Q2": ["2"]}, ("Q2",)),
        ({"Q1": ["1"], "G2": ["kb"]}, {"Q1": ["1"]}, ("G2",)),
    ],
)
def test_a_mark_that_one_keying_has_and_the_other_has_not_is_a_difference(small, one, other, items):
    first, second = (answers.read(small, raw, source="paper").answers for raw in (one, other))

    assert answers.differing(small, first, second) == answers.differing(small, second, first) == items


def test_the_tokens_of_a_form_are_those_that_were_typed_without_what_follows_from_the_path(small):
    typed = {"Q1": ["1"], "G1": ["kad"], "G2": ["*"], "Q2": ["1", "5"], "Q3": ["Ở chợ"]}
    form = answers.read(small, typed, source="paper").answers
    skipped = answers.read(small, {"Q1": ["2"], "Q2": ["?"]}, source="paper").answers

    assert answers.tokens_of(small, form) == typed
    assert answers.tokens_of(small, skipped) == {"Q1": ["2"], "Q2": ["?"]}
    assert answers.decode(small, skipped.codes)["G1"] == 202


def test_a_web_page_says_nothing_of_a_wrong_answer_to_what_is_not_asked(small):
    raw = {"Q1": ["2"], "G1": ["1", "2"], "G2": ["9"], "Q2": ["1"], "Q3": ["a" * 50]}

    checked = answers.read(small, raw, source="web")

    assert checked.problems == ()
    assert answers.tokens_of(small, checked.answers) == {"Q1": ["2"], "Q2": ["1"]}
    told = answers.read(small, raw, source="paper").problems
    assert [(each.item, each.check) for each in told if each.level == "hard"] == [
        ("G2", "not-an-option"),
        ("Q3", "too-long"),
    ]


def test_of_a_long_token_the_first_twenty_letters_are_told(small):
    (problem,) = (
        each for each in answers.read(small, {"Q1": ["9" * 5000]}, source="web").problems if each.item == "Q1"
    )

    assert problem.message.vi.startswith(f"«{'9' * 20}» không phải")
    assert problem.message.en.startswith(f"“{'9' * 20}” is no answer")


@pytest.mark.parametrize(
    "codes",
    [
        b"",
        b"\x01" * 5,
        b"\x01" * 7,
        bytes([9, 0, 0, 0, 0, 0]),
        bytes([1, 201, 4, 0, 0, 0]),
        bytes([201, 0, 0, 0, 0, 0]),
    ],
)
def test_bytes_of_another_questionnaire_are_refused(small, codes):
    with pytest.raises(QuestionnaireError, match=r"mã \d|có \d+ mã"):
        answers.decode(small, codes)


@pytest.mark.parametrize("change", [{"Q1": 3}, {"Q9": 1}, {"Q2_1": 3}])
def test_columns_of_another_questionnaire_are_refused(small, change):
    blank = dict.fromkeys(["Q1", "G1", "G2", "Q2_1", "Q2_2", "Q2_5"], 0)

    with pytest.raises(QuestionnaireError):
        answers.encode(small, blank | change)


def test_a_missing_column_is_refused(small):
    with pytest.raises(QuestionnaireError, match="Q1"):
        answers.encode(small, {})


def test_two_ticks_on_the_filter_leave_everything_to_be_answered(sipas):
    checked = answers.read(sipas, {"D00": ["1", "3"], "D21a": ["4"]}, source="paper")

    assert checked.problems == ()
    assert answers.decode(sipas, checked.answers.codes)["D24a"] == 0


def test_the_path_of_a_half_filled_page_is_that_of_the_gate(sipas):
    raw = {"D00": ["3"], "D25": ["2"], "D21a": ["4"]}

    path = answers.path_of(sipas, raw)

    assert "D21a" not in path
    assert "D25a" in path
    assert "D25c" not in path
