"""Single choices with their own options: labels stand above or beside the ovals, never between them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, combinations, pairwise

from print.drawing.fonts import wrap
from print.drawing.ink import Ink, Rule, moved
from print.geometry import Box, Oval, Row
from print.layout.blocks import Block, lines_at
from print.layout.question_text import PAD, label_width, most_lines, numbered, question_height, question_ink
from print.layout.scale_rows import oval_line
from print.layout.sizes import BAND_GAP, BODY, FREE_ROUND_OVAL, LEAST_COLUMN, Measures
from questionnaires.model import ChoiceItem

SIDE = 90.0  # the answer side of a question that shares its line with its options
WIDEST_COLUMN = 30.0
MOST_LABEL_LINES = 4
GAP = 4.0  # between lists that stand side by side
MOST_LISTS = 4
HIGHEST_RUN = 130.0  # a run of lists is one block; higher ones would leave pages half empty


def choice_run(items: Sequence[ChoiceItem], measures: Measures) -> list[Block]:
    """Return consecutive single choices in the least height: in lines of one or two, or as lists in columns."""
    lines = _lines(items, measures)
    tried = [_side_by_side(items, n, measures) for n in range(2, min(MOST_LISTS, len(items)) + 1)]
    best = min((block for block in tried if block is not None), key=lambda block: block.height, default=None)
    if best is None or best.height > min(HIGHEST_RUN, _height(lines)):
        return lines
    return [best]


def choice(item: ChoiceItem, measures: Measures, span: Box = BODY) -> Block:
    """Return one single choice: options beside its question, below it, or as a list, what takes least height."""
    options = numbered(item)
    tried = [_list(item, span, measures)]
    limit = 2 if measures.stacked else MOST_LABEL_LINES
    for options_beside in (False,) if measures.stacked or span.w < BODY.w else (True, False):
        across = SIDE if options_beside else span.w
        column = min(across / len(options), WIDEST_COLUMN if options_beside else span.w)
        if column >= LEAST_COLUMN and most_lines(options, column - 1, measures) <= limit:
            tried.append(_across(item, span, measures, column=column, options_beside=options_beside))
    return min(tried, key=lambda block: block.height)


def _lines(items: Sequence[ChoiceItem], measures: Measures) -> list[Block]:
    """Return the items one or two to a line so that all together are lowest (shortest path over the run)."""
    best: list[list[Block]] = [[]]
    for end in range(1, len(items) + 1):
        alone = [*best[end - 1], _closed(choice(items[end - 1], measures))]
        ways = [alone]
        if end > 1 and not any(most_lines(numbered(i), 40, measures) > 2 for i in items[end - 2 : end]):
            ways.append([*best[end - 2], _pair(items[end - 2 : end], measures)])
        best.append(min(ways, key=_height))
    return best[-1]


def _pair(items: Sequence[ChoiceItem], measures: Measures) -> Block:
    half = Box(BODY.x, 0, (BODY.w - GAP) / 2, 0)
    return _columns([[choice(item, measures, half)] for item in items], half.w)


def cell_band(measures: Measures) -> float:
    """Return the width of a band that holds one oval."""
    return measures.oval[0] + 2 * FREE_ROUND_OVAL


def label_right_of_oval(text: str, cell: Box, room: float, measures: Measures) -> tuple[Ink, ...]:
    """Return a label to the right of the oval of ``cell``, in the middle of its height."""
    lines = wrap(text, room, measures.points)
    top = cell.y + (cell.h - len(lines) * measures.leading) / 2
    return lines_at(cell.x + cell_band(measures) + 0.4, top, lines, measures)


def closing_rule(y: float) -> Rule:
    """Return the hairline that ends a question."""
    return Rule(BODY.x, y, BODY.x + BODY.w, y, 0.15, 0.7)


def _closed(block: Block) -> Block:
    rule = closing_rule(block.height + 0.4)
    return replace(block, height=block.height + 0.8, ink=(*block.ink, rule), airy=True)


def _across(item: ChoiceItem, span: Box, measures: Measures, *, column: float, options_beside: bool) -> Block:
    """Lay the options out in one line, each label above its oval."""
    options = numbered(item)
    labels = [wrap(text, column - 1, measures.points) for _, text in options]
    deep = max(len(lines) for lines in labels)
    left = span.x + span.w - SIDE if options_beside else span.x
    room = span.w - SIDE - 1 if options_beside else span.w
    question = question_height(item, measures, room=room)
    top = (1.1 if options_beside else question) + deep * measures.leading
    ink: list[Ink] = [*question_ink(item, measures, x=span.x, room=room)]
    for i, lines in enumerate(labels):
        centre = left + (i + 0.5) * column
        ink += lines_at(centre, top - len(lines) * measures.leading, lines, measures, align="center")
    band = Box(left, top, column * len(options), measures.band)
    row = Row(item.id, band, oval_line(band, [code for code, _ in options], measures))
    return Block(max(question, top + measures.band), tuple(ink), item.id, (row,))


def _list(item: ChoiceItem, span: Box, measures: Measures) -> Block:
    """Lay the options out below each other; the band is the column of their ovals."""
    wide, tall = measures.oval
    tight = replace(measures, label=label_width(item.id, measures))
    top = question_height(item, tight, room=span.w)
    ink: list[Ink] = [*question_ink(item, tight, x=span.x, room=span.w)]
    column = cell_band(measures)
    ovals: list[Oval] = []
    y = top
    for code, text in numbered(item):
        high = max(
            measures.row, len(wrap(text, span.w - column - 1, measures.points)) * measures.leading + 0.5
        )
        cell = Box(span.x, y, column, high)
        ovals.append(Oval(code, Box(span.x + (column - wide) / 2, y + (high - tall) / 2, wide, tall)))
        ink += label_right_of_oval(text, cell, span.w - column - 1, measures)
        y += high
    # The question stands above the first oval: where a row alone leaves too little room, the list moves down.
    short = max(0.0, FREE_ROUND_OVAL - (ovals[0].box.y - top))
    band = Box(span.x, top + BAND_GAP, column, y - top + short - 2 * BAND_GAP)
    moved_ovals = tuple(Oval(o.code, replace(o.box, y=o.box.y + short)) for o in ovals)
    question = len(question_ink(item, tight, x=span.x, room=span.w))
    shifted = (*ink[:question], *moved(ink[question:], 0, short))
    return Block(y + short + 1.4, shifted, item.id, (Row(item.id, band, moved_ovals),))


def _side_by_side(items: Sequence[ChoiceItem], count: int, measures: Measures) -> Block | None:
    """Return the items as lists in ``count`` columns filled in order, as even as they come."""
    wide = (BODY.w - (count - 1) * GAP) / count
    room = wide - cell_band(measures) - 1
    texts = [[(0, item.text.vi)] for item in items]
    text_width = wide - label_width("C00a", measures) - 2 * PAD
    if any(most_lines(numbered(item), room, measures) > MOST_LABEL_LINES for item in items):
        return None
    if any(most_lines(text, text_width, measures) > 2 * MOST_LABEL_LINES for text in texts):
        return None
    lists = [_list(item, Box(BODY.x, 0, wide, 0), measures) for item in items]
    if _height(lists) > count * HIGHEST_RUN:
        return None
    edges = _even([block.height for block in lists], count)
    return _columns([lists[a:b] for a, b in pairwise(edges)], wide)


def _columns(parts: Sequence[Sequence[Block]], wide: float) -> Block:
    """Return the parts in columns with a hairline between, as one block."""
    high = max(map(_height, parts))
    ink: list[Ink] = [closing_rule(high + 0.4)]
    rows: list[Row] = []
    for i, part in enumerate(parts):
        x = i * (wide + GAP)
        if i:
            line = BODY.x + x - GAP / 2
            ink.append(Rule(line, 1, line, high - 1, 0.15, 0.7))
        y = 0.0
        for block in part:
            placed = block.at(y)
            ink += moved(placed.ink, x, 0)
            rows += [_right(row, x) for row in placed.rows]
            y += block.height
    return Block(high + 0.8, tuple(ink), parts[0][0].of, tuple(rows), airy=True)


def _even(heights: Sequence[float], count: int) -> tuple[int, ...]:
    """Return where ``count`` columns filled in order begin and end so that the highest is as low as can be.

    Every way is tried; a run that would be higher than ``HIGHEST_RUN`` was turned away before, so there are few.
    """
    sums = [0.0, *accumulate(heights)]
    ways = ((0, *cut, len(heights)) for cut in combinations(range(1, len(heights)), count - 1))
    return min(ways, key=lambda edges: max(sums[b] - sums[a] for a, b in pairwise(edges)))


def _height(part: Sequence[Block]) -> float:
    return sum(block.height for block in part)


def _right(row: Row, dx: float) -> Row:
    ovals = tuple(Oval(oval.code, replace(oval.box, x=oval.box.x + dx)) for oval in row.ovals)
    return Row(row.item, replace(row.band, x=row.band.x + dx), ovals)
