"""Finds the line of every key in a TOML text."""

import tomllib
from collections.abc import Iterator

WORK_PER_CHARACTER = 12
Path = tuple[str | int, ...]


def key_lines(text: str) -> Iterator[tuple[Path, int]]:
    """Yield the path of every key and element with its line; stop early when it would cost too much."""
    lines = text.split("\n")
    budget = [WORK_PER_CHARACTER * (len(text) + 1000)]
    elements: dict[Path, int] = {}
    header: Path = ()
    start = 0
    while start < len(lines):
        if not lines[start].strip() or lines[start].lstrip().startswith("#"):
            start += 1
            continue
        end, found = _statement(lines, start, budget)
        if not found:
            return
        if lines[start].lstrip().startswith("["):
            many = lines[start].lstrip().startswith("[[")
            header = _header(
                tuple(k for k in _first_key(found[-1][1]) if isinstance(k, str)), elements, many=many
            )
            yield header, start + 1
        else:
            yield from _inside(header, found, start)
        start = end + 1


def _inside(
    header: Path, found: list[tuple[int, dict[str, object]]], start: int
) -> Iterator[tuple[Path, int]]:
    seen: dict[Path, int] = {}
    for line, value in found:
        for path in _paths(value):
            seen.setdefault(path, line)
    key = _first_key(found[-1][1])
    seen |= {key[:depth]: start + 1 for depth in range(1, len(key) + 1)}
    for path, line in seen.items():
        yield (*header, *path), line


def _statement(
    lines: list[str], start: int, budget: list[int]
) -> tuple[int, list[tuple[int, dict[str, object]]]]:
    """Return the last line of the statement and what was read at each line of it, or nothing."""
    found: list[tuple[int, dict[str, object]]] = []
    for end in range(start, len(lines)):
        statement = "\n".join(lines[start : end + 1])
        for closing in ("", "\n]", "\n]]"):
            budget[0] -= len(statement)
            try:
                found.append((end + 1, tomllib.loads(statement + closing)))
            except ValueError:
                continue
            if not closing:
                return end, found
            break
        if budget[0] < 0:
            break
    return start, []


def _header(keys: tuple[str, ...], elements: dict[Path, int], *, many: bool) -> Path:
    """Return the path of a table header; each list of tables on the way stands at its newest element."""
    path: Path = ()
    for depth, key in enumerate(keys, start=1):
        path = (*path, key)
        if many and depth == len(keys):
            elements[path] = elements.get(path, -1) + 1
        if path in elements:
            path = (*path, elements[path])
    return path


def _first_key(value: object) -> Path:
    if isinstance(value, dict) and len(value) == 1:
        key, below = next(iter(value.items()))
        return (key, *_first_key(below))
    return ()


def _paths(value: object) -> Iterator[Path]:
    pairs: Iterator[tuple[str | int, object]] = iter(())
    if isinstance(value, dict):
        pairs = iter(value.items())
    elif isinstance(value, list):
        pairs = iter(enumerate(value))
    for key, below in pairs:
        yield (key,)
        for path in _paths(below):
            yield (key, *path)
