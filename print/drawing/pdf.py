"""A PDF file written as it grows: objects go out at once, only their offsets stay in memory.

reportlab keeps a whole document until it is saved; a province's forms are 73,050 pages. This writer keeps eight
bytes an object, writes PDF 1.7 to the rules of PDF/A-2u (ISO 19005-2) and gives equal bytes for equal pages.
"""

import hashlib
import zlib
from array import array
from typing import BinaryIO

from print.drawing.ink import MM_PER_POINT
from print.drawing.pdf_metadata import grey_profile, xmp
from print.geometry import PAGE_MM

KIDS = 250
POINTS_PER_MM = 1 / MM_PER_POINT
HEIGHT = PAGE_MM[1] * POINTS_PER_MM
# Millimetres from the top-left corner, as everywhere in this package.
TO_MM = f"{POINTS_PER_MM:.6f} 0 0 {-POINTS_PER_MM:.6f} 0 {HEIGHT:.4f} cm".encode()


class PdfFile:
    """One PDF being written to ``out``; pages come in two runs, the front one before the other.

    Args:
        out: a binary file open for writing.
        title: the document's title, as a reader shows it.
    """

    def __init__(self, out: BinaryIO, title: str, language: str = "vi") -> None:
        self._out = out
        self._title = title
        self._language = language
        self._offsets = array("Q", [0])
        self._digest = hashlib.sha256()
        self._place = 0
        self._root = self.reserve()
        self._runs: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
        self._open: dict[bool, tuple[int, list[int]]] = {}
        self.resources = self.reserve()
        self._emit(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def write(self, body: bytes, number: int | None = None) -> int:
        """Write one object and return its number."""
        number = self.reserve() if number is None else number
        self._offsets[number] = self._place
        self._emit(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        return number

    def stream(self, data: bytes, entries: bytes = b"", number: int | None = None) -> int:
        """Write one compressed stream with further dictionary entries and return its number."""
        packed = zlib.compress(data, 6)
        head = b"<</Length %d/Filter/FlateDecode%b>>" % (len(packed), entries)
        return self.write(b"%b\nstream\n%b\nendstream" % (head, packed), number)

    def page(self, content: bytes, *, front: bool = False, entries: bytes = b"") -> int:
        """Write one A4 page whose content is in PDF operators and return its number."""
        if front not in self._open:
            self._open[front] = (self.reserve(), [])
        node, kids = self._open[front]
        body = b"<</Type/Page/Parent %d 0 R/Contents %d 0 R%b>>" % (node, self.stream(content), entries)
        page = self.write(body)
        kids.append(page)
        if len(kids) == KIDS:
            self._close_node(front)
        return page

    def finish(self, entries: bytes = b"") -> None:
        """Write the page tree, catalogue, metadata and cross references; the fonts must be written before."""
        for front in list(self._open):
            self._close_node(front)
        nodes = [*self._runs[True], *self._runs[False]]
        width = PAGE_MM[0] * POINTS_PER_MM
        self.write(
            b"<</Type/Pages/Count %d/Kids[%b]/MediaBox[0 0 %.4f %.4f]/Resources %d 0 R>>"
            % (
                sum(count for _, count in nodes),
                b" ".join(b"%d 0 R" % node for node, _ in nodes),
                width,
                HEIGHT,
                self.resources,
            ),
            self._root,
        )
        profile = self.stream(grey_profile(), b"/N 1")
        intent = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(Gray gamma 2.2)"
        data = xmp(self._title, self._language)
        about = self.write(
            b"<</Type/Metadata/Subtype/XML/Length %d>>\nstream\n%b\nendstream" % (len(data), data)
        )
        catalogue = self.write(
            b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R/Lang(%b)/ViewerPreferences<</DisplayDocTitle true"
            b"/PrintScaling/None>>/OutputIntents[%b/DestOutputProfile %d 0 R>>]%b>>"
            % (self._root, about, self._language.encode(), intent, profile, entries)
        )
        info = self.write(b"<</Title<%b>>>" % _utf16(self._title))
        self._cross_references(catalogue, info)

    def _close_node(self, front: bool) -> None:
        node, kids = self._open.pop(front)
        references = b" ".join(b"%d 0 R" % kid for kid in kids)
        self.write(
            b"<</Type/Pages/Parent %d 0 R/Count %d/Kids[%b]>>" % (self._root, len(kids), references), node
        )
        self._runs[front].append((node, len(kids)))

    def _cross_references(self, catalogue: int, info: int) -> None:
        start = self._place
        identity = self._digest.hexdigest()[:32].encode()
        self._emit(b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets))
        for offset in self._offsets[1:]:
            self._emit(b"%010d 00000 n \n" % offset)
        self._emit(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
            % (len(self._offsets), catalogue, info, identity, identity, start)
        )

    def _emit(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._place += len(data)


def _utf16(text: str) -> bytes:
    return ("\ufeff" + text).encode("utf-16-be").hex().upper().encode()
