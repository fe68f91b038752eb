"""Synthetic pen marks: crosses in the ovals of a printed page, for the demo's scans."""

from collections.abc import Iterable, Mapping

import numpy as np
from PIL import Image, ImageDraw

from print.geometry import Box, Page

INK_MM = 0.5

Stroke = np.ndarray  # two points in millimetres, one a row


def strokes(page: Page, codes: Mapping[str, int], *, rng: np.random.Generator) -> list[Stroke]:
    """Return the two strokes of a cross for the oval of each answer.

    Args:
        page: where its ovals are.
        codes: column name to the code that is marked; columns of other pages are left out.
        rng: moves each stroke a little.
    """
    return [
        stroke
        for row in page.rows
        for oval in row.ovals
        if codes.get(row.item) == oval.code
        for stroke in _cross(oval.box, rng)
    ]


def draw(page_image: Image.Image, drawn: Iterable[Stroke]) -> None:
    """Draw strokes on a blank page in grey, in place; its whole width is the sheet of 210 mm."""
    dots_per_mm = page_image.width / 210
    pen = ImageDraw.Draw(page_image)
    for stroke in drawn:
        pen.line([tuple(p) for p in stroke * dots_per_mm], fill=45, width=round(INK_MM * dots_per_mm))


def _cross(box: Box, rng: np.random.Generator) -> list[Stroke]:
    centre = np.array([box.x + box.w / 2, box.y + box.h / 2]) + rng.normal(scale=0.3, size=2)
    reach = np.array([box.w * 0.42, box.h * 0.46]) * rng.uniform(0.85, 1.1)
    down, up = np.array([1, 1]) * reach, np.array([1, -1]) * reach
    return [np.stack([centre - way, centre + way]) for way in (down, up)]
