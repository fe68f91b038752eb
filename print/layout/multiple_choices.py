"""Choose-many items, a cell for each option, and open texts, a ruled box that a person reads."""

from print.drawing.fonts import wrap
from print.drawing.ink import Frame, Ink, Rule
from print.geometry import Box, Row, Writing
from print.layout.blocks import PAD, Block, lines_at
from print.layout.option_lists import BEFORE_CELL, cell_band, label_room, option_row
from print.layout.question_text import labelled, most_lines, question_height, question_ink
from print.layout.single_choices import closing_rule
from print.layout.sizes import BAND_GAP, BODY, FREE_ROUND_OVAL, KEY_ROOM, Measures
from questionnaires.model import ChoicesItem, Text, TextItem

MOST_ACROSS = 4
MOST_LABEL_LINES = 2
WRITING_LINE = 7.4
SEVERAL = Text("Có thể đánh dấu nhiều ô.", "You may mark several boxes.")
AT_MOST = Text("Xin đánh dấu nhiều nhất {} ô.", "Please mark at most {} boxes.")


def choices(item: ChoicesItem, measures: Measures) -> Block:
    """Return a choose-many item: each option has a band of its own, so each is one row to a reader."""
    options = labelled(item, measures.language)
    possible = [
        count
        for count in range(1, MOST_ACROSS + 1)
        if most_lines(options, label_room(BODY.w / count, measures, BEFORE_CELL), measures)
        <= MOST_LABEL_LINES
    ]
    return min((_cells(item, count, measures) for count in possible or [1]), key=lambda block: block.height)


def _cells(item: ChoicesItem, across: int, measures: Measures) -> Block:
    labels = labelled(item, measures.language)
    room = label_room(BODY.w / across, measures, BEFORE_CELL)
    question = question_height(item, measures)
    ink: list[Ink] = [*question_ink(item, measures)]
    hint = _hint(item, measures)
    ink += lines_at(BODY.x + PAD + measures.label, question, hint, measures, face="italic")
    rows: list[Row] = []
    top = question + len(hint) * measures.leading + max(0.6, 4.0 - (measures.row - measures.oval[1]) / 2)
    for start in range(0, len(labels), across):
        line = labels[start : start + across]
        high = measures.high(most_lines(line, room, measures))
        for i, (code, text) in enumerate(line):
            cell = Box(BODY.x + i * BODY.w / across, top, BODY.w / across, high)
            band = Box(cell.x + KEY_ROOM, top + BAND_GAP, cell_band(measures), high - 2 * BAND_GAP)
            oval, words = option_row(code, text, cell, measures, BEFORE_CELL)
            rows.append(Row(f"{item.id}_{code}", band, (oval,)))
            ink += words
        top += high
    below = max(1.65, FREE_ROUND_OVAL + 0.1 - (measures.row - measures.oval[1]) / 2)
    return Block(top + below + 0.25, (*ink, closing_rule(top + below)), item.id, tuple(rows), airy=True)


def writing(item: TextItem, measures: Measures) -> Block:
    """Return an open text: its question over a ruled box."""
    top = question_height(item, measures) + 0.5
    lines = max(1, item.paper.lines)
    box = Box(BODY.x, top, BODY.w, lines * WRITING_LINE)
    ink: list[Ink] = [*question_ink(item, measures), Frame(box, 0.25)]
    for line in range(1, lines):
        y = top + line * WRITING_LINE
        ink.append(Rule(box.x + 3, y, box.x + box.w - 3, y, 0.15, 0.7))
    return Block(top + box.h + 0.3, tuple(ink), item.id, writing=(Writing(item.id, box),), airy=True)


def _hint(item: ChoicesItem, measures: Measures) -> tuple[str, ...]:
    """Return how many to mark, nothing where the question says it itself: «(chọn tối đa 3)»."""
    said = item.text.in_(measures.language)
    if "(chọn" in said or "(choose" in said:
        return ()
    hint = SEVERAL if item.at_most >= len(item.options) else AT_MOST
    return wrap(hint.in_(measures.language).format(item.at_most), BODY.w, measures.points, "italic")
