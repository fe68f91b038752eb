"""Rows of a grid: items on one scale under a head that names the scale's options."""

from dataclasses import replace

from print.drawing.fonts import width, wrap
from print.drawing.ink import LIGHT, Ink, Tint
from print.errors import PaperError
from print.geometry import Box, Oval, Row
from print.layout.blocks import PAD, Block, lines_at
from print.layout.question_text import BELOW, Choice, key, question_height, question_ink
from print.layout.sizes import BAND_GAP, BODY, HEAD_GAP, KEY_BASELINE, KEY_LINE, LEAST_COLUMN, Measures
from questionnaires.model import Language, Scale, ScaleItem, Text

UNDER_HEAD = (
    0.4  # with the half row above its oval and the foot of the words this leaves an oval its free room
)
HEAD_HINT = Text("Xin đánh dấu một ô ở mỗi dòng", "Please mark one box in each line")
ANSWER_SIDE = 90.0  # scales of few options take wider columns, so that all grids start their answers here
WIDEST_COLUMN = 22.5
MOST_ACROSS = 120.0
KEY_CORNER = 4.0  # millimetres in the upper corner of a heading for its key
TEXT_END = 0.6  # from a row's text to the edge of its tint, beside the room text always has
BEFORE_BAND = 0.4  # from the tint of a row's text to its band


def head_choices(scale: Scale, language: Language) -> list[Choice]:
    """Return code and heading of each column; missing kinds come last, cut at their first slash."""
    columns = [(option.code, (option.short or option.text).in_(language)) for option in scale.options]
    return columns + [
        (offer.kind.code, offer.text.in_(language).split("/")[0].strip()) for offer in scale.offers
    ]


def grid_measures(scale: Scale, measures: Measures) -> Measures:
    """Return the measures of a grid: columns as wide as their headings need.

    Where too many or too wide columns leave no room beside the text, they stand below it.
    """
    headings = head_choices(scale, measures.language)
    widest = max(
        width(word, measures.head_points)
        for _, text in headings
        for piece in text.split()
        for word in [piece]
    )
    column = max(measures.column, widest + HEAD_GAP)
    stacked = measures.stacked or len(headings) * column > MOST_ACROSS
    return replace(measures, stacked=stacked, column=column)


def answer_side(scale: Scale, measures: Measures, span: Box = BODY) -> Box:
    """Return the part of ``span`` that holds the scale's ovals; its height is not used.

    Raises:
        PaperError: more columns than the page has room for.
    """
    count = len(head_choices(scale, measures.language))
    wide = span.w if measures.stacked else count * _column(count, measures, span)
    if wide / count < LEAST_COLUMN:
        raise PaperError(
            f"Thang đo «{scale.id}» có {count} cột, trang giấy không đủ chỗ; bớt phương án hoặc tách thang đo.",
            f"Scale “{scale.id}” has {count} columns, too many for the page; use fewer options.",
        )
    return Box(span.x + span.w - wide, 0, wide, 0)


def grid_head(
    scale: Scale, measures: Measures, intro: str | None = None, *, lead: str = "", span: Box = BODY
) -> Block:
    """Return the head of a grid: what is asked, the options in words, above them the key of each for a clerk.

    ``intro`` is the section's introduction, ``lead`` what the first rows share; both stand on the left, or above
    the options where these take the whole width.
    """
    side = answer_side(scale, measures, span)
    room = (span.w if measures.stacked else side.x - span.x) - 2 * PAD - TEXT_END
    asked = _asked(scale, intro, room, measures)
    leads = wrap(lead, room, measures.points, "bold") if lead else ()
    text = (len(asked) + len(leads)) * measures.leading
    deep = _deep(scale, side, measures)
    if measures.stacked:
        top, high = (0.5 + text if text else 0.0), deep + 1.2 + (0.5 + text if text else 0.0)
        start = 0.5
        ink: list[Ink] = [Tint(Box(span.x, 0, span.w, top), LIGHT)] if text else []
    else:
        top, high = 0.0, max(deep, text) + 1.2
        start = high - 0.6 - text
        ink = [Tint(Box(span.x, 0, side.x - span.x - 0.4, high), LIGHT)] if side.x > span.x else []
    ink += _headings(scale, Box(side.x, top, side.w, high - top), measures)
    ink += lines_at(span.x + PAD, start, asked, measures, face="italic")
    ink += lines_at(span.x + PAD, start + len(asked) * measures.leading, leads, measures, face="bold")
    return Block(high + UNDER_HEAD, tuple(ink), f"scale {scale.id}", keep=True)


def sub_heading(text: str, scale: Scale | None, measures: Measures, of: str) -> Block:
    """Return the sentence that the next rows share; it keeps off the ovals above and below it."""
    room = BODY.w - 2 * PAD
    side = BODY.x + BODY.w if scale is None or measures.stacked else answer_side(scale, measures).x
    clear = width(text, measures.points, "bold") < side - BODY.x - 2 * PAD
    above, below = (0.5, 0.5) if clear else (2.0, 1.6)
    lines = wrap(text, room, measures.points, "bold")
    high = above + len(lines) * measures.leading + below
    ink: list[Ink] = [Tint(Box(BODY.x, above - 0.5, BODY.w, high - above - below + 1.0), LIGHT)]
    ink += lines_at(BODY.x + PAD, above, lines, measures, face="bold")
    return Block(high, tuple(ink), of, keep=True, airy=True)


