"""Choose-many items, a cell for each option, and open texts, a ruled box that a person reads."""

from print.drawing.ink import Frame, Ink, Rule
from print.geometry import Box, Row, Writing
from print.layout.blocks import PAD, Block, lines_at
from print.layout.question_text import most_lines, numbered, question_height, question_ink
from print.layout.scale_rows import oval_line
from print.layout.single_choices import cell_band, closing_rule, label_right_of_oval
from print.layout.sizes import BAND_GAP, BODY, FREE_ROUND_OVAL, Measures
from questionnaires.model import ChoicesItem, TextItem

MOST_ACROSS = 4
MOST_LABEL_LINES = 2
WRITING_LINE = 7.4


def choices(item: ChoicesItem, measures: Measures) -> Block:
    """Return a choose-many item: each option has a band of its own, so each is one row to a reader."""
    possible = [
        count
        for count in range(1, MOST_ACROSS + 1)
        if most_lines(numbered(item), _room(count, measures), measures) <= MOST_LABEL_LINES
    ]
    return min((_cells(item, count, measures) for count in possible or [1]), key=lambda block: block.height)


def _room(across: int, measures: Measures) -> float:
    return BODY.w / across - cell_band(measures) - 2


def _cells(item: ChoicesItem, across: int, measures: Measures) -> Block:
    labels = numbered(item)
    room = _room(across, measures)
    question = question_height(item, measures)
    ink: list[Ink] = [*question_ink(item, measures)]
    hint = _hint(item)
    ink += lines_at(BODY.x + PAD + measures.label, question, hint, measures, face="italic")
    rows: list[Row] = []
    top = question + len(hint) * measures.leading + max(0.6, 4.0 - (measures.row - measures.oval[1]) / 2)
    for start in range(0, len(labels), across):
        line = labels[start : start + across]
        high = max(measures.row, most_lines(line, room, measures) * measures.leading + 0.5)
        for i, (code, text) in enumerate(line):
            cell = Box(BODY.x + i * BODY.w / across, top, BODY.w / across, high)
            band = Box(cell.x, top + BAND_GAP, cell_band(measures), high - 2 * BAND_GAP)
            rows.append(Row(f"{item.id}_{code}", band, oval_line(band, [code], measures)))
            ink += label_right_of_oval(text, cell, room, measures)
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


def _hint(item: ChoicesItem) -> tuple[str, ...]:
    """Return how many to mark, nothing where the question says it itself: «(chọn tối đa 3)»."""
    if "(chọn" in item.text.vi:
        return ()
    if item.at_most >= len(item.options):
        return ("Có thể đánh dấu nhiều ô.",)
    return (f"Xin đánh dấu nhiều nhất {item.at_most} ô.",)
