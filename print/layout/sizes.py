"""The sizes of a form: fixed places on the sheet, and what ordinary and large print change.

The limits come from trials with scanned forms; docs/forms.md gives each with its reason.
"""

from dataclasses import dataclass

from print.drawing.ink import MM_PER_POINT
from print.geometry import Box

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


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of ordinary or large print; points for text, millimetres for the rest.

    ``stacked`` puts a row's ovals below its text; ``label`` is the room of an item's label before its text.
    """

    points: float
    title_points: float
    oval: tuple[float, float]
    column: float
    row: float
    stacked: bool
    label: float = 10.0

    @property
    def leading(self) -> float:
        """The distance of two baselines."""
        return self.points * MM_PER_POINT * 1.2

    @property
    def band(self) -> float:
        """The height of a band that has print above and below it."""
        return self.oval[1] + 2 * FREE_ROUND_OVAL


ORDINARY = Measures(10.0, 13.0, (6.0, 4.2), 15.0, LEAST_ROW, stacked=False)
LARGE = Measures(14.0, 14.0, (6.0, 4.5), 15.0, LEAST_ROW, stacked=True, label=14.0)
