"""The structure tree of a tagged PDF: roles of ink, and reading order.

A part is what belongs together on one page; cells of one table row name their table and row. What is only for the
eye is an artifact (ISO 32000-1, 14.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from print.drawing.ink import Ink
from print.drawing.pdf import PdfFile

Role = Literal["H1", "H2", "P", "Figure", "TH", "TD", "Artifact"]
CELLS = ("TH", "TD")


@dataclass(frozen=True, slots=True)
class TaggedPart:
    """Ink with its role; ``table`` and ``row`` for a cell, ``alt`` for a figure."""

    role: Role
    ink: tuple[Ink, ...]
    table: int = 0
    row: int = 0
    alt: str = ""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A part that was drawn: its page object and its number on that page."""

    part: TaggedPart
    page: int
    mark: int


class Structure:
    """The parts of every page in reading order, written as one tree."""

    def __init__(self) -> None:
        self._pages: list[tuple[int, list[_Marked]]] = []

    def mark(self, parts: Sequence[TaggedPart], drawn: Sequence[bytes]) -> bytes:
        """Return the operators of a page with each part marked; the page's number follows with ``placed``."""
        marked: list[bytes] = []
        number = 0
        for part, operators in zip(parts, drawn, strict=True):
            if part.role == "Artifact":
                marked.append(b"/Artifact BMC\n%b\nEMC" % operators)
            else:
                marked.append(b"/%b <</MCID %d>> BDC\n%b\nEMC" % (part.role.encode(), number, operators))
                number += 1
        return b"\n".join(marked)

    def entries(self) -> bytes:
        """Return the structure entries of the next page's dictionary."""
        return b"/StructParents %d/Tabs/S" % len(self._pages)

    def placed(self, page: int, parts: Sequence[TaggedPart]) -> None:
        """Record the object number of the page whose parts were marked."""
        tagged = [part for part in parts if part.role != "Artifact"]
        self._pages.append((page, [_Marked(part, page, i) for i, part in enumerate(tagged)]))

    def write(self, pdf: PdfFile) -> bytes:
        """Write the tree and return the catalogue's entries for it."""
        root, whole = pdf.reserve(), pdf.reserve()
        tree = _Tree(pdf, whole)
        parents = [(page, [tree.add(each) for each in marked]) for page, marked in self._pages]
        tree.finish()
        numbers = b"".join(
            b"%d[%b]" % (i, b" ".join(b"%d 0 R" % one for one in ones)) for i, (_, ones) in enumerate(parents)
        )
        pdf.write(
            b"<</Type/StructTreeRoot/K %d 0 R/ParentTree<</Nums[%b]>>/ParentTreeNextKey %d>>"
            % (whole, numbers, len(parents)),
            root,
        )
        kids = b" ".join(b"%d 0 R" % kid for kid in tree.kids)
        pdf.write(b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (root, kids), whole)
        return b"/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R" % root


class _Tree:
    """Elements under the document: parts alone, or tables of rows of cells."""

    def __init__(self, pdf: PdfFile, whole: int) -> None:
        self._pdf = pdf
        self._whole = whole
        self.kids: list[int] = []
        self._tables: dict[int, tuple[int, list[int]]] = {}
        self._rows: dict[tuple[int, int], tuple[int, int, list[int]]] = {}

    def add(self, each: _Marked) -> int:
        """Write one element and return its number."""
        if each.part.role in CELLS:
            return self._cell(each)
        number = self._element(each, self._whole)
        self.kids.append(number)
        return number

    def finish(self) -> None:
        """Write the rows and tables, whose cells are all known now."""
        for number, table, cells in self._rows.values():
            kids = b" ".join(b"%d 0 R" % cell for cell in cells)
            self._pdf.write(b"<</Type/StructElem/S/TR/P %d 0 R/K[%b]>>" % (table, kids), number)
        for number, rows in self._tables.values():
            kids = b" ".join(b"%d 0 R" % row for row in rows)
            self._pdf.write(b"<</Type/StructElem/S/Table/P %d 0 R/K[%b]>>" % (self._whole, kids), number)

    def _cell(self, each: _Marked) -> int:
        part = each.part
        if part.table not in self._tables:
            self._tables[part.table] = (self._pdf.reserve(), [])
            self.kids.append(self._tables[part.table][0])
        table, rows = self._tables[part.table]
        key = (part.table, part.row)
        if key not in self._rows:
            self._rows[key] = (self._pdf.reserve(), table, [])
            rows.append(self._rows[key][0])
        row, _, cells = self._rows[key]
        cells.append(self._element(each, row))
        return cells[-1]

    def _element(self, each: _Marked, parent: int) -> int:
        more = b"/A<</O/Table/Scope/Column>>" if each.part.role == "TH" else b""
        if each.part.alt:
            more += b"/Alt<%b>" % ("\ufeff" + each.part.alt).encode("utf-16-be").hex().upper().encode()
        return self._pdf.write(
            b"<</Type/StructElem/S/%b/P %d 0 R/Pg %d 0 R/K %d%b>>"
            % (each.part.role.encode(), parent, each.page, each.mark, more)
        )
