"""What is written stays small enough to be read at once: modules, functions, folders."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.builders.source_tree import PACKAGES, ROOT, python_files, shown, tree

MODULE_LINES = 250
FUNCTION_LINES = 45
FOLDER_FILES = 16
MADE = {".pyc", ".mo"}
# A migration is written once and never read as code again; it may be as long as the change it makes.
WRITTEN = [path for path in python_files(*PACKAGES, "bench") if "migrations" not in path.parts]
# Templates, style sheets, scripts and files of data are looked over like code; what a tool makes of them is not.
KEPT = [
    path
    for folder in (*PACKAGES, "bench")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix not in MADE and not {"migrations", "__pycache__"} & set(path.parts)
]


def test_a_module_fits_in_one_reading():
    lines = {shown(path): len(path.read_text("utf-8").splitlines()) for path in WRITTEN}

    assert {path: count for path, count in lines.items() if count > MODULE_LINES} == {}


def test_a_function_fits_on_a_screen():
    lines = {f"{shown(path)}: {node.name}": count for path in WRITTEN for node, count in functions(path)}

    assert len(lines) > 1000
    assert {name: count for name, count in lines.items() if count > FUNCTION_LINES} == {}


def test_a_folder_can_be_looked_over():
    files = Counter(path.parent for path in KEPT if path.name != "__init__.py")

    assert sum(path.suffix != ".py" for path in KEPT) > 50
    assert {shown(folder): count for folder, count in files.items() if count > FOLDER_FILES} == {}


def test_a_folder_of_code_says_what_it_is_for():
    folders = {path.parent for path in WRITTEN if "bench" not in path.parts}
    faces = {folder / "__init__.py" for folder in folders}

    assert [
        shown(face) for face in sorted(faces) if not (face.exists() and ast.get_docstring(tree(face)))
    ] == []


def functions(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Yield each function of a file with its lines from ``def`` to its end, its docstring not counted."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = ast.get_docstring(node) is not None
            docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            yield node, (node.end_lineno or 0) - node.lineno + 1 - docstring
