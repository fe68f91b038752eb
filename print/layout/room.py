"""Room on the paper: the largest text and rooms that need no more sheets than the least would.

Measured on the questionnaire itself: each try lays the whole form out and counts its sides.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from print.drawing.ink import MM_PER_POINT
from print.errors import PaperError
from print.layout.blocks import Block
from print.layout.sizes import Measures

Pages = list[list[Block]]

LARGER = (1.0, 0.5, 0.0)  # points over the least size of ordinary text
LARGER_PRINT = (2.0, 1.0, 0.0)  # and of large print
# Rows of so many millimetres more than the least, and so much more between the texts of two.
ROOMIER = ((2.0, 2.9), (1.5, 2.4), (1.0, 1.9), (0.5, 1.4), (0.0, 0.9), (0.0, 0.5), (0.0, 0.2), (0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Laid:
    """Pages as they were laid out, and by which measures."""

    measures: Measures
    pages: Pages


def roomiest(least: Measures, paginate: Callable[[Measures], Pages]) -> Laid:
    """Return the pages of the largest text, and for it of the roomiest rows, on the sheets that ``least`` needs.

    Raises:
        PaperError: the form does not fit the paper even by the least measures.
    """
    laid = Laid(least, paginate(least))
    sides = sides_of(laid.pages)
    for text in _larger(least):
        found = _widest(text, sides, paginate)
        if found is not None:
            return found
    return laid


def sides_of(pages: Pages) -> int:
    """Return how many sides of whole sheets the pages take."""
    return len(pages) + len(pages) % 2


def _larger(least: Measures) -> Iterator[Measures]:
    for more in LARGER_PRINT if least.stacked else LARGER:
        points = least.points + more
        # A gap between two rows grows with the lines it stands between.
        gap = least.gap + 0.3 * more * MM_PER_POINT
        head = points if least.stacked else least.head_points
        yield replace(least, points=points, gap=gap, head_points=head)


def _widest(text: Measures, sides: int, paginate: Callable[[Measures], Pages]) -> Laid | None:
    """Return the roomiest pages of a size of text by halving the range of rooms, None where none fit."""
    best = None
    low, high = 0, len(ROOMIER)
    while low < high:
        middle = (low + high) // 2 if best is not None or low else len(ROOMIER) - 1
        row, gap = ROOMIER[middle]
        tried = _fitting(replace(text, row=text.row + row, gap=text.gap + gap), sides, paginate)
        if tried is not None:
            best, high = tried, middle
        else:
            low = middle + 1
    return best


def _fitting(measures: Measures, sides: int, paginate: Callable[[Measures], Pages]) -> Laid | None:
    """Return the pages, None where they need more sheets or something does not fit that fits by less room."""
    try:
        pages = paginate(measures)
    except PaperError:
        return None
    return Laid(measures, pages) if sides_of(pages) <= sides else None
