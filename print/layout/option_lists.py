"""Options below each other: in one list, or in columns where there are many (provinces, peoples, communes).

Each column has a band of its own, so an item in columns has as many rows as columns; the reader joins them
(``print/scanning/joined_rows.py``). Options stand in order down one column and on to the next.
"""

from dataclasses import replace

from print.drawing.fonts import wrap
from print.drawing.ink import Ink
from print.geometry import Box, Oval, Row
from print.layout.blocks import Block, lines_at
from print.layout.question_text import (
    Choice,
    key,
    label_width,
    labelled,
    most_lines,
    question_height,
    question_ink,
)
from print.layout.sizes import BAND_GAP, FREE_ROUND_OVAL, KEY_ROOM, Measures
from questionnaires.model import ChoiceItem

MOST_COLUMNS = 6
LEAST_IN_COLUMN = 4  # options of a column; fewer are read as lines
MOST_LABEL_LINES = 3
OVALS_TELL_APART = 0.3  # so much less than between rows of a grid stands between the words of two options
GAP = 3.0  # between two columns
BELOW = 1.4  # from the last option to the next question
_LABEL_GAP = 0.4  # from a band to its words
_BEFORE_NEXT = 0.6  # from the words to what stands at their right
BEFORE_CELL = 3.0  # and to the next option in the same line


def cell_band(measures: Measures) -> float:
    """Return the width of a band that holds one oval."""
    return measures.oval[0] + 2 * FREE_ROUND_OVAL


def label_room(wide: float, measures: Measures, before: float = _BEFORE_NEXT) -> float:
    """Return the room for words in ``wide`` millimetres that also hold the key and the oval."""
    return wide - KEY_ROOM - cell_band(measures) - _LABEL_GAP - before


def option_row(
    code: int, text: str, cell: Box, measures: Measures, before: float = _BEFORE_NEXT
) -> tuple[Oval, tuple[Ink, ...]]:
    """Return one option in the middle of a cell: its key at the outer edge, its oval, its words at the right."""
    wide, tall = measures.oval
    x, middle = cell.x + KEY_ROOM, cell.y + cell.h / 2
    lines = wrap(text, label_room(cell.w, measures, before), measures.points)
    top = middle - len(lines) * measures.leading / 2
    words = lines_at(x + cell_band(measures) + _LABEL_GAP, top, lines, measures)
    oval = Oval(code, Box(x + FREE_ROUND_OVAL, middle - tall / 2, wide, tall))
    return oval, (key(code, x - 0.3, middle + 0.9, "right"), *words)


def option_list(
    item: str, options: list[Choice], span: Box, measures: Measures
) -> tuple[Row, tuple[Ink, ...]]:
    """Return options below each other from the top of ``span``; one band holds all their ovals."""
    y = span.y
    ovals: list[Oval] = []
    ink: list[Ink] = []
    for code, text in options:
        lines = most_lines([(code, text)], label_room(span.w, measures), measures)
        high = max(measures.row, lines * measures.leading + measures.gap - OVALS_TELL_APART)
        oval, words = option_row(code, text, Box(span.x, y, span.w, high), measures)
        ovals.append(oval)
        ink += words
        y += high
    band = Box(span.x + KEY_ROOM, span.y + BAND_GAP, cell_band(measures), y - span.y - 2 * BAND_GAP)
    return Row(item, band, tuple(ovals)), tuple(ink)


def below_question(height: float, measures: Measures) -> float:
    """Return where options begin below a question: where a row alone leaves too little room, they move down."""
    return height + max(0.0, FREE_ROUND_OVAL - (measures.row - measures.oval[1]) / 2)


def option_cells(item: ChoiceItem, span: Box, measures: Measures, side: float) -> Block | None:
    """Return the item with its options in one line at the right, ``side`` mm wide, the question beside them.

    Each option is a cell with a band of its own; None where the words have no room in it.
    """
    options = labelled(item, measures.language)
    wide = side / len(options)
    deep = most_lines(options, label_room(wide, measures, BEFORE_CELL), measures)
    if deep > MOST_LABEL_LINES:
        return None
    free = below_question(0.0, measures)  # above and below, for nothing is known of what stands there
    question = question_height(item, measures, room=span.w - side)
    high = max(measures.high(deep) + 2 * free, question)
    ink: list[Ink] = [*question_ink(item, measures, x=span.x, room=span.w - side)]
    rows: list[Row] = []
    for i, (code, text) in enumerate(options):
        cell = Box(span.x + span.w - side + i * wide, free, wide, high - 2 * free)
        oval, words = option_row(code, text, cell, measures, BEFORE_CELL)
        band = Box(cell.x + KEY_ROOM, free + BAND_GAP, cell_band(measures), cell.h - 2 * BAND_GAP)
        rows.append(Row(item.id, band, (oval,)))
        ink += words
    return Block(high, tuple(ink), item.id, tuple(rows))


def column_counts(item: ChoiceItem, measures: Measures) -> range:
    """Return the numbers of columns in which the options may stand: two and more, none of them short."""
    count = len(labelled(item, measures.language))
    return range(2, min(MOST_COLUMNS, -(-count // LEAST_IN_COLUMN)) + 1)


def option_columns(item: ChoiceItem, span: Box, measures: Measures, count: int) -> Block | None:
    """Return the item with its options in ``count`` columns, None where the words have no room in them."""
    options = labelled(item, measures.language)
    wide = (span.w - (count - 1) * GAP) / count
    if most_lines(options, label_room(wide, measures), measures) > MOST_LABEL_LINES:
        return None
    deep = -(-len(options) // count)
    tight = replace(measures, label=label_width(item.id, measures))
    top = below_question(question_height(item, tight, room=span.w), measures)
    ink: list[Ink] = [*question_ink(item, tight, x=span.x, room=span.w)]
    rows: list[Row] = []
    for i in range(0, len(options), deep):
        at = Box(span.x + i // deep * (wide + GAP), top, wide, 0)
        row, words = option_list(item.id, options[i : i + deep], at, measures)
        rows.append(row)
        ink += words
    low = max(row.band.y + row.band.h for row in rows)
    return Block(low + BAND_GAP + BELOW, tuple(ink), item.id, tuple(rows))
