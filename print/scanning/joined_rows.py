"""Rows of one item joined: a choice whose options stand in columns or cells has a band for each of them.

The answer is certain only where one band holds a certain mark and every other band is certainly clean.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from print.scanning.reading import Crop, RowReading


def joined(rows: Sequence[RowReading]) -> tuple[RowReading, ...]:
    """Return one reading an item, in the order of the page; readings of one item follow each other."""
    return tuple(_one(list(parts)) for _, parts in groupby(rows, key=lambda row: row.item))


def _one(parts: list[RowReading]) -> RowReading:
    if len(parts) == 1:
        return parts[0]
    marked = [part for part in parts if part.code]
    doubtful = [part for part in parts if part.state == "review"]
    whole = replace(
        parts[0],
        ink={code: share for part in parts for code, share in part.ink.items()},
        crop=around([part.crop for part in parts]),
        habit=None,  # a mark in one column says nothing of the others
    )
    if not doubtful and len(marked) <= 1:
        answer = marked[0] if marked else parts[0]
        return replace(whole, code=answer.code, state="accepted", reason=answer.reason, suggest=None)
    likely = {part.code or part.suggest for part in (*marked, *doubtful)} - {None, 0}
    several = len(marked) > 1 or len(likely) > 1
    return replace(
        whole,
        code=None,
        state="review",
        reason="several marks" if several else doubtful[0].reason,
        suggest=next(iter(likely)) if len(likely) == 1 else _agreed(doubtful),
    )


def _agreed(doubtful: Sequence[RowReading]) -> int | None:
    """Return the suggestion of rows that all suggest the same: that nothing is marked."""
    said = {part.suggest for part in doubtful}
    return said.pop() if len(said) == 1 and said <= {0, None} else None


def around(crops: Sequence[Crop]) -> Crop:
    """Return the smallest crop that holds all of them."""
    left, top = min(crop[0] for crop in crops), min(crop[1] for crop in crops)
    right = max(x + wide for x, _, wide, _ in crops)
    low = max(y + high for _, y, _, high in crops)
    return left, top, right - left, low - top
