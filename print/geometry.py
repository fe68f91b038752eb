"""Places on the paper: frozen boxes in millimetres from the top-left corner of the sheet.

One ``Layout`` is drawn (``print/papers/forms.py``) and read (``print/scanning/scan.py``); its JSON is what ``sipas print --layout`` writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

PAGE_MM = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: top-left corner, width and height, in millimetres."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Fiducial:
    """A square ArUco mark (dictionary 4x4_50); ``id`` is 4 * (page - 1) + corner, clockwise from top-left."""

    id: int
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with the form's version, number, page and check digit; ``role`` is ``main`` or ``repeat``."""

    role: str
    box: Box


@dataclass(frozen=True, slots=True)
class Tone:
    """A printed grey patch of known darkness (0 paper, 1 black): a scan that loses it has lost pencil too."""

    box: Box
    darkness: float


@dataclass(frozen=True, slots=True)
class Oval:
    """An empty oval that a person marks; ``code`` is the option's code, 201 for «không biết»."""

    code: int
    box: Box


@dataclass(frozen=True, slots=True)
class Row:
    """One item's answer row: the band in which any ink counts, and its ovals from left to right.

    ``item`` is the column's name: the item's id, or ``id_code`` for one option of a choose-many item. A choice whose
    options stand in columns or cells has a row for each of them, one after the other.
    """

    item: str
    band: Box
    ovals: tuple[Oval, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """The box of an open text; a reader crops it for a person and never reads it."""

    item: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """One side of a sheet, numbered from 1."""

    number: int
    fiducials: tuple[Fiducial, ...]
    codes: tuple[Code, ...]
    rows: tuple[Row, ...]
    writing: tuple[Writing, ...] = ()
    tones: tuple[Tone, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Every page of a form; ``version`` is the questionnaire's version and size of print.

    ``prints`` are pictures of what is printed on each page (``print/scanning/page/printed.py``), empty where only the
    places are known; they are no part of the layout's JSON and tag.
    """

    questionnaire: str
    version: str
    page_mm: tuple[float, float]
    pages: tuple[Page, ...]
    prints: tuple[bytes, ...] = field(default=(), compare=False, repr=False)


# By the tag in the QR codes of their pages.
Layouts = Mapping[str, Layout]
