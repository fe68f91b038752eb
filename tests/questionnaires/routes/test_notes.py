"""Written notes: the answers they name, the items they lead past, and sentences that no program understands."""

import pytest

from questionnaires import load
from questionnaires.routes.notes import Claim, answers_named, claims, references

SIPAS = load.published("sipas-2025")
D00 = SIPAS.items["D00"]
BETWEEN = tuple(list(SIPAS.items)[list(SIPAS.items).index("D00") + 1 : list(SIPAS.items).index("D25")])


def told(text, item=D00):
    return claims(text, item, SIPAS)


@pytest.mark.parametrize(
    "text",
    [
        "Nếu «Không», xin chuyển đến câu D25.",
        "Nếu chọn 3, chuyển sang câu D25",
        "Nếu Không thì sang câu D25.",
        "If “No”, please go to question D25.",
        "If no, continue with D25",
    ],
)
def test_a_jump_leads_past_all_that_lies_between(text):
    assert told(text) == (Claim("D00", frozenset({3}), BETWEEN, "D25"),)


@pytest.mark.parametrize(
    ("text", "skipped"),
    [
        ("Nếu «chưa nhận kết quả», bỏ qua mục 2.4.", ("D24a", "D24b", "D24c")),
        ("If “no result yet”, please skip 2.4.", ("D24a", "D24b", "D24c")),
        ("Nếu «chưa nhận kết quả», không trả lời các câu D24a–D24c.", ("D24a", "D24b", "D24c")),
        ("Nếu «chưa nhận kết quả», bỏ qua D24a đến D24c.", ("D24a", "D24b", "D24c")),
        ("If 2, skip D24", ("D24a", "D24b", "D24c")),
        ("If 2, skip D24a and D24c", ("D24a", "D24c")),
        ("Nếu 2, bỏ qua phần E", ("E1", "E2")),
    ],
)
def test_items_grids_sections_and_numbers_of_headings_are_skipped_by_name(text, skipped):
    assert told(text) == (Claim("D00", frozenset({2}), skipped),)


def test_two_sentences_and_two_acts_are_told_apart():
    both = told("Nếu «Không», chuyển đến câu D25. Nếu «chưa nhận kết quả», bỏ qua mục 2.4.")
    assert [(claim.codes, claim.target) for claim in both] == [({3}, "D25"), ({2}, None)]

    skip, jump = told("Nếu «Không», bỏ qua D24a và chuyển đến câu D25.")
    assert (skip.skipped, jump.target) == (("D24a",), "D25")
    assert skip.codes == jump.codes == {3}


def test_what_is_referred_to_but_not_asked_is_named():
    (claim,) = told("Nếu «Không», chuyển đến câu D99.")

    assert (claim.target, claim.skipped, claim.unknown) == (None, (), ("D99",))


@pytest.mark.parametrize(
    "text", ["Xin đọc kỹ.", "Câu này rất quan trọng; xin chuyển đến câu D25.", "Nếu «Không», xin nói vì sao."]
)
def test_a_sentence_without_condition_or_act_claims_nothing(text):
    assert told(text) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Nếu «Có, đã nhận kết quả» hoặc «Không»", {1, 3}),
        ("Nếu «Có»", {1, 2}),
        ("Nếu chọn 1 hoặc 2", {1, 2}),
        ("Nếu không chọn «Có»", None),
        ("If not “No”", None),
        ("Nếu chọn 7", None),
        ("Nếu «Có lẽ không nhớ gì»", None),
        ("Nếu Ông/Bà ở xa", None),
    ],
)
def test_answers_are_named_by_words_or_numbers_or_not_understood(text, codes):
    assert answers_named(text, D00) == codes


def test_an_item_of_text_has_no_answers_to_name():
    assert answers_named("Nếu «Có»", SIPAS.items["F2"]) is None


def test_words_that_are_no_names_refer_to_nothing():
    assert references("Ông/Bà ở Q thì 12 tháng qua, ngày 01/7/2025", SIPAS) == ((), ())
