"""The version is the hash of what is asked, however the file is written."""

import random

import pytest

from questionnaires import load
from questionnaires.authoring import canonical
from questionnaires.errors import QuestionnaireError


def version(text):
    return load.loads(text, "f.toml").version


def test_comments_spacing_and_the_order_of_keys_do_not_change_the_version(small, small_text):
    text = small_text.replace('id = "Q2"\nkind = "choices"\n', '# hopes\nkind =   "choices"\n\nid = "Q2"\n')

    assert text != small_text
    assert version(text) == small.version


def test_a_grid_written_row_by_row_is_the_same_questionnaire(small, small_text):
    rows = small_text[small_text.index("rows = [") : small_text.index('[[sections.items]]\nid = "Q2"')]
    longhand = """
[[sections.items.rows]]
id = "G1"
vi = "Nhanh"
en = "Fast"
[[sections.items.rows]]
id = "G2"
vi = "Đúng"
en = "Right"
weight = 2.0

"""

    assert version(small_text.replace(rows, longhand)) == small.version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nhanh hơn", "Nhanh hơn nữa"),
        ("Hopes", "Wishes"),
        ("at_most = 2", "at_most = 3"),
        ("required = true\n", ""),
        ("weight = 2", "weight = 3"),
        ('"not Q1 == 2"', '"Q1 == 1"'),
        ("satisfied = [3]\nnot_satisfied = [1, 2]", "satisfied = [2, 3]\nnot_satisfied = [1]"),
        ("max_length = 20", "max_length = 30"),
        ('level = "hard"', 'level = "soft"'),
        ('id = "small"', 'id = "smaller"'),
    ],
)
def test_any_change_of_what_is_asked_or_how_it_counts_is_another_version(small, small_text, old, new):
    assert old in small_text

    assert version(small_text.replace(old, new)) != small.version


def test_the_order_of_the_questions_is_part_of_the_version(small, small_text):
    first, second = '  { id = "G1", vi = "Nhanh", en = "Fast" },\n', '  { id = "G2"'
    text = small_text.replace(first, "").replace("weight = 2 },\n", "weight = 2 },\n" + first)

    assert second in text
    assert version(text) != small.version


def test_the_short_version_is_how_the_version_begins(small):
    assert len(small.version) == 64
    assert small.short_version == small.version[:8]


def test_a_kept_questionnaire_is_restored_as_it_was(small):
    assert load.restore(canonical.write(small), small.version) == small


def test_what_was_published_is_not_judged_again(small, monkeypatch):
    for judge in ("analyse", "note_untranslated"):
        monkeypatch.setattr(load, judge, lambda *_: 1 / 0)

    assert load.restore(canonical.write(small), small.version) == small


OPTIONAL = {
    "how to mark": ('closing = {', 'how_to_mark = { vi = "Tô kín" }\nclosing = {'),
    "the intro of a section": ('id = "S"\n', 'id = "S"\nintro = { vi = "Mời xem" }\n'),
    "short words": ('vi = "Tệ", en = "Bad"', 'vi = "Tệ", en = "Bad", short = { vi = "T" }'),
    "short words of a choice": ('vi = "Có", en = "Yes"', 'vi = "Có", en = "Yes", short = { vi = "C" }'),
    "short words of choices": ('vi = "Rẻ hơn", en = "Cheaper"', 'vi = "Rẻ hơn", short = { vi = "R" }'),
    "who answers it, on paper": ('id = "Q3"\n', 'id = "Q3"\npaper = { applies_note = { vi = "Chỉ khi «Gần hơn» ở câu Q2" } }\n'),
    "a note beside the paper": ('id = "Q3"\n', 'id = "Q3"\npaper = { skip_note = { vi = "Bỏ qua" }, lines = 4 }\n'),
    "a page break": ('id = "Q2"\n', 'id = "Q2"\npaper = { page_break_before = true }\n'),
    "don't know": ('vi = "Có làm thủ tục không?"', 'dont_know = { vi = "Không nhớ" }\nvi = "Có làm thủ tục không?"'),
    "items of a check in an order of their own": ('level = "soft"\n', 'level = "soft"\nitems = ["Q2", "G1"]\n'),
    "the items of a check": ('level = "soft"\n', 'level = "soft"\nitems = ["G1"]\n'),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new"), OPTIONAL.values(), ids=OPTIONAL)
def test_what_is_optional_is_kept_and_is_part_of_the_version(small, small_text, old, new):
    assert old in small_text

    made = load.loads(small_text.replace(old, new, 1), "f.toml")

    assert load.restore(canonical.write(made), made.version) == made
    assert made.version != small.version


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "nan", "[" * 10_000])
def test_a_damaged_copy_is_refused(small, text):
    with pytest.raises(QuestionnaireError, match=f"không còn đúng phiên bản {small.version[:12]}"):
        load.restore(text, small.version)


def test_a_copy_that_this_program_understands_otherwise_is_refused(small):
    written = canonical.write(small).replace('"format":1,', '"format":1,"later":true,')

    with pytest.raises(QuestionnaireError, match="không còn đúng phiên bản"):
        load.restore(written, canonical.hash_of(written))
    spaced = canonical.write(small) + " "
    with pytest.raises(QuestionnaireError, match="không còn đúng phiên bản"):
        load.restore(spaced, canonical.hash_of(spaced))


@pytest.mark.parametrize("seed", range(20))
def test_a_copy_with_a_byte_lost_is_refused(small, seed):
    written = canonical.write(small)
    place = random.Random(seed).randrange(len(written))

    with pytest.raises(QuestionnaireError, match="khôi phục bản sao lưu"):
        load.restore(written[:place] + written[place + 1 :], small.version)
