"""Ruled tables made of ink: a tinted head, hairlines, numbers to the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from print.drawing.fonts import wrap
from print.drawing.ink import LIGHT, MM_PER_POINT, Align, Face, Ink, Rule, Tint, Words
from print.geometry import Box

LINE = 1.25
PAD = 1.4


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, width in millimetres, and the alignment of its values."""

    title: str
    wide: float
    align: Align = "left"
    face: Face = "regular"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's columns and sizes; ``least`` is the least height of a row."""

    columns: tuple[Column, ...]
    points: float = 10.0
    least: float = 7.0

    @property
    def wide(self) -> float:
        """The width of the whole table."""
        return sum(column.wide for column in self.columns)

    def head(self, x: float, y: float) -> tuple[tuple[Ink, ...], float]:
        """Return the ink of the head and the ``y`` below it."""
        cells, lines, below = self.head_cells(x, y)
        return (*lines, *chain(*cells)), below

    def row(
        self, x: float, y: float, values: Sequence[str], *, face: Face | None = None
    ) -> tuple[tuple[Ink, ...], float]:
        """Return the ink of one row with the hairline under it, and the ``y`` below it; a newline in a value begins a line."""
        cells, lines, below = self.row_cells(x, y, values, face=face)
        return (*lines, *chain(*cells)), below

    def head_cells(self, x: float, y: float) -> tuple[list[tuple[Ink, ...]], tuple[Ink, ...], float]:
        """Return the head cell by cell, its tint and rules, and the ``y`` below it."""
        cells, below = self._line(x, y, [column.title for column in self.columns], heading=True)
        tint = Tint(Box(x, y, self.wide, below - y), LIGHT - 0.02)
        above, under = (Rule(x, at, x + self.wide, at, wide) for at, wide in ((y, 0.35), (below, 0.25)))
        return cells, (tint, above, under), below

    def row_cells(
        self, x: float, y: float, values: Sequence[str], *, face: Face | None = None
    ) -> tuple[list[tuple[Ink, ...]], tuple[Ink, ...], float]:
        """Return a row cell by cell, its hairline, and the ``y`` below it."""
        cells, below = self._line(x, y, values, face=face)
        return cells, (Rule(x, below, x + self.wide, below, 0.12, 0.55),), below

    def _line(
        self, x: float, y: float, values: Sequence[str], *, heading: bool = False, face: Face | None = None
    ) -> tuple[list[tuple[Ink, ...]], float]:
        cells = []
        for column, value in zip(self.columns, values, strict=True):
            style: Face = "bold" if heading else face or column.face
            room = column.wide - 2 * PAD
            lines = [line for part in value.split("\n") for line in wrap(part, room, self.points, style)]
            cells.append((column, style, lines))
        leading = self.points * MM_PER_POINT * LINE
        high = max(self.least, max(len(lines) for _, _, lines in cells) * leading + 1.6)
        ink: list[tuple[Ink, ...]] = []
        for column, style, lines in cells:
            top = y + (high - len(lines) * leading) / 2
            ink.append(tuple(self._cell(x, top, column, lines, style)))
            x += column.wide
        return ink, y + high

    def _cell(self, x: float, top: float, column: Column, lines: Sequence[str], face: Face) -> list[Ink]:
        size = self.points * MM_PER_POINT
        place = {"left": x + PAD, "center": x + column.wide / 2, "right": x + column.wide - PAD}[column.align]
        return [
            Words(place, top + (i + 0.5) * size * LINE + 0.29 * size, line, self.points, face, column.align)
            for i, line in enumerate(lines)
        ]
