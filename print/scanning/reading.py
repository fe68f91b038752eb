"""Readings of scanned pages: frozen values and their line of JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from print.scanning.page_reasons import PageCode, sentence

# Raised whenever a threshold or a measure changes, so that readings under different rules can be told apart.
RULE = "row-band-4"

Crop = tuple[int, int, int, int]  # x, y, width, height in pixels
MARGIN = "#margin"  # the item of what is written outside all rows, followed by its page and number

# Which half of an image that shows two sheets; empty where it shows one. The first half is read and kept first.
Half = Literal["", "left", "right", "upper", "lower"]
FIRST_HALVES: frozenset[Half] = frozenset({"left", "upper"})

PageState = Literal[
    "read",
    "needs review",
    "unreadable",
    "foreign",
    "duplicate",
    "missing side",
    "bilevel",
    "photocopied",
]


@dataclass(frozen=True, slots=True)
class RowReading:
    """One answer row: ``code`` is 0 for an accepted blank and None where a person must look.

    ``ink`` is the share of dark pixels inside each oval by code; ``suggest`` is shown to the person and never
    saved by itself; ``crop`` is the row's x, y, width, height in pixels of the scanned image. ``habit`` is that of a
    plain mark in a row for review (``print/scanning/habits/habit.py``), which ``suggest`` then surely names.
    """

    item: str
    code: int | None
    state: Literal["accepted", "review"]
    reason: str
    ink: dict[int, float]
    suggest: int | None = None
    crop: Crop = (0, 0, 0, 0)
    habit: str | None = None


@dataclass(frozen=True, slots=True)
class WritingReading:
    """One box for open text: whether somebody wrote in it, and the mm² of ink; a person types what it says."""

    item: str
    written: bool
    ink: float


@dataclass(frozen=True, slots=True)
class NoteReading:
    """A note outside all rows and boxes, with its mm² of ink; a person types what it says.

    ``item`` is ``#margin-2-1`` for the first note of page 2, from the top: no item's name, for these have no «#».
    ``place`` is x, y, width, height in millimetres of the page, ``crop`` the same in pixels of the scanned image.
    """

    item: str
    ink: float
    place: tuple[float, float, float, float]
    crop: Crop = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Upright:
    """The page laid straight, as JPEG at 203 dpi, and the place in it of each row and box by item."""

    jpeg: bytes
    crops: Mapping[str, Crop]


@dataclass(frozen=True, slots=True)
class PageReading:
    """One scanned image: where it came from, which page of which form it is, and its rows.

    ``reason`` is for people; ``reason_codes`` are its parts in the same order, the weightiest first. ``upright`` is
    there only where it was asked for and the page was read; it is no part of the line of JSON. ``half`` is the part of
    the image, where it shows two sheets and each has a reading of its own.
    """

    file: str
    image: int
    number: str | None
    page: int | None
    state: PageState
    rows: tuple[RowReading, ...] = ()
    reason: str = ""
    version: str | None = None
    rule: str = RULE
    writing: tuple[WritingReading, ...] = ()
    reason_codes: tuple[PageCode, ...] = ()
    notes: tuple[NoteReading, ...] = ()
    half: Half = ""
    upright: Upright | None = field(default=None, compare=False, repr=False)

    def with_reasons(self, *codes: PageCode, **filled: object) -> "PageReading":
        """Return the reading with reasons put before its own; ``filled`` are the values of their fields."""
        sentences = [sentence(code, **filled) for code in codes]
        return replace(
            self,
            reason=", ".join([*sentences, *([self.reason] if self.reason else [])]),
            reason_codes=(*codes, *self.reason_codes),
        )


def to_line(reading: PageReading) -> str:
    """Return the reading as one line of JSON, without its line end.

    >>> to_line(PageReading("a.pdf", 0, None, None, "unreadable", reason="no marks"))[:44]
    '{"file": "a.pdf", "image": 0, "number": null'
    """
    written = asdict(replace(reading, upright=None))
    del written["upright"]
    return json.dumps(written, ensure_ascii=False)


def from_line(line: str) -> PageReading:
    """Return the reading that ``to_line`` wrote."""
    raw = json.loads(line)
    rows = tuple(
        RowReading(
            **row
            | {"crop": tuple(row["crop"]), "ink": {int(code): share for code, share in row["ink"].items()}}
        )
        for row in raw.pop("rows")
    )
    writing = tuple(WritingReading(**box) for box in raw.pop("writing"))
    notes = tuple(
        NoteReading(**note | {"place": tuple(note["place"]), "crop": tuple(note["crop"])})
        for note in raw.pop("notes", ())
    )
    codes = tuple(raw.pop("reason_codes", ()))
    return PageReading(**raw, rows=rows, writing=writing, notes=notes, reason_codes=codes)
