"""A synthetic pen: crosses in the ovals of a printed page, so that the demo has something to scan."""

from collections.abc import Mapping

import numpy as np
from PIL import Image, ImageDraw

from print.geometry import Box, Page

INK_MM = 0.5


def fill(page_image: Image.Image, page: Page, codes: Mapping[str, int], *, rng: np.random.Generator) -> None:
    """Draw a cross on the oval of each answer, in place.

    Args:
        page_image: the blank page in grey, its whole width being the sheet of 210 mm.
        page: where its ovals are.
        codes: column name to the code that is marked; columns of other pages are left out.
        rng: moves each stroke a little.
    """
    dots_per_mm = page_image.width / 210
    pen = ImageDraw.Draw(page_image)
    for row in page.rows:
        for oval in row.ovals:
            if codes.get(row.item) == oval.code:
                for stroke in _cross(oval.box, rng):
                    pen.line(
                        [tuple(p) for p in stroke * dots_per_mm], fill=45, width=round(INK_MM * dots_per_mm)
                    )


def _cross(box: Box, rng: np.random.Generator) -> list[np.ndarray]:
    centre = np.array([box.x + box.w / 2, box.y + box.h / 2]) + rng.normal(scale=0.3, size=2)
    reach = np.array([box.w * 0.42, box.h * 0.46]) * rng.uniform(0.85, 1.1)
    down, up = np.array([1, 1]) * reach, np.array([1, -1]) * reach
    return [np.stack([centre - way, centre + way]) for way in (down, up)]
