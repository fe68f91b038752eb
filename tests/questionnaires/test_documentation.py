"""The page for authors says what the loader does: its examples load, and it names every key."""

import re
from pathlib import Path

import pytest

from questionnaires import load
from questionnaires.authoring.items import rows_inherit
from questionnaires.model import ChoiceItem, ChoicesItem, ScaleItem, TextItem

PAGE = (Path(__file__).parents[2] / "docs" / "questionnaire.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_of_the_page_loads(number):
    examined = load.examine(EXAMPLES[number], "example.toml")

    assert examined.mistakes == ()


def test_the_small_example_has_one_item_of_every_kind_and_no_warning():
    examined = load.examine(EXAMPLES[0], "example.toml")

    assert examined.warnings == ()
    assert {type(item) for item in examined.questionnaire.items.values()} == {
        ScaleItem, ChoiceItem, ChoicesItem, TextItem
    }  # fmt: skip


def test_the_page_names_what_a_row_inherits():
    assert all(f"`{key}`" in PAGE for key in rows_inherit())


def test_the_page_lists_every_published_questionnaire():
    assert all(f"| `{name}` |" in PAGE for name in load.library_names())