def path_note(text: str, scale: Scale, measures: Measures, of: str) -> Block:
    """Return the sentence on who answers the next rows; beside ovals it keeps to the side of the texts."""
    room = BODY.w if measures.stacked else answer_side(scale, measures).x - BODY.x
    lines = wrap(text, room - 2 * PAD, measures.points, "italic")
    ink = lines_at(BODY.x + PAD, 0.3, lines, measures, face="italic")
    return Block(len(lines) * measures.leading + 0.6, ink, of, keep=True)


def grid_row(item: ScaleItem, measures: Measures, span: Box = BODY, *, shaded: bool = True) -> Block:
    """Return one row: its text, and the band with an oval for each option.

    Every second row beside its ovals is ``shaded``, so that the lines of one do not run into the next.
    """
    side = answer_side(item.scale, measures, span)
    room = span.w if measures.stacked else side.x - span.x
    text_room = room if measures.stacked else room - BEFORE_BAND - TEXT_END
    deep = question_height(item, measures, room=text_room)
    text = question_ink(item, measures, x=span.x, room=text_room)
    if measures.stacked:
        top, high = deep + BAND_GAP, deep + measures.band + 2 * BAND_GAP
        ink: tuple[Ink, ...] = (Tint(Box(span.x, 0, span.w, deep), LIGHT + 0.025), *text)
    else:
        top, high = BAND_GAP, max(measures.row, deep - BELOW + measures.gap)
        shade = Tint(Box(span.x, 0, room - BEFORE_BAND, high), LIGHT + 0.015)
        lines = (replace(line, y=line.y + (high - deep) / 2) for line in text)
        ink = (*([shade] if shaded else []), *lines)
    band = Box(side.x, top, side.w, high - top - BAND_GAP)
    codes = [code for code, _ in head_choices(item.scale, measures.language)]
    return Block(
        high, ink, item.id, (Row(item.id, band, oval_line(band, codes, measures)),), airy=measures.stacked
    )


def oval_line(band: Box, codes: list[int], measures: Measures) -> tuple[Oval, ...]:
    """Return one oval a code, evenly across the band and in the middle of its height."""
    wide, high = measures.oval
    column = band.w / len(codes)
    y = band.y + (band.h - high) / 2
    return tuple(
        Oval(code, Box(band.x + (i + 0.5) * column - wide / 2, y, wide, high)) for i, code in enumerate(codes)
    )


def _column(count: int, measures: Measures, span: Box) -> float:
    if span.w < BODY.w:
        return measures.column
    return max(measures.column, min(WIDEST_COLUMN, ANSWER_SIDE / count))


def _words(scale: Scale, side: Box, measures: Measures) -> list[tuple[str, ...]]:
    columns = head_choices(scale, measures.language)
    room = side.w / len(columns) - HEAD_GAP
    return [wrap(text, room, measures.head_points) for _, text in columns]


def _deep(scale: Scale, side: Box, measures: Measures) -> float:
    """Return the height of the headings, with a line above them where the keys have no room in the corners."""
    words = _words(scale, side, measures)
    deepest = max(map(len, words))
    room = side.w / len(words) - 2 * KEY_CORNER
    full = [lines[0] for lines in words if len(lines) == deepest]
    crowded = any(width(line, measures.head_points) > room for line in full)
    return deepest * measures.heads.leading + KEY_LINE * crowded


def _headings(scale: Scale, box: Box, measures: Measures) -> list[Ink]:
    """Return the headings at the foot of their columns, each on a tint of its own with its key in a corner."""
    columns = head_choices(scale, measures.language)
    wide, heads = box.w / len(columns), measures.heads
    low = box.y + box.h - 0.6
    keys = low - _deep(scale, box, measures) + KEY_BASELINE
    ink: list[Ink] = []
    for i, ((code, text), lines) in enumerate(zip(columns, _words(scale, box, measures), strict=True)):
        x = box.x + i * wide
        ink.append(Tint(Box(x + 0.2, box.y, wide - 0.4, box.h), LIGHT))
        ink += lines_at(x + wide / 2, low - len(lines) * heads.leading, lines, heads, align="center")
        if text != str(code):  # on a scale of numbers the heading is what a clerk keys
            ink.append(key(code, x + wide - 0.7, keys, "right"))
    return ink


def _asked(scale: Scale, intro: str | None, room: float, measures: Measures) -> list[str]:
    said = intro if intro is not None else HEAD_HINT.in_(measures.language)
    lines = [*wrap(said, room, measures.points, "italic")] if said else []
    for offer in scale.offers:
        text = offer.text.in_(measures.language)
        if "/" in text and said:
            lines += wrap(f"{offer.kind.mark}: {text}", room, measures.points, "italic")
    return lines
