"""A questionnaire that says how it differs from a published one, and nothing twice."""

import pytest

from questionnaires import load

HEAD = 'format = 1\nextends = "sipas-2025"\nid = "mine"\n'


def test_a_variant_is_its_base_with_another_id():
    made, base = load.loads(HEAD, "f.toml"), load.published("sipas-2025")

    assert made.items == base.items
    assert made.criteria == base.criteria
    assert (made.title, made.version == base.version) == (base.title, False)


@pytest.mark.parametrize("key", ["title", "intro", "closing", "how_to_mark"])
def test_a_variant_can_say_its_own_words_around_the_questions(key):
    made, base = load.loads(f'{HEAD}{key} = {{ vi = "Lời khác." }}\n', "f.toml"), load.published("sipas-2025")

    assert getattr(made, key).vi == "Lời khác."
    for other in {"title", "intro", "closing", "how_to_mark"} - {key}:
        assert getattr(made, other) == getattr(base, other)
    assert made.items == base.items


def test_a_variant_can_leave_items_out():
    made = load.loads(HEAD + 'remove = ["D26b", "B"]\n', "f.toml")

    assert "D26b" not in made.items
    assert [section.id for section in made.sections] == ["A", "C", "D", "E", "F"]


def test_a_variant_can_change_one_sentence_of_one_row():
    made = load.loads(HEAD + '[change.C11a]\nvi = "Thông tin đủ."\n', "f.toml")

    assert made.items["C11a"].text.vi == "Thông tin đủ."
    assert made.items["C11a"].text.en.startswith("The authorities give")
    assert made.items["C11b"] == load.published("sipas-2025").items["C11b"]


def test_a_variant_can_free_a_row_and_its_grid_from_their_rules():
    text = HEAD + '[change.D21]\napplies = "always"\n[change.D21d]\napplies = "always"\n'

    made = load.loads(text, "f.toml")

    assert all(made.items[f"D21{row}"].applies is None for row in "abcd")


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        (HEAD.replace("2025", "1999"), 2, "extends", "không có «sipas-1999»"),
        (HEAD.replace("2025", "2025-long"), 2, "extends", "bản biến thể"),
        (HEAD + 'remove = ["Z9"]\n', 4, "remove", "Z9"),
        (HEAD + "remove = 4\n", 4, "remove", "danh sách"),
        (HEAD + "[change.Z9]\nvi = 'x'\n", 4, "change.Z9", "Z9"),
        (HEAD + "[change]\nC11a = 4\n", 5, "change.C11a", "bảng"),
        (HEAD + "sections = []\n", 4, "sections", "khóa lạ"),
        (HEAD + "[change.C11a]\ncolour = 'x'\n", 5, "C11a.colour", "khóa lạ"),
    ],
)
def test_a_mistake_of_a_variant_stands_in_its_own_file(text, line, key, words):
    found = load.examine(text, "f.toml").mistakes

    assert [(m.place.file, m.place.line, m.key) for m in found] == [("f.toml", line, key)]
    assert words in found[0].message.vi


def test_what_a_removed_item_leaves_behind_is_told_in_the_file_where_it_stands():
    found = load.examine(HEAD + 'remove = ["D00"]\n', "f.toml").mistakes

    assert {m.place.file for m in found} == {"sipas-2025.toml"}
    assert {m.key for m in found} >= {"D00b.applies", "D24a.applies"}


def test_a_grid_can_have_other_rows():
    rows = 'rows = [ { id = "X1", vi = "một", en = "one" } ]'

    made = load.loads(f"{HEAD}[change.C13]\n{rows}\n", "f.toml")

    assert [i for i, item in made.items.items() if item.grid and item.grid.id == "C13"] == ["X1"]
    assert dict(next(c for c in made.criteria[0].children if c.code == "1.3").items) == {"X1": 1.0}
