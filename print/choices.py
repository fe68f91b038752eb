"""Items with their own options, and open texts: labels stand above or beside the ovals, never between them."""

from print.blocks import PAD, Block, lines_at
from print.fonts import width, wrap
from print.geometry import Box, Oval, Row, Writing
from print.ink import Frame, Ink, Rule
from print.measures import BAND_GAP, BODY, FREE_ROUND_OVAL, LEAST_COLUMN, Measures
from print.rows import Choice, oval_line, question_height, question_ink
from questionnaires.model import DONT_KNOW, ChoiceItem, ChoicesItem, TextItem

SIDE = 90.0  # the answer side of a question that shares its line with its options
WIDEST_COLUMN = 30.0
DEEPEST_LABEL = 3


def choice(item: ChoiceItem, measures: Measures) -> Block:
    """Return a single choice: beside its question, below it, or as a list when labels are long or many."""
    options = [
        (option.code, f"{option.code} · {(option.short or option.text).vi}") for option in item.options
    ]
    if item.dont_know is not None:
        options.append((DONT_KNOW, f"KB · {item.dont_know.vi}"))
    for across in (BODY.w,) if measures.stacked else (SIDE, BODY.w):
        column = min(across / len(options), WIDEST_COLUMN if across == SIDE else BODY.w)
        if column >= LEAST_COLUMN and _deepest(options, column - 1, measures) <= DEEPEST_LABEL:
            return _across(item, options, measures, column=column, beside=across == SIDE)
    return _list(item, options, measures)


def choices(item: ChoicesItem, measures: Measures) -> Block:
    """Return a choose-many item: a cell for each option, one oval and its label."""
    across = 1 if measures.stacked else 2
    if not measures.stacked and _deepest(_labels(item), BODY.w / 3 - _cell_band(measures) - 2, measures) <= 2:
        across = 3
    room = BODY.w / across - _cell_band(measures) - 2
    top = question_height(item, BODY.w, measures) + measures.leading
    hint = f"Có thể đánh dấu nhiều ô, nhiều nhất {item.at_most} ô."
    if item.at_most >= len(item.options):
        hint = "Có thể đánh dấu nhiều ô."
    ink: list[Ink] = [*question_ink(item, BODY.w, measures)]
    ink += lines_at(BODY.x + PAD, top - measures.leading, (hint,), measures, face="italic")
    rows: list[Row] = []
    top += 1.0
    labels = _labels(item)
    for start in range(0, len(labels), across):
        deep = max(len(wrap(text, room, measures.points)) for _, text in labels[start : start + across])
        high = max(measures.row, deep * measures.leading + 1)
        for i, (code, text) in enumerate(labels[start : start + across]):
            cell = Box(BODY.x + i * BODY.w / across, top, BODY.w / across, high)
            rows.append(_cell(f"{item.id}_{code}", code, cell, measures))
            ink += _beside(text, cell, room, measures)
        top += high
    return Block(top + 1.0, (*ink, _closing_rule(top + 0.7)), item.id, tuple(rows))


def writing(item: TextItem, measures: Measures) -> Block:
    """Return an open text: its question over a ruled box."""
    top = question_height(item, BODY.w, measures) + 0.5
    box = Box(BODY.x, top, BODY.w, max(1, item.paper.lines) * measures.row)
    ink: list[Ink] = [*question_ink(item, BODY.w, measures), Frame(box, 0.25)]
    for line in range(1, max(1, item.paper.lines)):
        y = top + line * measures.row
        ink.append(Rule(box.x + 3, y, box.x + box.w - 3, y, 0.15, 0.7))
    return Block(top + box.h + 2, tuple(ink), item.id, writing=(Writing(item.id, box),))


def _across(
    item: ChoiceItem, options: list[Choice], measures: Measures, *, column: float, beside: bool
) -> Block:
    """Lay the options out in one line, each label above its oval."""
    labels = [wrap(text, column - 1, measures.points) for _, text in options]
    deep = max(len(lines) for lines in labels)
    left = BODY.x + BODY.w - SIDE if beside else BODY.x
    room = BODY.w - SIDE - 2 if beside else BODY.w
    question = question_height(item, room, measures)
    start = 0.6 if beside else question + 0.6
    top = start + deep * measures.leading
    ink: list[Ink] = [*question_ink(item, room, measures)]
    for i, lines in enumerate(labels):
        centre = left + (i + 0.5) * column
        ink += lines_at(centre, top - len(lines) * measures.leading, lines, measures, align="center")
    band = Box(left, top, column * len(options), measures.band)
    high = max(question, top + measures.band) + BAND_GAP
    row = Row(item.id, band, oval_line(band, [code for code, _ in options], measures))
    return Block(high + 0.4, (*ink, _closing_rule(high)), item.id, (row,))


def _list(item: ChoiceItem, options: list[Choice], measures: Measures) -> Block:
    """Lay the options out below each other; the band is the column of their ovals."""
    wide, tall = measures.oval
    top = question_height(item, BODY.w, measures) + 1.5
    band_wide = _cell_band(measures)
    room = BODY.w - band_wide - 12
    ink: list[Ink] = [*question_ink(item, BODY.w, measures)]
    ovals: list[Oval] = []
    y = top
    for code, text in options:
        high = max(measures.row, len(wrap(text, room, measures.points)) * measures.leading + 1)
        cell = Box(BODY.x + 8, y, band_wide, high)
        place = Box(cell.x + (band_wide - wide) / 2, y + (high - tall) / 2, wide, tall)
        ovals.append(Oval(code, place))
        ink += _beside(text, cell, room, measures)
        y += high
    band = Box(BODY.x + 8, top, band_wide, y - top)
    row = Row(item.id, band, tuple(ovals))
    return Block(y + 1.4, (*ink, _closing_rule(y + 1.0)), item.id, (row,))


def _cell(column: str, code: int, cell: Box, measures: Measures) -> Row:
    band = Box(cell.x, cell.y + BAND_GAP, _cell_band(measures), cell.h - 2 * BAND_GAP)
    return Row(column, band, oval_line(band, [code], measures))


def _beside(text: str, cell: Box, room: float, measures: Measures) -> tuple[Ink, ...]:
    lines = wrap(text, room, measures.points)
    top = cell.y + (cell.h - len(lines) * measures.leading) / 2
    return lines_at(cell.x + _cell_band(measures) + 0.8, top, lines, measures)


def _cell_band(measures: Measures) -> float:
    return measures.oval[0] + 2 * FREE_ROUND_OVAL


def _closing_rule(y: float) -> Rule:
    return Rule(BODY.x, y, BODY.x + BODY.w, y, 0.15, 0.7)


def _labels(item: ChoicesItem) -> list[Choice]:
    return [(option.code, f"{option.code} · {(option.short or option.text).vi}") for option in item.options]


def _deepest(options: list[Choice], room: float, measures: Measures) -> int:
    """Return the most lines a label takes, or more than allowed where a word is too wide."""
    if any(width(word, measures.points) > room for _, text in options for word in text.split()):
        return DEEPEST_LABEL + 1
    return max(len(wrap(text, room, measures.points)) for _, text in options)
