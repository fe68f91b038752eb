"""The path told on paper: by a written note where it leads everybody right, else in words made from the rule."""

import pytest

from questionnaires import load
from questionnaires.routes.told import contradictions, with_paths_told


def asked(small_text, *changes):
    for before, after in changes:
        assert before in small_text
        small_text = small_text.replace(before, after, 1)
    return load.loads(small_text, "small.toml")


def noted(note, english=None):
    en = f', en = "{english}"' if english else ""
    return "required = true", f'required = true\npaper = {{ skip_note = {{ vi = "{note}"{en} }} }}'


def own_note(note):
    return 'id = "Q3"\n', f'id = "Q3"\npaper = {{ applies_note = {{ vi = "{note}" }} }}\n'


def told(questionnaire):
    return {
        name: item.paper.applies_note.vi
        for name, item in with_paths_told(questionnaire).items.items()
        if item.paper.applies_note
    }


Q3 = {"Q3": "Chỉ trả lời nếu chọn «Gần hơn» ở câu Q2."}


def test_every_item_with_a_rule_is_told_where_nothing_is_written(small_text):
    grid = "Chỉ trả lời nếu không chọn «Không» ở câu Q1."

    assert told(asked(small_text)) == {"G1": grid, "G2": grid} | Q3


def test_a_note_that_leads_past_an_item_tells_it(small_text):
    assert told(asked(small_text, noted("Nếu «Không», chuyển đến câu Q2."))) == Q3
    assert set(told(asked(small_text, noted("Nếu «Không», bỏ qua câu G1.")))) == {"G2", "Q3"}


def test_a_note_that_leads_only_some_of_them_past_an_item_does_not_tell_it(small_text):
    rule = ('applies = "Q2 in [5]"', 'applies = "Q1 == 1 and Q2 in [5]"')
    some = asked(small_text, noted("Nếu «Không», bỏ qua G, Q3."), rule)

    assert told(some) == {"Q3": "Chỉ trả lời nếu chọn «Có» ở câu Q1 và chọn «Gần hơn» ở câu Q2."}


def test_a_chain_is_told_link_by_link_and_by_a_note_over_the_whole_of_it(small_text):
    chain = ('applies = "Q2 in [5]"', 'applies = "G1 == 1"')

    assert told(asked(small_text, chain))["Q3"] == "Chỉ trả lời nếu chọn «Tệ» ở câu G1."
    assert set(told(asked(small_text, chain, noted("Nếu «Không», bỏ qua G, Q3.")))) == {"Q3"}


@pytest.mark.parametrize(
    "text",
    ["Nếu chọn «Gần hơn»: ở đâu?", "(Chỉ trả lời nếu muốn gần hơn) Ở đâu?", "Dành cho người ở xa: ở đâu?"],
)
def test_an_item_whose_own_words_begin_with_a_condition_says_it_itself(small_text, text):
    assert "Q3" not in told(asked(small_text, ('vi = "Ở đâu?"', f'vi = "{text}"')))


def test_words_that_only_look_like_a_condition_do_not_silence_the_rule(small_text):
    assert "Q3" in told(asked(small_text, ('vi = "Ở đâu?"', 'vi = "Chỉ số nhà?"')))


def test_the_authors_own_sentence_is_printed_instead_of_the_one_from_the_rule(small_text):
    own = asked(small_text, own_note("Chỉ dành cho người chọn «Gần hơn» ở câu Q2."))

    assert told(own)["Q3"] == "Chỉ dành cho người chọn «Gần hơn» ở câu Q2."
    assert contradictions(own) == []


def test_what_is_kept_of_a_questionnaire_and_its_version_have_no_sentence_from_rules(small_text):
    questionnaire = asked(small_text)

    assert with_paths_told(questionnaire).version == questionnaire.version
    assert all(item.paper.applies_note is None for item in questionnaire.items.values())


@pytest.mark.parametrize("name", load.library_names())
def test_the_notes_of_a_published_questionnaire_agree_with_its_rules(name):
    assert contradictions(load.published(name)) == []


def test_the_published_form_tells_every_path_by_its_notes_and_the_perception_form_by_its_rules():
    assert told(load.published("sipas-2025")) == {}
    assert set(told(load.published("sipas-2025-perception"))) == {"D00b", "D00c"}


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("Nếu «Có», chuyển đến câu Q2.", ["người chọn 1 bỏ qua câu G1", "người chọn 1 bỏ qua câu G2"]),
        ("Nếu «Không», chuyển đến câu Q3.", ["người chọn 2 bỏ qua câu Q2, nhưng câu ấy không có điều kiện"]),
        (
            "Nếu «Không», bỏ qua câu G1, Q3.",
            ["người chọn 2 bỏ qua câu Q3, nhưng điều kiện của câu ấy là «Q2 in [5]»"],
        ),
        ("Nếu «Không», chuyển đến câu G2.", ["người chọn 2 chuyển đến câu G2"]),
        ("Nếu «Không», chuyển đến câu Q1.", ["câu Q1 không đứng sau"]),
        ("Nếu «Không», chuyển đến câu D25.", ["không có câu «D25»"]),
        ("Nếu «Không», chuyển đến câu Q2.", []),
        ("Nếu Ông/Bà vội, chuyển đến câu Q2.", []),
    ],
)
def test_a_note_that_leads_otherwise_than_the_rules_is_named_with_item_and_rule(small_text, note, what):
    found = contradictions(asked(small_text, noted(note)))

    assert {(one.item, one.key) for one in found} <= {("Q1", "paper.skip_note")}
    assert len(found) == len(what)
    assert all(part in one.message.vi for part, one in zip(what, found, strict=True))


def test_the_english_of_a_note_is_judged_too(small_text):
    (found, _) = contradictions(
        asked(small_text, noted("Nếu «Không», chuyển đến câu Q2.", "If “Yes”, go to Q2."))
    )

    assert found.message.en.startswith("the note sends who chose 1 past G1")


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("Chỉ trả lời nếu chọn «Rẻ hơn» ở câu Q2.", "không nói như điều kiện «Q2 in [5]»"),
        ("Chỉ trả lời nếu chọn «Có» ở câu Q1.", "không nói như điều kiện «Q2 in [5]»"),
        ("Chỉ trả lời nếu chọn 2 ở câu Q2.", "không nói như điều kiện"),
        ("Chỉ trả lời nếu ở câu D25 chọn 5.", "không có câu «D25»"),
        ("Chỉ trả lời nếu chọn 5 ở câu Q2.", None),
        ("Chỉ trả lời nếu thấy cần.", None),
    ],
)
def test_a_sentence_of_the_authors_is_held_against_the_rule_of_its_item(small_text, note, what):
    found = contradictions(asked(small_text, own_note(note)))

    assert [(one.item, one.key) for one in found] == [("Q3", "paper.applies_note")] * (what is not None)
    assert what is None or what in found[0].message.vi


def test_a_sentence_on_who_answers_an_item_that_everybody_answers_is_named(small_text):
    everybody = asked(
        small_text, own_note("Chỉ trả lời nếu chọn 5 ở câu Q2."), ('applies = "Q2 in [5]"\n', "")
    )

    assert "ai cũng được hỏi" in contradictions(everybody)[0].message.vi
