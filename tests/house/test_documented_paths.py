"""Every path that documentation or a docstring names is there."""

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest

from tests.builders.source_tree import PACKAGES, ROOT, dotted, modules, python_files, shown, tree

pytestmark = pytest.mark.slow

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "tests").rglob("*.md")])
SOURCES = python_files(*PACKAGES, "bench", "tests")
# A path with a folder in it, to a file or (with a slash at its end) to a folder; not a part of an address or of a word.
PATH = re.compile(
    r"(?<![\w/.:<>{}«-])(?:\.ci|[A-Za-z_][\w-]*)/(?:[\w.*-]+/)*(?:[\w*-]+(?:\.vi)?\.[a-z]{2,5}(?:\.gz)?)?(?![\w/{<(])"
)
# A module or page by its bare name: beside the one who names it, or beside a path of the same passage.
BARE = re.compile(r"(?<![\w/.*-])[a-z][\w-]*\.(?:py|js|css|html)(?![\w/])")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")
# What stands in a tree around a statement.
BLOCKS = (ast.stmt, ast.excepthandler, ast.match_case)
TOP = {path.name for path in ROOT.iterdir()}
# Written by commands, so not there in a fresh clone.
MADE = ("var/", "build/", ".venv/")


def passages(path: Path) -> Iterator[str]:
    """Yield the paragraphs, points and rows of a document, the docstrings and comments of a module."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        yield from re.split(r"\n(?=\s*(?:\n|[|#*-]|\d+\.))", text)
        return
    yield from filter(None, map(ast.get_docstring, documented(tree(path))))
    yield from comments(text)


def documented(
    module: ast.Module,
) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield what may have a docstring; expressions, which are most of a tree, are not walked through."""
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
        waiting += [child for child in ast.iter_child_nodes(node) if isinstance(child, BLOCKS)]


def comments(text: str) -> Iterator[str]:
    """Yield the comments of a module: of one that may name a path in them, for reading tokens is slow."""
    if any("#" in line and ("/" in line or "." in line) for line in text.splitlines()):
        tokens = tokenize.generate_tokens(StringIO(text).readline)
        yield from (token.string for token in tokens if token.type == tokenize.COMMENT)


def missing(path: Path) -> list[str]:
    """Return what a file names and the project has not."""
    return [name for passage in passages(path) for name in missing_in(passage, path.parent)]


def missing_in(passage: str, here: Path) -> Iterator[str]:
    """Yield the paths of a passage that are nowhere: not from the root, not from ``here``, not beside one named."""
    folders = {here}
    for name in PATH.findall(passage):
        if name.startswith(MADE) or not (name.split("/")[0] in TOP or name.endswith(".py")):
            continue
        yield from () if is_there(name) else (name,)
        folders |= {ROOT / name, (ROOT / name).parent}
    for name in BARE.findall(PATH.sub(" ", passage)):
        yield from () if any((folder / name).exists() for folder in folders) else (name,)


@cache
def is_there(name: str) -> bool:
    """Whether a path from the root, which may have stars in it, names something."""
    return any(ROOT.glob(name)) if "*" in name else (ROOT / name).exists()


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_every_path_in_a_document_is_there(path):
    assert missing(path) == []


def test_every_path_in_a_docstring_or_comment_is_there():
    named = {shown(path): missing(path) for path in SOURCES}

    assert {path: names for path, names in named.items() if names} == {}


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_every_link_of_a_document_leads_somewhere(path):
    links = LINK.findall(path.read_text("utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_folder_of_code_is_on_the_map():
    chart = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    folders = {path.parent for name, path in modules().items() if "." in name and path.name == "__init__.py"}

    assert [shown(folder) for folder in sorted(folders) if f"`{shown(folder)}/`" not in chart] == []


def test_the_statisticians_way_through_sampling_names_modules_that_are_there():
    face = ast.get_docstring(tree(ROOT / "sampling" / "__init__.py")) or ""
    named = {name for name in re.findall(r"``([a-z_]+(?:\.[a-z_]+)+)", face) if name != "docs.sampling"}
    known = set(modules()) | {f"sampling.{name}" for name in known_within("sampling")}

    assert len(named) > 10
    assert [name for name in sorted(named) if f"sampling.{name}" not in known] == []


def known_within(package: str) -> Iterator[str]:
    """Yield the names a module of ``package`` defines, as ``folder.module.name``."""
    for path in python_files(package):
        for node in tree(path).body:
            names = [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            names += [t.id for t in getattr(node, "targets", []) if isinstance(t, ast.Name)]
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                names.append(node.target.id)
            if isinstance(node, ast.ImportFrom):
                names += [alias.name for alias in node.names]
            for name in names:
                yield f"{dotted(path).partition('.')[2]}.{name}"
