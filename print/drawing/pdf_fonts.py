"""Fonts inside a PDF: only the letters that are used, each with its Unicode so that text can be copied out."""

from collections.abc import Mapping

from print.drawing.fonts import FILES, font_file
from print.drawing.ink import Face
from print.drawing.pdf import PdfFile

NAMES: dict[Face, bytes] = {"regular": b"R", "bold": b"B", "italic": b"I"}


class Subset:
    """The letters of one face that a file uses, numbered in the order they first appear."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._font = font_file(face)
        self._code: dict[str, bytes] = {}
        self._by_glyph: dict[int, bytes] = {}
        self._letters: list[str] = []

    def encode(self, text: str) -> bytes:
        """Return the text as a PDF string of this subset's letter numbers."""
        code = self._code
        return b"<%b>" % b"".join(code[letter] if letter in code else self._add(letter) for letter in text)

    def write(self, pdf: PdfFile, number: int) -> None:
        """Embed the subset as the font object ``number``."""
        name = b"%b+BeVietnamPro-%b" % (_label(self._letters), self.face.capitalize().encode())
        program = bytes(self._font.makeSubset([ord(letter) for letter in self._letters]))
        inside = pdf.stream(program, b"/Length1 %d" % len(program))
        font = self._font
        descriptor = pdf.write(
            b"<</Type/FontDescriptor/FontName/%b/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d"
            b"/Descent %d/CapHeight %d/StemV 90/FontFile2 %d 0 R>>"
            % (name, *font.bbox, font.italicAngle, font.ascent, font.descent, font.capHeight, inside)
        )
        widths = b" ".join(b"%d" % round(font.charWidths[ord(letter)]) for letter in self._letters)
        child = pdf.write(
            b"<</Type/Font/Subtype/CIDFontType2/BaseFont/%b/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            b"/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %d 0 R/DW %d/W[1[%b]]>>"
            % (name, descriptor, round(font.defaultWidth), widths)
        )
        letters = pdf.stream(_to_unicode(self._letters))
        pdf.write(
            b"<</Type/Font/Subtype/Type0/BaseFont/%b/Encoding/Identity-H/DescendantFonts[%d 0 R]"
            b"/ToUnicode %d 0 R>>" % (name, child, letters),
            number,
        )

    def _add(self, letter: str) -> bytes:
        # The subsetter numbers glyphs, not letters: two letters with one glyph share a number.
        glyph = self._font.charToGlyph[ord(letter)]
        if glyph not in self._by_glyph:
            self._letters.append(letter)
            self._by_glyph[glyph] = b"%04X" % len(self._letters)
        self._code[letter] = self._by_glyph[glyph]
        return self._code[letter]


class Fonts:
    """All faces of one file; ``finish`` embeds those that were used."""

    def __init__(self, pdf: PdfFile) -> None:
        self._pdf = pdf
        self._subsets: Mapping[Face, Subset] = {face: Subset(face) for face in FILES}
        self._numbers = {face: pdf.reserve() for face in FILES}

    def encode(self, text: str, face: Face) -> bytes:
        """Return the text as a PDF string in the face's own numbering."""
        return self._subsets[face].encode(text)

    def finish(self) -> bytes:
        """Embed every face and return the font entries of a resource dictionary."""
        for face, subset in self._subsets.items():
            subset.encode(" ")
            subset.write(self._pdf, self._numbers[face])
        return b"".join(b"/%b %d 0 R" % (NAMES[face], number) for face, number in self._numbers.items())


def _label(letters: list[str]) -> bytes:
    # Six capitals that differ between subsets, as PDF asks of subset fonts.
    number = sum((i + 1) * ord(letter) for i, letter in enumerate(letters))
    return bytes(65 + number // 26**i % 26 for i in range(6))


def _to_unicode(letters: list[str]) -> bytes:
    lines = [b"<%04X> <%b>" % (i, _utf16(letter)) for i, letter in enumerate(letters, start=1)]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = b"\n".join(b"%d beginbfchar\n%b\nendbfchar" % (len(block), b"\n".join(block)) for block in blocks)
    return (
        b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        b"/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n"
        b"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n%b\n"
        b"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend" % body
    )


def _utf16(letter: str) -> bytes:
    return letter.encode("utf-16-be").hex().upper().encode()
