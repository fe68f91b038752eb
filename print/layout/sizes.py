"""The sizes of a form: fixed places on the sheet, and what ordinary and large print change.

The limits come from trials with scanned forms; docs/forms.md gives each with its reason.
"""

from dataclasses import dataclass, replace

from print.drawing.ink import MM_PER_POINT
from print.geometry import Box
from questionnaires.model import Language

MOST_PAGES = 12  # ArUco 4x4_50 has 50 ids, four a page

FIDUCIAL = 10.0
FIDUCIAL_EDGE = 12.0  # nearer the edge they fall off a skewed scan
FIDUCIAL_RING = 2.5  # white round a fiducial
MAIN_CODE = Box(170.7, 12.0, 14.5, 14.5)
REPEAT_CODE = Box(27.0, 272.8, 14.2, 14.2)
BODY = Box(12.5, 33.6, 185.0, 236.4)

WEB_CODE = 19.0  # the side of the QR code that opens the web page, on page 1
FREE_ROUND_OVAL = 4.0
BAND_GAP = 0.4  # between the bands of two rows
LEAST_COLUMN = 13.0
LEAST_ROW = 9.0
LEADING = 1.16  # lines nearer to each other would touch where a capital has two marks: Ế, Ở
CAPITAL = 0.74  # of a size of text: the height of a capital letter
LINE_MIDDLE = 0.29  # of a size of text: from the middle of small letters to their baseline
LEAST_GAP = 0.6  # between the texts of two rows, more than between the lines of one; as a rule twice and more

# The number a clerk keys stands small and grey at the outer edge, where no hand rings or writes it.
KEY_POINTS = 7.0
KEY_GREY = 0.45
KEY_ROOM = 2.6  # left of a list's ovals
KEY_LINE = 3.2  # above the words of a line of options or of a head
KEY_BASELINE = 2.2  # of a key in its line: the marks on capitals reach into what is left
HEAD_GAP = 1.2  # between the words of two headings


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of ordinary or large print; points for text, millimetres for the rest.

    ``head_points`` is the text of a grid's headings, ``gap`` the least room between the texts of two rows or options,
    ``stacked`` puts a row's ovals below its text, ``label`` is the room of an item's label before its text,
    ``language`` that of all words, ``spacing`` the distance of two baselines in sizes of text.
    """

    points: float
    title_points: float
    oval: tuple[float, float]
    column: float
    row: float
    stacked: bool
    head_points: float
    gap: float
    label: float = 10.0
    language: Language = "vi"
    spacing: float = LEADING

    @property
    def leading(self) -> float:
        """The distance of two baselines."""
        return self.points * MM_PER_POINT * self.spacing

    @property
    def under_line(self) -> float:
        """The room below the baseline of a line, of its leading."""
        return self.leading / 2 - LINE_MIDDLE * self.points * MM_PER_POINT

    @property
    def free_in_band(self) -> float:
        """The room above and below an oval in a band with lines round it, which leave the rest of what it needs."""
        over_line = self.leading - self.under_line - CAPITAL * self.points * MM_PER_POINT
        return FREE_ROUND_OVAL - min(self.under_line, over_line + BAND_GAP + 0.2) + 0.02

    @property
    def band(self) -> float:
        """The height of a band that has print above and below it."""
        return self.oval[1] + 2 * self.free_in_band

    @property
    def heads(self) -> "Measures":
        """The same with the text of a grid's headings."""
        return replace(self, points=self.head_points)

    def high(self, lines: int) -> float:
        """Return the height of a row or an option whose text has so many lines."""
        return max(self.row, lines * self.leading + self.gap)


ORDINARY = Measures(10.0, 13.0, (6.0, 4.2), 15.0, LEAST_ROW, stacked=False, head_points=10.0, gap=LEAST_GAP)
LARGE = Measures(
    14.0, 14.0, (6.0, 4.5), 15.0, LEAST_ROW, stacked=True, head_points=14.0, gap=LEAST_GAP, label=14.0
)
# Running text of letters, covers and reports, which have room between their lines.
PROSE = replace(ORDINARY, spacing=1.2)
