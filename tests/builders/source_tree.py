"""The project's own source as the tests of the house read it: files, syntax trees, and who imports whom."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("survey_app", "scoring", "print", "sampling", "questionnaires")


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below ``folders``, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    """Return a path as it is written in documentation."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


@cache
def modules() -> dict[str, Path]:
    """Return the files of the five packages by dotted name; migrations are no modules, Alembic runs them."""
    return {
        dotted(path): path
        for path in python_files(*PACKAGES)
        if not path.is_relative_to(ROOT / "survey_app" / "migrations")
    }


def dotted(path: Path) -> str:
    """Return the name by which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports() -> dict[str, set[str]]:
    """Return what each module imports of the five packages, at its head, in a function or for its types alone."""
    return {name: imported_by(tree(path)) - {name} for name, path in modules().items()}


def imported_by(module: ast.Module) -> set[str]:
    """Return the modules of the five packages that a syntax tree imports."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            # ``from folder import name``: the module of that name, or what the folder's ``__init__`` holds.
            found |= {name if name in modules() else str(node.module) for name in within}
    return found & modules().keys()


def reached_from(roots: set[str]) -> set[str]:
    """Return the modules that importing and calling ``roots`` can load."""
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            # Importing a module runs the ``__init__`` of every folder above it.
            waiting += [*imports()[name], *filter(None, [name.rpartition(".")[0]])]
    return reached
