"""Be Vietnam Pro (SIL Open Font License): its files, widths of text, line breaks."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from fontpkg_be_vietnam_pro import ROOT
from reportlab.pdfbase.ttfonts import TTFontFile

from print.drawing.ink import MM_PER_POINT, Face
from print.errors import PaperError

FILES: dict[Face, str] = {
    "regular": "BeVietnamPro-Regular.ttf",
    "bold": "BeVietnamPro-SemiBold.ttf",
    "italic": "BeVietnamPro-Italic.ttf",
}
_VOWELS = {"a": ("", "\u0306", "\u0302"), "e": ("", "\u0302"), "i": ("",), "o": ("", "\u0302", "\u031b")}
_VOWELS |= {"u": ("", "\u031b"), "y": ("",)}
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_SMALL = "đ" + "".join(
    unicodedata.normalize("NFC", vowel + mark + tone)
    for vowel, marks in _VOWELS.items()
    for mark in marks
    for tone in _TONES
)
VIETNAMESE_LETTERS = _SMALL + _SMALL.upper()  # 73 small, 73 capital: every vowel with every tone, and đ


SUBSTITUTES = {"π": "pi", "→": "–", "←": "–", "σ": "sigma", "α": "alpha", "√": "căn ", "✓": "x", "\u00ad": ""}
# After a space, and after a slash between words; never inside a date.
_BREAK = re.compile(r"(?<= )|(?<=/)(?=[^\W\d])")


@cache
def font_file(face: Face) -> TTFontFile:
    """Return the parsed font of a face; parsing takes a few tens of milliseconds, so once a process."""
    return TTFontFile(str(Path(ROOT) / "files" / FILES[face]))


def printable(text: str) -> str:
    """Return the text as it can be printed: NFC, one line, single spaces.

    Raises:
        PaperError: a character that the font does not have.
    """
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    missing = sorted({letter for letter in clean if ord(letter) not in font_file("regular").charToGlyph})
    if missing:
        listed = " ".join(f"{letter} (U+{ord(letter):04X})" for letter in missing[:5])
        raise PaperError(
            f"Phông chữ in không có ký tự {listed} trong «{clean[:40]}»; thay bằng ký tự khác.",
            f"The font cannot print {listed} in “{clean[:40]}”; use another character.",
        )
    return clean


def substitute_missing(text: str) -> str:
    """Return the text with substitutes for letters the font lacks, «?» where there is none.

    For sentences of a program that a report prints; a person's own text is refused instead (``printable``).

    >>> substitute_missing("1/π → 2")
    '1/pi – 2'
    """
    glyphs = font_file("regular").charToGlyph
    return "".join(letter if ord(letter) in glyphs else SUBSTITUTES.get(letter, "?") for letter in text)


@lru_cache(maxsize=8192)
def width(text: str, points: float, face: Face = "regular") -> float:
    """Return the width of a line in millimetres."""
    widths = font_file(face).charWidths
    default = font_file(face).defaultWidth
    units = float(sum(widths.get(ord(letter), default) for letter in text))
    return units / 1000 * points * MM_PER_POINT


@lru_cache(maxsize=4096)
def wrap(text: str, room: float, points: float, face: Face = "regular") -> tuple[str, ...]:
    """Return the lines of a text in ``room`` millimetres; breaks at spaces and after a slash.

    Raises:
        PaperError: one word is wider than the room.
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(printable(text)):
        if width(word.rstrip(), points, face) > room:
            raise PaperError(
                f"«{word.strip()}» rộng hơn {room:.0f} mm ở cỡ chữ {points:g}; viết ngắn lại.",
                f"“{word.strip()}” is wider than {room:.0f} mm at {points:g} points; make it shorter.",
            )
        if line and width((line + word).rstrip(), points, face) > room:
            lines.append(line.rstrip())
            line = word
        else:
            line += word
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BREAK.split(text) if piece]
