"""The measures of one answer row, as plain values."""

from dataclasses import dataclass

import numpy as np

CLEAN_MM2 = 0.3  # mm² of ink that may lie about in a band: a few specks of dust


@dataclass(frozen=True)
class MarkStrokes:
    """What straight strokes leave of a mark, in millimetres of the pen's line: after one, two and three of them.

    ``gap`` is how far the ends of the third lie from ends of the others, ``aside`` how far it passes from where the
    first two cross, both in millimetres; ``level`` says that one of the strokes is a long line about level, as one
    through a mark is.
    """

    one: float = 0.0
    two: float = 0.0
    three: float = 0.0
    gap: float = float("inf")
    aside: float = 0.0
    level: bool = False


@dataclass(frozen=True)
class MarkShape:
    """Shares: ``dense`` of the oval's area that is no stroke but a patch, ``around`` and ``hugged`` of directions.

    ``around`` is the share of directions in which the widest piece of ink lies beyond the oval's line, ``widest`` the
    number of that piece, ``apart`` says that it is not the mark's own; ``hugged`` is the share of directions in which ink
    lies along the line itself; ``extent`` are the millimetres that the mark's pieces are wide and high; ``ragged`` the millimetres by which the mark's edge goes in and out from one direction
    to the next.
    """

    dense: float = 0.0
    ragged: float = 0.0
    around: float = 0.0
    hugged: float = 0.0
    widest: int = 0
    apart: bool = False
    extent: tuple[float, float] = (0.0, 0.0)
    strokes: MarkStrokes = MarkStrokes()


@dataclass(frozen=True)
class OvalInk:
    """Shares of an oval's inside: ``inside`` surely dark, ``pale`` perhaps; ``tone`` is how dark the ink is.

    ``ring`` is the share of directions in which ink lies just outside the line, ``halo`` its mm², and
    ``pale_halo`` the mm² there that may be ink;
    ``line`` the share of the printed line that is dark; ``struck`` says that ink leaves the oval to the left
    and to the right at its middle, as a line through a mark does and a cross does not; ``cuts`` is how often ink
    cuts a closed curve in or round the oval, at most four times for two strokes (``stroke_cuts.py``); ``shape`` is that of the whole
    mark. Both are known of ovals that are inked, and of a row's darkest.
    """

    inside: float
    pale: float
    tone: float
    ring: float
    halo: float
    line: float
    struck: bool
    pale_halo: float = 0.0
    cuts: int = 0
    shape: MarkShape = MarkShape()


@dataclass(frozen=True)
class RowInk:
    """All ink of a row: per oval, and the mm² that lie free in the band, sure and perhaps.

    ``linked`` is the part of ``free`` that hangs together with ink inside the row's darkest oval, ``spilt``
    the part that hangs together with a mark of another row, all in mm²; ``match`` tells how well the printed ovals
    were found (0 to 1). ``across`` says that the mark in the darkest oval runs over the band's upper and lower
    edge: a line over the form, not an answer in the row. ``beside`` are the mm² of foreign ink on the row's words and
    round its band, 0 where the reader does not know the print, and ``on`` the option on whose words it lies;
    ``shared`` says that a piece of ink reaches into ovals of this row and of another.
    """

    ovals: tuple[OvalInk, ...]
    free: float
    pale_free: float
    linked: float
    spilt: float
    match: float
    across: bool = False
    beside: float = 0.0
    on: int | None = None
    shared: bool = False

    @property
    def darkest(self) -> int:
        """The place of the oval with most ink inside."""
        return max(range(len(self.ovals)), key=lambda k: self.ovals[k].inside)


def cut(image: np.ndarray, x: int, y: int, size: tuple[int, int]) -> np.ndarray:
    """Return a rectangle (height, width) of the image, clean paper where it leaves the image."""
    high, wide = size
    inside = image[max(y, 0) : max(y + high, 0), max(x, 0) : max(x + wide, 0)]
    if inside.shape == size:
        return inside
    whole = np.zeros(size, image.dtype)
    top, left = max(-y, 0), max(-x, 0)
    whole[top : top + inside.shape[0], left : left + inside.shape[1]] = inside
    return whole
