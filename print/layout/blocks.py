"""Blocks: pieces of a form that never break across pages, laid out from (0, 0) and moved to their place."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from print.drawing.fonts import wrap
from print.drawing.ink import LIGHT, Align, Face, Ink, Tint, Words, moved, moved_box
from print.errors import PaperError
from print.geometry import Box, Oval, Row, Writing
from print.layout.sizes import BODY, Measures

PAD = 1.5


@dataclass(frozen=True, slots=True)
class Block:
    """Ink and answer boxes that stay on one page; ``y`` counts from the block's top.

    ``of`` names the item or section for errors, ``keep`` holds it on one page with the next block, ``header``
    is printed again above it when it opens a page, ``starts_page`` asks for a new page, ``airy`` takes some of
    the room a page has left above itself.
    """

    height: float
    ink: tuple[Ink, ...]
    of: str
    rows: tuple[Row, ...] = ()
    writing: tuple[Writing, ...] = ()
    keep: bool = False
    header: "Block | None" = None
    starts_page: bool = False
    airy: bool = False

    def at(self, y: float) -> "Block":
        """Return the block with its top at ``y``."""
        return replace(
            self,
            ink=moved(self.ink, 0, y),
            rows=tuple(_moved_row(row, y) for row in self.rows),
            writing=tuple(Writing(w.item, moved_box(w.box, 0, y)) for w in self.writing),
        )


def stacked(upper: Block, lower: Block) -> Block:
    """Return two blocks without answers as one, the lower under the upper."""
    ink = (*upper.ink, *moved(lower.ink, 0, upper.height))
    return replace(upper, height=upper.height + lower.height, ink=ink)


def fitting(way: Callable[[], "Block | None"]) -> "Block | None":
    """Return what a way of laying out gives, None where it does not fit: another may."""
    try:
        return way()
    except PaperError:
        return None


@contextmanager
def naming(item: str) -> Iterator[None]:
    """Put the item's name before the reason why it does not fit."""
    try:
        yield
    except PaperError as error:
        raise PaperError(f"Câu {item}: {error.vi}", f"Item {item}: {error.en}") from error


def lowest(ways: Iterable[Callable[[], Block | None]]) -> Block:
    """Return the lowest block that one of the ways of laying out gives; a way that does not fit is left out.

    Raises:
        PaperError: none fits; the reason is that of the last, which therefore is the roomiest.
    """
    found: list[Block] = []
    refused = None
    for way in ways:
        try:
            block = way()
        except PaperError as error:
            refused = error
        else:
            found += [block] if block is not None else []
    if not found and refused is not None:
        raise refused
    return min(found, key=lambda block: block.height)


def _moved_row(row: Row, dy: float) -> Row:
    ovals = tuple(Oval(oval.code, moved_box(oval.box, 0, dy)) for oval in row.ovals)
    return Row(row.item, moved_box(row.band, 0, dy), ovals)


def baseline(top: float, measures: Measures) -> float:
    """Return the baseline of a line whose leading starts at ``top``: small letters stand in its middle."""
    return top + measures.leading - measures.under_line


def lines_at(
    x: float,
    top: float,
    lines: Iterable[str],
    measures: Measures,
    *,
    face: Face = "regular",
    align: Align = "left",
) -> tuple[Words, ...]:
    """Return lines of running text below each other."""
    return tuple(
        Words(x, baseline(top + i * measures.leading, measures), line, measures.points, face, align)
        for i, line in enumerate(lines)
    )


def section_heading(text: str, measures: Measures, of: str) -> Block:
    """Return a section's title on a light bar."""
    large = replace(measures, points=measures.points + 1)
    lines = wrap(text, BODY.w - 6, large.points, "bold")
    high = len(lines) * large.leading + 1.0
    bar = Box(BODY.x, 1.0, BODY.w, high)
    ink: list[Ink] = [Tint(bar, LIGHT - 0.015), Tint(Box(BODY.x, 1.0, 1.2, high), 0.25)]
    ink += lines_at(BODY.x + 3.5, 1.5, lines, large, face="bold")
    return Block(high + 1.6, tuple(ink), of, keep=True, airy=True)


def paragraph(text: str, measures: Measures, of: str, *, face: Face = "regular") -> Block:
    """Return running text over the whole width, kept with what follows."""
    lines = wrap(text, BODY.w - 2 * PAD, measures.points, face)
    ink = lines_at(BODY.x + PAD, 0.2, lines, measures, face=face)
    return Block(len(lines) * measures.leading + 1.0, ink, of, keep=True)
