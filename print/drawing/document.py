"""A PDF of A4 pages made of ink: static pages drawn once and used by many, text added to each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from print.drawing.ink import Ink
from print.drawing.operators import operators, spaced
from print.drawing.pdf import TO_MM, PdfFile
from print.drawing.pdf_fonts import Fonts
from print.drawing.pdf_structure import Structure, TaggedPart
from print.errors import PaperError
from print.geometry import PAGE_MM


class Document:
    """Pages in order, front pages before the others; ``finish`` writes what they share."""

    def __init__(self, out: BinaryIO, title: str, language: str = "vi") -> None:
        self._pdf = PdfFile(out, title, language)
        self.fonts = Fonts(self._pdf)
        self._templates: list[int] = []
        self._structure = Structure()
        self._tagged = False
        self.pages = 0

    def drawn(self, ink: Iterable[Ink]) -> bytes:
        """Return the operators of ink with this document's fonts."""
        return operators(ink, self.fonts)

    def template(self, *drawn: bytes) -> bytes:
        """Keep operators that many pages share and return the operator that draws them."""
        box = b"/Type/XObject/Subtype/Form/BBox[0 0 %d %d]/Resources %d 0 R" % (
            *map(int, PAGE_MM),
            self._pdf.resources,
        )
        self._templates.append(self._pdf.stream(b"\n".join(drawn), box))
        return b"/P%d Do" % len(self._templates)

    def page(self, *drawn: bytes, front: bool = False) -> None:
        """Add a page of operators."""
        self._pdf.page(b"\n".join((b"q", TO_MM, *drawn, b"Q")), front=front)
        self.pages += 1

    def tagged_page(self, parts: Sequence[TaggedPart]) -> None:
        """Add a page of tagged headings, paragraphs, cells and figures, for screen readers."""
        drawn = self._structure.mark(parts, [self.drawn(spaced(part.ink)) for part in parts])
        content = b"\n".join((b"q", TO_MM, drawn, b"Q"))
        self._structure.placed(self._pdf.page(content, entries=self._structure.entries()), parts)
        self._tagged = True
        self.pages += 1

    def finish(self) -> None:
        """Write the fonts, the structure of tagged pages, and all that closes the file."""
        fonts = self._fonts_and_pictures()
        self._pdf.write(fonts, self._pdf.resources)
        self._pdf.finish(self._structure.write(self._pdf) if self._tagged else b"")

    def _fonts_and_pictures(self) -> bytes:
        pictures = b"".join(b"/P%d %d 0 R" % pair for pair in enumerate(self._templates, start=1))
        return b"<</Font<<%b>>/XObject<<%b>>>>" % (self.fonts.finish(), pictures)


@contextmanager
def document(out: Path, title: str, language: str = "vi") -> Iterator[Document]:
    """Open a document at ``out``, which is written completely or not at all.

    Raises:
        PaperError: no page was drawn; a PDF without pages is none.
    """
    part = out.with_name(out.name + ".part")
    try:
        with part.open("wb") as file:
            pages = Document(file, title, language)
            yield pages
            if not pages.pages:
                raise PaperError(
                    f"Không có trang nào để in vào «{out.name}»: danh sách phiếu trống; hãy chọn ít nhất một phiếu.",
                    f"There is no page to print into «{out.name}»: the list of forms is empty; choose at least one form.",
                )
            pages.finish()
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
