"""Measurements of the code, beside a revision's: folders, paths of an answer, circles, sizes, repetition.

python bench/house.py              # the work tree
python bench/house.py ac46d1b      # that revision beside the work tree
"""

import ast
import io
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("survey_app", "scoring", "print", "sampling", "questionnaires")
FROM, TO = "survey_app.citizen.views", "survey_app.tables.response"
LONG = 150
RUN = 5  # equal lines of code in a row that count as repeated
LEAST = 12  # letters of a constant's value below which equality says nothing

Graph = dict[str, set[str]]


@dataclass(frozen=True)
class House:
    """The modules of the five packages below one folder, migrations left out."""

    root: Path

    @cached_property
    def modules(self) -> dict[str, Path]:
        """Files by dotted name."""
        paths = [path for package in PACKAGES for path in (self.root / package).rglob("*.py")]
        return {self.dotted(path): path for path in paths if "migrations" not in path.parts}

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """Syntax trees by dotted name."""
        return {name: ast.parse(path.read_text("utf-8")) for name, path in self.modules.items()}

    @cached_property
    def imports(self) -> Graph:
        """The modules that each module imports, anywhere in it."""
        return {name: self.imported_by(tree) - {name} for name, tree in self.trees.items()}

    def dotted(self, path: Path) -> str:
        """Return the name by which a file is imported."""
        parts = path.relative_to(self.root).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def imported_by(self, tree: ast.Module) -> set[str]:
        """Return the modules of this house that a syntax tree imports."""
        found = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                within = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= {name if name in self.modules else str(node.module) for name in within}
        return found & self.modules.keys()


def circles(graph: Graph) -> list[set[str]]:
    """Return the sets of modules that reach one another by imports."""
    reach = {name: reached(graph, name) for name in graph}
    found = {frozenset(other for other in reach[name] if name in reach[other]) for name in graph}
    return [set(circle) for circle in found if len(circle) > 1]


def reached(graph: Graph, start: str) -> set[str]:
    """Return ``start`` and all modules it imports, directly or not."""
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += graph[name]
    return seen


def chain(graph: Graph, start: str, end: str) -> list[str]:
    """Return the longest chain of imports from ``start`` to ``end``; a module of a circle is entered once."""
    between = {name for name in reached(graph, start) if end in reached(graph, name)}
    longest: dict[str, list[str]] = {end: [end]}

    def way(name: str, above: frozenset[str]) -> list[str]:
        if name not in longest:
            below = (graph[name] & between) - above
            ways = [found for found in (way(other, above | {name}) for other in sorted(below)) if found]
            longest[name] = [name, *max(ways, key=len)] if ways else []
        return longest[name]

    return way(start, frozenset())


def code_lines(path: Path, tree: ast.Module) -> list[tuple[int, str]]:
    """Return the numbered lines of code: no comments, docstrings, imports or closing brackets."""
    silent: set[int] = set()
    for node in ast.walk(tree):
        text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if text or isinstance(node, ast.Import | ast.ImportFrom):
            silent |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return [(n, text.strip()) for n, text in lines if n not in silent and len(text.strip().lstrip("#")) > 2]


def repeated_runs(house: House) -> int:
    """Count the places of ``RUN`` lines of code repeated elsewhere; a longer run is one place."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    for name, path in house.modules.items():
        lines = code_lines(path, house.trees[name])
        for at in range(len(lines) - RUN + 1):
            places[tuple(text for _, text in lines[at : at + RUN])].append((name, at))
    again = {place for found in places.values() if len(found) > 1 for place in found}
    return sum((name, at - 1) not in again for name, at in again)


def repeated_constants(house: House) -> int:
    """Count module constants whose value another module repeats."""
    values = Counter(
        ast.unparse(node.value)
        for tree in house.trees.values()
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and is_data(node.value)
    )
    return sum(times for value, times in values.items() if times > 1 and len(value) >= LEAST)


def is_data(value: ast.expr) -> bool:
    """Return whether a value is written out, not computed."""
    return not any(isinstance(node, ast.Call | ast.Attribute | ast.Lambda) for node in ast.walk(value))


def measures(house: House) -> dict[str, object]:
    files = Counter(path.parent.relative_to(house.root).as_posix() for path in house.modules.values())
    lines = {name: len(path.read_text("utf-8").splitlines()) for name, path in house.modules.items()}
    way = chain(house.imports, FROM, TO)
    between = [name for name in reached(house.imports, FROM) if TO in reached(house.imports, name)]
    found = circles(house.imports)
    return {
        "modules": len(lines),
        "folders with code": len(files),
        "files in the five largest folders": ", ".join(f"{name} {n}" for name, n in files.most_common(5)),
        "files per folder, median": sorted(files.values())[len(files) // 2],
        "longest chain from the citizen's page to the table of responses": len(way),
        "modules on any such chain": len(between),
        "circles of modules": f"{len(found)} ({sum(map(len, found))} modules)" if found else 0,
        f"modules over {LONG} lines": sum(count > LONG for count in lines.values()),
        "longest module": f"{max(lines.values())} lines",
        f"places of {RUN} equal lines or more": repeated_runs(house),
        "constants written down in several modules": repeated_constants(house),
    }


def at_revision(revision: str, folder: Path) -> House:
    """Unpack a revision into ``folder``."""
    packed = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return House(folder)


def main() -> None:
    columns = {"work tree": measures(House(ROOT))}
    for revision in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            columns = {revision: measures(at_revision(revision, Path(folder))), **columns}
    print("| measure | " + " | ".join(columns) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name in columns["work tree"]:
        print(f"| {name} | " + " | ".join(str(column[name]) for column in columns.values()) + " |")


if __name__ == "__main__":
    main()
