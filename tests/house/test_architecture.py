"""The house is as docs/decisions say: five packages, and the word `print` means the paper."""

import ast

import pytest

from tests.builders.source_tree import PACKAGES, ROOT, python_files, shown, tree

SOURCES = python_files(*PACKAGES, "tests", "bench")


@pytest.mark.slow
def test_nobody_imports_print_as_a_name():
    imported = {
        shown(path): alias.name
        for path in SOURCES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname is None
    }

    assert {path: name for path, name in imported.items() if name.split(".")[0] == "print"} == {}


def test_every_folder_with_code_has_its_place_in_the_house():
    with_code = {
        path.relative_to(ROOT).parts[0]
        for path in ROOT.glob("[!.]*/**/*.py")
        if "site-packages" not in path.parts
    }

    assert with_code - {"var", "build"} <= {*PACKAGES, "tests", "bench", "docs"}


def test_tests_are_no_package():
    assert not list((ROOT / "tests").rglob("__init__.py"))
