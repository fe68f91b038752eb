"""A grid of short rows in two halves side by side, where every text is short enough for half the page."""

from dataclasses import replace
from functools import partial

from print.drawing.ink import Ink, Rule
from print.geometry import Box, Row
from print.layout.blocks import Block, fitting
from print.layout.question_text import PAD, most_lines
from print.layout.scale_rows import grid_head, grid_row, head_choices
from print.layout.sizes import BODY, Measures
from questionnaires.model import ScaleItem

GAP = 5.0
LEAST_ROWS = 4
MOST_ROWS = 24
LEAST_TEXT = 24.0
COLUMNS = (18.0, 17.0, 16.0, 15.0)


def two_columns(items: list[ScaleItem], measures: Measures) -> Block | None:
    """Return heads and rows of both halves as one block, or None where one column reads better."""
    ways = (fitting(partial(_halves, items, replace(measures, column=column))) for column in COLUMNS)
    return min((block for block in ways if block is not None), key=lambda block: block.height, default=None)


def _halves(items: list[ScaleItem], measures: Measures) -> Block | None:
    half = (BODY.w - GAP) / 2
    if measures.stacked or not LEAST_ROWS <= len(items) <= MOST_ROWS or any(i.paper.skip_note for i in items):
        return None
    answers = len(head_choices(items[0].scale, measures.language)) * measures.column
    room = half - answers - measures.label - 2 * PAD
    texts = [(0, item.text.in_(measures.language)) for item in items]
    if room < LEAST_TEXT or most_lines(texts, room, measures) > 2:
        return None
    ink: list[Ink] = []
    rows: list[Row] = []
    lowest = 0.0
    left = (len(items) + 1) // 2
    for i, part in enumerate((items[:left], items[left:])):
        span = Box(BODY.x + i * (half + GAP), 0, half, 0)
        head = grid_head(items[0].scale, measures, "", span=span)
        ink += head.ink
        y = head.height
        for nth, item in enumerate(part):
            row = grid_row(item, measures, span, shaded=nth % 2 == 0).at(y)
            ink += row.ink
            rows += row.rows
            y += row.height
        lowest = max(lowest, y)
    x = BODY.x + half + GAP / 2
    return Block(lowest + 0.5, (*ink, Rule(x, 0, x, lowest, 0.15, 0.7)), items[0].id, tuple(rows))
