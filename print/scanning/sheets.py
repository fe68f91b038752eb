"""Images as they come: of one sheet, of two, turned over, or of no form at all.

- ``read_sheets(grey, layouts, file=…, image=…) -> tuple[PageReading, ...]``
"""

from dataclasses import replace

import numpy as np

from print.geometry import Layouts
from print.scanning.page.turned_over import turned_over
from print.scanning.page_reader import read_image
from print.scanning.page_reasons import PageCode
from print.scanning.reading import Crop, PageReading
from print.scanning.two_sheets import Part, halves

# What an image of two sheets gives when it is read as one, and what a negative or mirrored one gives.
MAY_BE_TWO: frozenset[PageCode] = frozenset(
    {"codes disagree", "corner marks disagree", "no corner mark", "no code", "no form"}
)
MAY_BE_TURNED_OVER: frozenset[PageCode] = frozenset(
    {"no form", "no code", "no corner mark", "few corner marks"}
)


def read_sheets(
    grey: np.ndarray, layouts: Layouts, *, file: str, image: int, pictures: bool = False
) -> tuple[PageReading, ...]:
    """Return what an image says: one reading, or one for each half where it shows two sheets.

    Args:
        grey: 8-bit grey, any orientation, 100 to 300 dpi.
        layouts: the layouts that may be on it, by the tag in their QR codes.
        file: where it came from, kept in the reading.
        image: its place in that file, from 0.
        pictures: lay the pages straight for people too, where they were read.
    """
    whole = read_image(grey, layouts, file=file, image=image, pictures=pictures)
    why = set(whole.reason_codes[:1])
    if why & MAY_BE_TWO:
        parts = [
            _placed(read_image(part.grey, layouts, file=file, image=image, pictures=pictures), part)
            for part in halves(grey, layouts)
        ]
        # Of two halves neither of which is a form of ours there is no more to say than of the whole.
        if any(part.number for part in parts):
            return tuple(parts)
    return (whole.with_reasons(*turned_over(grey)) if why & MAY_BE_TURNED_OVER else whole,)


def _placed(reading: PageReading, part: Part) -> PageReading:
    """Return the reading of a part with the places of its rows in the whole image."""

    def moved(crop: Crop) -> Crop:
        return crop[0] + part.x, crop[1] + part.y, crop[2], crop[3]

    return replace(
        reading,
        half=part.half,
        rows=tuple(replace(row, crop=moved(row.crop)) for row in reading.rows),
        notes=tuple(replace(note, crop=moved(note.crop)) for note in reading.notes),
    )
