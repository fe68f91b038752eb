"""The house is as docs/decisions say: five packages, and the word `print` means the paper."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ["survey_app", "scoring", "print", "sampling", "questionnaires"]
SOURCES = [path for package in [*PACKAGES, "tests", "bench"] for path in (ROOT / package).rglob("*.py")]
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_imports_print_as_a_name(path):
    imported = [
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname is None
    ]

    assert not [name for name in imported if name.split(".")[0] == "print"]


def test_every_folder_with_code_has_its_place_in_the_house():
    with_code = {
        path.relative_to(ROOT).parts[0]
        for path in ROOT.glob("[!.]*/**/*.py")
        if "site-packages" not in path.parts
    }

    assert with_code - {"var", "build"} <= {*PACKAGES, "tests", "bench", "docs"}


def test_no_module_has_a_name_that_says_nothing():
    assert not [path for path in SOURCES if path.stem in NAMES_THAT_SAY_NOTHING]


def test_tests_are_no_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))
