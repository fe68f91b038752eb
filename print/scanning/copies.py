"""Copies of one page: whether two readings show the same marks, also in rows that no machine decided.

A sheet that is scanned twice gives the same ink give or take a little; another sheet of the same number does not.
"""

from collections.abc import Mapping

from print.scanning.reading import PageReading

SAME_SHARE = 0.15  # by so much may the ink inside an oval differ between two scans of one sheet
NO_SHARE, SOME_SHARE = 0.02, 0.06  # nothing in an oval, and a mark that only just is one
_UNDECIDED, _STEPS = 255, 250


def marks_differ(
    code: int | None, ink: Mapping[int, float], other_code: int | None, other_ink: Mapping[int, float]
) -> bool:
    """Tell whether a row was marked differently in two readings.

    Args:
        code: what the reader decided, None where a person must look.
        ink: the share of each oval's inside that is ink, by code.
        other_code: the same of the other reading.
        other_ink: the same of the other reading.

    >>> marks_differ(None, {1: 0.3, 2: 0.0}, None, {1: 0.0, 2: 0.3})
    True

    A certain blank and a row that a person must look at are never the same.

    >>> marks_differ(None, {1: 0.30, 2: 0.04}, 1, {1: 0.35, 2: 0.03})
    False
    """
    certain = code is not None and other_code is not None
    if code != other_code and (certain or 0 in {code, other_code}):
        return True
    return ink.keys() != other_ink.keys() or any(_apart(ink[oval], other_ink[oval]) for oval in ink)


def _apart(one: float, other: float) -> bool:
    low, high = sorted((one, other))
    return high - low > SAME_SHARE or (low < NO_SHARE and high > SOME_SHARE)


class Marks:
    """The marks of a page in a few bytes a row: a batch of ten thousand pages keeps those of every page."""

    def __init__(self, reading: PageReading) -> None:
        self.rows = {
            row.item: bytes(
                [
                    _UNDECIDED if row.code is None else row.code,
                    *(round(min(share, 1.0) * _STEPS) for share in row.ink.values()),
                ]
            )
            for row in reading.rows
        }

    def differ(self, other: "Marks") -> bool:
        """Tell whether any row was marked differently."""
        if self.rows.keys() != other.rows.keys():
            return True
        return any(_rows_differ(mine, other.rows[item]) for item, mine in self.rows.items())


def _rows_differ(one: bytes, other: bytes) -> bool:
    if one == other:
        return False
    (code, ink), (other_code, other_ink) = _unpacked(one), _unpacked(other)
    return marks_differ(code, ink, other_code, other_ink)


def _unpacked(row: bytes) -> tuple[int | None, dict[int, float]]:
    code = None if row[0] == _UNDECIDED else row[0]
    return code, {k: share / _STEPS for k, share in enumerate(row[1:])}
