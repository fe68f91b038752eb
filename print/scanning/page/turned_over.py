"""Images that are turned over: negatives, and mirrored ones.

Corner marks are seen in neither, for their ids say how they lie; in the image put right all of a page's are.
"""

from typing import Literal

import cv2
import numpy as np

from print.scanning.page.registration import find_fiducials, page_of

_LEAST = 3  # marks of one page: a chance pattern makes one now and then

TurnedOver = Literal["negative", "mirrored"]


def turned_over(grey: np.ndarray) -> tuple[TurnedOver, ...]:
    """Return in which ways an image that shows no form is turned over, empty where putting it right shows none."""
    negative, mirrored = cv2.bitwise_not(grey), cv2.flip(grey, 1)
    tries: tuple[tuple[np.ndarray, tuple[TurnedOver, ...]], ...] = (
        (negative, ("negative",)),
        (mirrored, ("mirrored",)),
        (cv2.bitwise_not(mirrored), ("negative", "mirrored")),
    )
    return next((ways for image, ways in tries if _shows_a_page(image)), ())


def _shows_a_page(grey: np.ndarray) -> bool:
    found = find_fiducials(grey)
    return len(found) >= _LEAST and page_of(found) is not None
