"""Pages of a report, filled from top to bottom with tagged parts."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from print.drawing.fonts import substitute_missing, wrap
from print.drawing.ink import Face, Ink, Rule, Tint, Words
from print.drawing.pdf_structure import Role, TaggedPart
from print.drawing.ruled_table import Grid
from print.geometry import PAGE_MM, Box
from print.layout.blocks import lines_at
from print.layout.sizes import PROSE
from print.report.values import Letterhead

LEFT, RIGHT, TOP, LOW = 18.0, PAGE_MM[0] - 18.0, 15.0, PAGE_MM[1] - 17.5
WIDE = RIGHT - LEFT
TEXT = PROSE
SHADE = 0.96
_Report = TypeVar("_Report", bound=Letterhead, covariant=True)


class Flow(Generic[_Report]):
    """The pages of a report and the height reached on the last; parts that need room ask for it first."""

    def __init__(self, report: _Report) -> None:
        self.report = report
        self.pages: list[list[TaggedPart]] = [[]]
        self.y = TOP
        self._tables = 0

    def add(self, role: Role, *ink: Ink, alt: str = "") -> None:
        """Put ink on the page as one part."""
        self.pages[-1].append(TaggedPart(role, ink, alt=alt))

    def need(self, room: float) -> bool:
        """Begin a new page where less room is left, and tell whether it did."""
        if self.y + room <= LOW:
            return False
        self.pages.append([])
        self.y = TOP
        return True

    def heading(self, text: str, room: float) -> None:
        """Write a heading that stays with the next ``room`` millimetres."""
        self.need(room + 12)
        self.y += 3
        self.add("H2", Words(LEFT, self.y + 5, text, 12, "bold"))
        self.add("Artifact", Rule(LEFT, self.y + 7, RIGHT, self.y + 7, 0.3))
        self.y += 10

    def paragraph(self, text: str, indent: float = 0.0, *, bullet: bool = False) -> None:
        """Write running text, with a bullet left of it if wished."""
        lines = wrap(substitute_missing(text), WIDE - indent, TEXT.points)
        self.need(len(lines) * TEXT.leading)
        if bullet:
            self.add("Artifact", *lines_at(LEFT + indent - 4, self.y, ("•",), TEXT))
        self.add("P", *lines_at(LEFT + indent, self.y, lines, TEXT))
        self.y += len(lines) * TEXT.leading + 1.4

    def table(
        self, grid: Grid, rows: Sequence[tuple[Sequence[str], Face | None]], *, keep: float = 0.0
    ) -> list[tuple[int, float, float]]:
        """Write a table, its head again on every page; return page, top and foot of each row.

        Rows are values and face; bold rows are shaded. Below the last row ``keep`` millimetres are left on its page.
        """
        self._tables += 1
        self._head(grid, 0)
        places = []
        for number, (values, face) in enumerate(rows, start=1):
            cells, lines, below = grid.row_cells(LEFT, self.y, values, face=face)
            if below + (keep if number == len(rows) else 0.0) > LOW:
                self.need(PAGE_MM[1])
                self._head(grid, None)
                cells, lines, below = grid.row_cells(LEFT, self.y, values, face=face)
            shade = (Tint(Box(LEFT, self.y, grid.wide, below - self.y), SHADE),) if face == "bold" else ()
            self.add("Artifact", *shade, *lines)
            self.pages[-1] += [TaggedPart("TD", cell, self._tables, number) for cell in cells]
            places.append((len(self.pages) - 1, self.y, below))
            self.y = below
        self.add("Artifact", Rule(LEFT, self.y, LEFT + grid.wide, self.y, 0.35))
        self.y += 2
        return places

    def _head(self, grid: Grid, row: int | None) -> None:
        """Write the head of a table, tagged the first time, an artifact when it is repeated."""
        cells, lines, self.y = grid.head_cells(LEFT, self.y)
        self.add("Artifact", *lines)
        if row is None:
            self.add("Artifact", *(thing for cell in cells for thing in cell))
        else:
            self.pages[-1] += [TaggedPart("TH", cell, self._tables, row) for cell in cells]
