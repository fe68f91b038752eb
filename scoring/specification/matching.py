"""Columns by names and patterns."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from scoring.errors import ScoringError


def matching(
    patterns: Sequence[str], names: Sequence[str], place: tuple[str, str] = ("[items]", "columns")
) -> list[str]:
    """Return the columns that match names and patterns, each once, in the order of the patterns.

    Args:
        patterns: names, or patterns with ``*`` and ``?``.
        names: the columns there are, in order.
        place: the table and the key that name them, for messages.

    >>> matching(["q??", "age"], ["q01", "q02", "age"])
    ['q01', 'q02', 'age']
    """
    out: dict[str, None] = {}
    for pattern in patterns:
        found = [pattern] if pattern in names else [name for name in names if fnmatchcase(name, pattern)]
        if not found:
            raise ScoringError(
                f"{place[0]} khóa «{place[1]}»: không có cột nào tên «{pattern}».",
                f"{place[0]} key “{place[1]}”: no column is called “{pattern}”.",
            )
        out.update(dict.fromkeys(found))
    return list(out)


def expanded(patterns: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return names with each pattern in the place of the columns it matches; what matches none stays as it is.

    >>> expanded(["q??", "age"], ["q01", "q02"])
    ['q01', 'q02', 'age']
    """
    out: list[str] = []
    for pattern in patterns:
        found = [] if pattern in names else [name for name in names if fnmatchcase(name, pattern)]
        out += found or [pattern]
    return out
