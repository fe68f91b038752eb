"""Names from a list of areas or people, fitted into the room there is: wrapped, cut with «…», no letter refused.

What the department writes itself is refused when it does not fit (``fonts.wrap``). A village is called what it is
called: its forms must be printed all the same.
"""

import unicodedata
from functools import lru_cache

from print.drawing.fonts import SUBSTITUTES, font_file, width
from print.drawing.ink import Face

CUT = "…"
# Letters of the highlands' languages and apostrophes that no decomposition turns into a letter of the font.
_LOOKALIKES = {"ƀ": "b", "Ƀ": "B", "ʼ": "’", "ʻ": "’", "‑": "-", "⁄": "/", **SUBSTITUTES}


def legible(text: str) -> str:
    """Return the text in letters of the font, one line, single spaces; «?» for a letter that nothing stands for.

    >>> legible("Plei  Kŏ"), legible("Buôn 村")
    ('Plei Ko', 'Buôn ?')
    """
    shown = "".join(
        letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf"
    )
    return " ".join("".join(map(_letter, " ".join(shown.split()))).split())


def unprintable(text: str) -> str:
    """Return the letters of a text that are printed otherwise, each once.

    >>> unprintable("Plei Kŏ 村")
    'ŏ村'
    """
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(dict.fromkeys(letter for letter in clean if letter != " " and _letter(letter) != letter))


@lru_cache(maxsize=4096)
def clip(text: str, room: float, points: float, face: Face = "regular", *, lines: int = 1) -> tuple[str, ...]:
    """Return a text as at most ``lines`` lines of ``room`` millimetres; what is left over is cut with «…».

    A word wider than the room is broken between letters.
    """
    found: list[str] = []
    rest = legible(text)
    while rest and len(found) < lines:
        if len(found) == lines - 1 and width(rest, points, face) > room:
            found.append(_cut(rest, room, points, face))
            break
        line = _first_line(rest, room, points, face)
        found.append(line)
        rest = rest[len(line) :].lstrip()
    return tuple(found)


def _letter(letter: str) -> str:
    glyphs = font_file("regular").charToGlyph
    if ord(letter) in glyphs:
        return letter
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if ord(bare) in glyphs else _LOOKALIKES.get(letter, "?")


def _first_line(text: str, room: float, points: float, face: Face) -> str:
    """Return as much of a text as a line holds: whole words, or the letters of one too wide; one letter at least."""
    end = max(_holds(text, room, points, face), 1)
    if end == len(text) or text[end] == " ":
        return text[:end].rstrip()
    space = text.rfind(" ", 0, end)
    return text[: space if space > 0 else end]


def _cut(text: str, room: float, points: float, face: Face) -> str:
    end = _holds(text, room - width(CUT, points, face), points, face)
    return text[:end].rstrip(" ,.·–-") + CUT


def _holds(text: str, room: float, points: float, face: Face) -> int:
    """Return how many of a text's first letters are no wider than the room."""
    wide = 0.0
    for i, letter in enumerate(text):
        wide += width(letter, points, face)
        if wide > room + 1e-9:
            return i
    return len(text)
