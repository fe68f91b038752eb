"""The scanned page laid flat and its tone evened out, so that one threshold fits every scanner."""

from dataclasses import dataclass, field

import cv2
import numpy as np

from print.geometry import Page
from print.scanning.page.registration import Registration, through

PX = 8.0  # pixels per millimetre of the flat page: 203 dpi
PAPER_STEP = 8  # the paper's own tone is looked for in a copy this many times smaller
PAPER_REACH = 11  # in steps of a millimetre: wider than a filled oval, narrower than a shadow
DARK = 0.28  # of the way from paper to printed black: ink
PALE = 0.09  # smoothed: perhaps ink, never clean paper


@dataclass(frozen=True)
class Flat:
    """One page in millimetres × ``PX``: how dark each pixel is, from 0 (paper) to 255 (printed black).

    ``black`` is the printed black before stretching, as a share of the paper's tone; ``paper`` the paper's
    level in the image, 0 to 255, on a grid of millimetres; ``sharp`` the pixels of the image per millimetre;
    ``straight`` is the scan laid straight, before its tone is evened out.
    """

    dark: np.ndarray
    black: float
    paper: np.ndarray
    sharp: float
    straight: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.uint8))

    def strong(self) -> np.ndarray:
        """Return 255 where there is ink."""
        return cv2.threshold(self.dark, round(DARK * 255), 255, cv2.THRESH_BINARY)[1]

    def pale(self) -> np.ndarray:
        """Return 255 where there may be ink: a lower threshold on a smoothed picture."""
        soft = cv2.GaussianBlur(self.dark, (5, 5), 1.2)
        return cv2.threshold(soft, round(PALE * 255), 255, cv2.THRESH_BINARY)[1]


def flatten(grey: np.ndarray, page: Page, registration: Registration, page_mm: tuple[float, float]) -> Flat:
    """Return the page warped to its layout, with the paper's tone evened out and printed black at 255."""
    sharp = _pixels_per_mm(registration, page_mm)
    straight = straightened(grey, registration, page_mm)
    paper = _paper(straight)
    whole = cv2.resize(paper, straight.shape[::-1], interpolation=cv2.INTER_LINEAR)
    light = cv2.divide(straight, whole, scale=255)
    black = _black(light, page)
    stretch = np.clip(np.arange(255, -1, -1) / max(black, 0.15), 0, 255).astype(np.uint8)
    return Flat(cv2.LUT(light, stretch), black, paper, sharp, straight)


def straightened(grey: np.ndarray, registration: Registration, page_mm: tuple[float, float]) -> np.ndarray:
    """Return the page laid straight at ``PX`` pixels a millimetre, 8-bit grey; the scan's edge goes on beyond it."""
    size = (round(page_mm[0] * PX), round(page_mm[1] * PX))
    if _pixels_per_mm(registration, page_mm) > PX * 1.25:
        grey = cv2.GaussianBlur(grey, (3, 3), 0.6)
    to_flat = np.diag([PX, PX, 1.0]) @ np.linalg.inv(registration.matrix)
    return cv2.warpPerspective(grey, to_flat, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _pixels_per_mm(registration: Registration, page_mm: tuple[float, float]) -> float:
    x, y = page_mm[0] / 2, page_mm[1] / 2
    ends = through(registration.matrix, np.array([(x, y), (x + 10, y), (x, y + 10)]))
    return float(np.linalg.norm(ends[1:] - ends[0], axis=1).mean() / 10)


def _paper(flat: np.ndarray) -> np.ndarray:
    """Return the paper's tone on a grid of millimetres: the brightest nearby, its noise averaged away."""
    size = (flat.shape[1] // PAPER_STEP, flat.shape[0] // PAPER_STEP)
    small = cv2.resize(flat, size, interpolation=cv2.INTER_AREA)
    bright = cv2.dilate(small, np.ones((PAPER_REACH, PAPER_REACH), np.uint8))
    return np.maximum(cv2.GaussianBlur(bright, (0, 0), PAPER_REACH / 3), 1)


def _black(light: np.ndarray, page: Page) -> float:
    """Return the printed black: that of the dark border of the fiducials found."""
    edges = [
        255
        - np.median(
            light[
                round((mark.y + 0.4) * PX) : round((mark.y + mark.size / 7) * PX),
                round((mark.x + 0.4) * PX) : round((mark.x + mark.size - 0.4) * PX),
            ]
        )
        for mark in page.fiducials
    ]
    return float(np.median([edge for edge in edges if edge > max(edges) / 2] or [255.0])) / 255
