"""The table of missing kinds: what has to be true of its rows, whatever kinds there are."""

import pytest

from questionnaires import answers, load, missing
from questionnaires.model import LARGEST_OPTION_CODE

# What the review desk and the keying screen use for something else.
TAKEN_BY_THE_DESK = {"t", "u", "n", *"123456789"}
TAKEN_BY_THE_KEYING_SCREEN = {*"0123456789", "enter", "arrowup", "arrowdown", " "}


def test_no_two_kinds_share_a_code_a_state_a_token_or_a_key():
    kinds = missing.KINDS
    for named in (
        [kind.code for kind in kinds],
        [kind.state for kind in kinds],
        [kind.token for kind in kinds],
        [key.lower() for kind in kinds for key in kind.keys],
        [kind.desk_key.lower() for kind in kinds if kind.desk_key],
        [kind.name.vi for kind in kinds],
    ):
        assert len(set(named)) == len(named)


@pytest.mark.parametrize("kind", missing.KINDS, ids=lambda kind: kind.state)
def test_a_kind_fits_into_a_byte_and_beside_the_options(kind):
    assert kind.code == 0 or LARGEST_OPTION_CODE < kind.code < 256
    assert kind.token == kind.token.strip().lower()
    assert not kind.token.isdigit()
    assert kind.state not in {"valid", "other"}
    assert TAKEN_BY_THE_KEYING_SCREEN.isdisjoint(key.lower() for key in kind.keys)
    assert kind.desk_key.lower() not in TAKEN_BY_THE_DESK
    assert all(text.vi and text.en for text in (kind.name, kind.short, kind.long))
    assert not (kind.offered and kind.in_choices)


@pytest.mark.parametrize("kind", missing.KINDS, ids=lambda kind: kind.state)
def test_a_kind_is_named_in_each_language_in_its_own_words(kind):
    for text in (kind.name, kind.long):
        assert not text.vi.isascii()
        assert text.en.isascii()
    assert kind.short.en.isascii()
    assert len(kind.short.vi) <= len(kind.name.vi) <= len(kind.long.vi)


def test_the_codes_and_tokens_of_stored_answers_never_change():
    assert {kind.token: (kind.code, kind.state) for kind in missing.KINDS} == {
        "": (0, "blank"),
        "kb": (201, "dont_know"),
        "kad": (202, "not_applicable"),
        "*": (203, "multiple"),
        "?": (204, "illegible"),
    }


KEYS_AND_WORDS = {
    "dont_know": (("K", "+"), "K", "không biết", "KB", "không biết (KB)"),
    "not_applicable": ((), "", "không áp dụng", "không áp dụng", "không áp dụng theo các câu trước"),
    "blank": (("-", "Delete", "Backspace"), "0", "bỏ trống", "trống", "bỏ trống"),
    "multiple": (("*",), "*", "nhiều lựa chọn", "nhiều lựa chọn", "đánh dấu nhiều ô ở câu chỉ chọn một"),
    "illegible": (("?", "/"), "X", "không đọc được", "không đọc được", "không đọc được"),
}


def test_clerks_find_every_kind_at_the_keys_and_words_they_know_in_the_order_of_the_lists():
    said = {
        kind.state: (kind.keys, kind.desk_key, kind.name.vi, kind.short.vi, kind.long.vi)
        for kind in missing.KINDS
    }

    assert list(said.items()) == list(KEYS_AND_WORDS.items())
    assert missing.largest_code() == 204
    offered, from_web, in_choices = (
        [kind.state for kind in missing.KINDS if getattr(kind, flag)]
        for flag in ("offered", "from_web", "in_choices")
    )
    assert offered == ["dont_know"]
    assert from_web == ["dont_know", "not_applicable", "blank"]
    assert in_choices == ["not_applicable", "blank", "illegible"]


def test_a_code_that_the_table_does_not_have_is_named_by_nobody():
    assert missing.kind_of(7) is None
    with pytest.raises(KeyError):
        missing.named(7)


def test_nothing_typed_is_no_token():
    assert missing.typed_as("") is None


@pytest.mark.parametrize("name", load.library_names())
def test_what_every_column_can_be_is_typed_and_read_back(name):
    questionnaire = load.published(name)
    for column in questionnaire.columns:
        for code in column.codes:
            token = answers.token_of(column, code)
            checked = answers.read(questionnaire, {column.item: [token]} if token else {}, source="paper")

            assert checked.answers is not None
            if column.option is None and code != missing.BLANK:
                assert answers.decode(questionnaire, checked.answers.codes)[column.name] == code
