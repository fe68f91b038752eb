"""Grey patches printed under the two upper corner marks, so that a scan tells by itself what it has lost.

A copier or a scanner set to black and white wipes out the pale patch, and with it every pencil mark; such a
sheet goes to a person whole.
"""

from print.geometry import Box, Tone
from print.measures import FIDUCIAL, FIDUCIAL_EDGE, FIDUCIAL_RING, PAGE_MM

PALE, MIDDLE = 0.16, 0.40
_WIDE, _HIGH, _GAP = 4.6, 7.0, 0.8


def tones() -> tuple[Tone, ...]:
    """Return the patches of a page: pale and middle, left and right."""
    top = FIDUCIAL_EDGE + FIDUCIAL + FIDUCIAL_RING + 1
    lefts = (FIDUCIAL_EDGE, PAGE_MM[0] - FIDUCIAL_EDGE - FIDUCIAL)
    return tuple(
        Tone(Box(left + i * (_WIDE + _GAP), top, _WIDE, _HIGH), darkness)
        for left in lefts
        for i, darkness in enumerate((PALE, MIDDLE))
    )
