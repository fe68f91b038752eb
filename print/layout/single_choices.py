"""Single choices with their own options: labels stand above or beside the ovals, never between them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, combinations, pairwise

from print.drawing.fonts import wrap
from print.drawing.ink import Ink, Rule, moved
from print.geometry import Box, Oval, Row
from print.layout.blocks import Block, fitting, lines_at, lowest, naming
from print.layout.option_lists import (
    BELOW,
    below_question,
    column_counts,
    label_room,
    option_cells,
    option_columns,
    option_list,
)
from print.layout.question_text import (
    PAD,
    key,
    label_width,
    labelled,
    most_lines,
    question_height,
    question_ink,
)
from print.layout.scale_rows import oval_line
from print.layout.sizes import BAND_GAP, BODY, KEY_BASELINE, KEY_LINE, LEAST_COLUMN, Measures
from questionnaires.model import ChoiceItem

SIDES = (90.0, 100.0, 110.0, 120.0)  # of options in cells: no narrower, for a grid above has its ovals there
SIDE = 90.0  # the answer side of a question that shares its line with its options
WIDEST_COLUMN = 30.0
MOST_LABEL_LINES = 4
GAP = 4.0  # between lists that stand side by side
OVER_RULE, UNDER_RULE = 0.1, 0.4  # round the hairline that ends a block, beside what an oval needs
LABEL_GAP = 1.6  # between the labels of two options in a line
MOST_LISTS = 4
HIGHEST_RUN = 100.0  # a run of lists is one block; higher ones would leave pages half empty


def choice_run(items: Sequence[ChoiceItem], measures: Measures) -> list[Block]:
    """Return consecutive single choices in the least height: in lines of one or two, or as lists in columns."""
    lines = _lines(items, measures)
    counts = range(2, min(MOST_LISTS, len(items)) + 1)
    tried = (fitting(partial(_side_by_side, items, count, measures)) for count in counts)
    best = min((block for block in tried if block is not None), key=lambda block: block.height, default=None)
    if best is None or best.height > min(HIGHEST_RUN, _height(lines)):
        return lines
    return [best]


def choice(item: ChoiceItem, measures: Measures, span: Box = BODY) -> Block:
    """Return one single choice in the least height: options beside its question, below it, in columns or a list.

    Raises:
        PaperError: a word is wider than the page; it names the item.
    """
    alone = not measures.stacked and span.w == BODY.w
    ways = [partial(option_cells, item, span, measures, side) for side in SIDES if alone]
    ways += [
        partial(_in_line, item, span, measures, options_beside=each)
        for each in (True, False)
        if alone or not each
    ]
    ways += [partial(option_columns, item, span, measures, n) for n in column_counts(item, measures)]
    return lowest([*ways, partial(_list, item, span, measures)])


def _lines(items: Sequence[ChoiceItem], measures: Measures) -> list[Block]:
    """Return the items one or two to a line so that all together are lowest (shortest path over the run)."""
    best: list[list[Block]] = [[]]
    for end in range(1, len(items) + 1):
        ways = [[*best[end - 1], _closed(_alone(items[end - 1], measures), measures)]]
        pair = fitting(partial(_pair, items[end - 2 : end], measures)) if end > 1 else None
        if pair is not None:
            ways.append([*best[end - 2], pair])
        best.append(min(ways, key=_height))
    return best[-1]


def _alone(item: ChoiceItem, measures: Measures) -> Block:
    with naming(item.id):
        return choice(item, measures)


def _pair(items: Sequence[ChoiceItem], measures: Measures) -> Block | None:
    """Return two items side by side, None where labels are too long for half a page."""
    if any(most_lines(labelled(item, measures.language), 40, measures) > 2 for item in items):
        return None
    half = Box(BODY.x, 0, (BODY.w - GAP) / 2, 0)
    return _columns([[choice(item, measures, half)] for item in items], half.w, measures)


def closing_rule(y: float) -> Rule:
    """Return the hairline that ends a question."""
    return Rule(BODY.x, y, BODY.x + BODY.w, y, 0.15, 0.7)


def _closed(block: Block, measures: Measures) -> Block:
    line = block.height + measures.under_line + OVER_RULE
    rule = closing_rule(line)
    return replace(block, height=line + UNDER_RULE, ink=(*block.ink, rule), airy=True)


def _in_line(item: ChoiceItem, span: Box, measures: Measures, *, options_beside: bool) -> Block | None:
    """Return the options in one line where their labels have room above their ovals."""
    options = labelled(item, measures.language)
    across = SIDE if options_beside else span.w
    column = min(across / len(options), WIDEST_COLUMN if options_beside else span.w)
    limit = 2 if measures.stacked else MOST_LABEL_LINES
    if column < LEAST_COLUMN or most_lines(options, column - LABEL_GAP, measures) > limit:
        return None
    return _across(item, span, measures, column=column, options_beside=options_beside)


def _across(item: ChoiceItem, span: Box, measures: Measures, *, column: float, options_beside: bool) -> Block:
    """Lay the options out in one line, each label above its oval, its key above the label."""
    options = labelled(item, measures.language)
    labels = [wrap(text, column - LABEL_GAP, measures.points) for _, text in options]
    deep = max(len(lines) for lines in labels)
    left = span.x + span.w - SIDE if options_beside else span.x
    room = span.w - SIDE - 1 if options_beside else span.w
    question = question_height(item, measures, room=room)
    keys = 0.4 if options_beside else question - 0.2
    top = keys + KEY_LINE + deep * measures.leading
    ink: list[Ink] = [*question_ink(item, measures, x=span.x, room=room)]
    for i, ((code, _), lines) in enumerate(zip(options, labels, strict=True)):
        centre = left + (i + 0.5) * column
        ink.append(key(code, centre, keys + KEY_BASELINE))
        ink += lines_at(centre, top - len(lines) * measures.leading, lines, measures, align="center")
    band = Box(left, top, column * len(options), measures.band)
    row = Row(item.id, band, oval_line(band, [code for code, _ in options], measures))
    return Block(max(question, top + measures.band), tuple(ink), item.id, (row,))


def _list(item: ChoiceItem, span: Box, measures: Measures) -> Block:
    """Lay the options out below each other; the band is the column of their ovals."""
    tight = replace(measures, label=label_width(item.id, measures))
    top = below_question(question_height(item, tight, room=span.w), measures)
    ink = question_ink(item, tight, x=span.x, room=span.w)
    row, words = option_list(
        item.id, labelled(item, measures.language), Box(span.x, top, span.w, 0), measures
    )
    return Block(row.band.y + row.band.h + BAND_GAP + BELOW, (*ink, *words), item.id, (row,))


def _side_by_side(items: Sequence[ChoiceItem], count: int, measures: Measures) -> Block | None:
    """Return the items as lists in ``count`` columns filled in order, as even as they come."""
    wide = (BODY.w - (count - 1) * GAP) / count
    room = label_room(wide, measures)
    texts = [[(0, item.text.in_(measures.language))] for item in items]
    text_width = wide - label_width("C00a", measures) - 2 * PAD
    labels = (labelled(item, measures.language) for item in items)
    if any(most_lines(label, room, measures) > MOST_LABEL_LINES for label in labels):
        return None
    if any(most_lines(text, text_width, measures) > 2 * MOST_LABEL_LINES for text in texts):
        return None
    lists = [_list(item, Box(BODY.x, 0, wide, 0), measures) for item in items]
    if _height(lists) > count * HIGHEST_RUN:
        return None
    edges = _even([block.height for block in lists], count)
    return _columns([lists[a:b] for a, b in pairwise(edges)], wide, measures)


def _columns(parts: Sequence[Sequence[Block]], wide: float, measures: Measures) -> Block:
    """Return the parts in columns with a hairline between, as one block."""
    high = max(map(_height, parts))
    end = high + measures.under_line + OVER_RULE
    ink: list[Ink] = [closing_rule(end)]
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
    return Block(end + UNDER_RULE, tuple(ink), parts[0][0].of, tuple(rows), airy=True)


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
