"""Nothing of an owner stands in the code: it is data of a survey, in ``survey_app/surveys/``."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CODE = {".py", ".html", ".js", ".css", ".po"}
OWNER = re.compile(
    r"đồng nai|dong[ _-]?nai|sở nội vụ|plan[_-]?336|336/kh|biên ho[àa]|bien-hoa|\"A1\", *\"A2\"|sipas-2025",
    re.IGNORECASE,
)
# What the demo invents, and what a database of before was given, is not the product's.
ELSEWHERE = ("survey_app/migrations/", "survey_app/demo/")
DOCUMENTS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def files(package):
    found = (path for path in (ROOT / package).rglob("*") if path.suffix in CODE)
    return [path for path in found if not str(path.relative_to(ROOT)).startswith(ELSEWHERE)]


def found_in(text, path):
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for number, line in enumerate(text.splitlines(), start=1)
        if OWNER.search(line)
    ]


def without_docstrings(text):
    """Blank the docstrings: the examples of a library are about the files it comes with."""
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTS) and ast.get_docstring(node) is not None:
            first = node.body[0]
            lines[first.lineno - 1 : first.end_lineno] = [""] * (first.end_lineno - first.lineno + 1)
    return "\n".join(lines)


@pytest.mark.parametrize("package", ["survey_app", "print"])
def test_the_application_and_the_paper_know_no_owner(package):
    assert [one for path in files(package) for one in found_in(path.read_text("utf-8"), path)] == []


@pytest.mark.parametrize("package", ["scoring", "sampling", "questionnaires"])
def test_the_libraries_name_an_owner_in_the_examples_of_their_docstrings_only(package):
    texts = [(path, without_docstrings(path.read_text("utf-8"))) for path in files(package)]

    assert [one for path, text in texts for one in found_in(text, path)] == []


def test_the_search_would_find_an_owner():
    path = ROOT / "survey_app" / "x.py"

    for line in ('PLAN = "plan-336"', 'TAG = "old_dong_nai"', 'BY = ("A1", "A2", "A6")', "# tỉnh Đồng Nai"):
        assert found_in(line, path), line
