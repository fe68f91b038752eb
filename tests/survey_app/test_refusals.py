"""Every refusal says the same in both languages, the Vietnamese first."""

import ast
import re
from pathlib import Path

import pytest

import survey_app
from tests.builders.source_tree import tree

ROOT = Path(survey_app.__file__).parent
LETTERS = re.compile(r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
MADE = {"AppError", "super().__init__", "faults.add", "refuse_any", "ScoringError"}


def said(node):
    """The words of a string and the names filled into it, without formats."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    words = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
    names = [ast.unparse(part.value) for part in parts if isinstance(part, ast.FormattedValue)]
    return words, names


def pairs():
    """Yield where two sentences stand side by side in a call that refuses."""
    text = (ast.Constant, ast.JoinedStr)
    for path in sorted(ROOT.rglob("*.py")):
        if "migrations" in path.parts or "demo" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in MADE:
                strings = [
                    one
                    for one in node.args
                    if isinstance(one, text) and not isinstance(getattr(one, "value", ""), int)
                ]
                if len(strings) == 2:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", *map(said, strings)


@pytest.mark.parametrize(("vi", "en"), [pytest.param(vi, en, id=where) for where, vi, en in pairs()])
def test_a_refusal_is_vietnamese_first_and_english_second_about_the_same_things(vi, en):
    assert LETTERS.search(vi[0])
    assert not LETTERS.search(en[0])
    assert vi[0].rstrip().endswith((".", "…")) == en[0].rstrip().endswith((".", "…"))
    # What a sentence names, it names in both languages, in one order.
    assert [name for name in vi[1] if name in en[1]] == [name for name in en[1] if name in vi[1]]


def test_there_are_more_than_a_hundred_refusals():
    assert len(list(pairs())) > 80


def test_a_day_written_the_vietnamese_way_stands_in_vietnamese_sentences_only():
    alone = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)}"
        for path in sorted(ROOT.rglob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.JoinedStr) and "%d/%m/%Y" in ast.unparse(node) and not is_format(node)
        if not LETTERS.search(said(node)[0])
    ]

    # Forms and letters take their day from here, each in its language.
    assert alone == ["waves/notices.py: f'{closes_on:%d/%m/%Y}'"]


def is_format(node):
    """Whether a string is the format of a value, not a sentence."""
    return not any(isinstance(part, ast.FormattedValue) for part in node.values)
