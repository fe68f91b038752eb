"""Rows of a grid: items on one scale under a head that names the scale's options."""

from dataclasses import replace

from print.drawing.fonts import width, wrap
from print.drawing.ink import LIGHT, Ink, Tint, Words
from print.errors import PaperError
from print.geometry import Box, Oval, Row
from print.layout.blocks import PAD, Block, baseline, lines_at
from print.layout.question_text import Choice, question_height, question_ink
from print.layout.sizes import BAND_GAP, BODY, LEAST_COLUMN, Measures
from questionnaires.missing import kind_of
from questionnaires.model import Scale, ScaleItem

UNDER_HEAD = (
    0.4  # with the half row above its oval and the foot of the digits this leaves an oval its free room
)
HEAD_HINT = "Xin đánh dấu một ô ở mỗi dòng"
ANSWER_SIDE = 90.0  # scales of few options take wider columns, so that all grids start their answers here
WIDEST_COLUMN = 22.5
MOST_ACROSS = 120.0


def head_choices(scale: Scale) -> list[Choice]:
    """Return code and heading of each column; missing kinds come last, cut at their first slash."""
    columns = [(option.code, (option.short or option.text).vi) for option in scale.options]
    return columns + [(offer.kind.code, offer.text.vi.split("/")[0]) for offer in scale.offers]


def grid_measures(scale: Scale, measures: Measures) -> Measures:
    """Return the measures of a grid: where a scale has too many columns to stand beside the text, below it."""
    count = len(head_choices(scale))
    return replace(measures, stacked=measures.stacked or count * measures.column > MOST_ACROSS)


def answer_side(scale: Scale, measures: Measures, span: Box = BODY) -> Box:
    """Return the part of ``span`` that holds the scale's ovals; its height is not used.

    Raises:
        PaperError: more columns than the page has room for.
    """
    count = len(head_choices(scale))
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
    """Return the head of a grid: what is asked, the options in words, under them the code a clerk keys.

    ``intro`` is the section's introduction, ``lead`` what the first rows share; both stand on the left.
    """
    side = answer_side(scale, measures, span)
    columns = head_choices(scale)
    wide = side.w / len(columns)
    # A scale of numbers: the code printed below is enough.
    words = [() if text == str(code) else wrap(text, wide - 0.6, measures.points) for code, text in columns]
    left = [] if measures.stacked else _left_of_head(scale, intro, side.x - span.x - 2 * PAD, measures)
    leads = wrap(lead, side.x - span.x - 2 * PAD, measures.points, "bold") if lead else ()
    deep = max(max(len(lines) for lines in words) + 1, len(left) + len(leads))
    high = deep * measures.leading + 1.2
    ink: list[Ink] = [Tint(Box(span.x, 0, span.w, high), LIGHT)]
    for i, ((code, _), lines) in enumerate(zip(columns, words, strict=True)):
        centre = side.x + (i + 0.5) * wide
        top = 0.5 + (deep - 1 - len(lines)) * measures.leading
        ink += lines_at(centre, top, lines, measures, align="center")
        ink.append(_key(code, centre, baseline(0.5 + (deep - 1) * measures.leading, measures), measures))
    low = high - 0.6 - len(leads) * measures.leading
    ink += lines_at(span.x + PAD, low, leads, measures, face="bold")
    ink += lines_at(span.x + PAD, low - len(left) * measures.leading, left, measures, face="italic")
    return Block(high + UNDER_HEAD, tuple(ink), f"scale {scale.id}", keep=True)


def brief_head(scale: Scale, measures: Measures, *, lead: str = "") -> Block:
    """Return the head of a grid that goes on after another question on the same page: codes only."""
    side = answer_side(scale, measures)
    columns = head_choices(scale)
    wide = side.w / len(columns)
    left = (
        wrap(lead, side.x - BODY.x - 2 * PAD, measures.points, "bold")
        if lead
        else ("Thang đo như bảng trên",)
    )
    high = max(1, len(left)) * measures.leading + 1.2
    ink: list[Ink] = [Tint(Box(BODY.x, 0, BODY.w, high), LIGHT)]
    line = baseline(high - 0.6 - measures.leading, measures)
    for i, (code, _) in enumerate(columns):
        ink.append(_key(code, side.x + (i + 0.5) * wide, line, measures))
    if not measures.stacked:
        ink += lines_at(BODY.x + PAD, 0.5, left, measures, face="bold" if lead else "italic")
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


def grid_row(item: ScaleItem, measures: Measures, span: Box = BODY) -> Block:
    """Return one row: its text, and the band with an oval for each option."""
    side = answer_side(item.scale, measures, span)
    room = span.w if measures.stacked else side.x - span.x
    deep = question_height(item, measures, room=room)
    text = question_ink(item, measures, x=span.x, room=room)
    if measures.stacked:
        top, high = deep + BAND_GAP, deep + measures.band + 2 * BAND_GAP
        ink: tuple[Ink, ...] = (Tint(Box(span.x, 0, span.w, deep), LIGHT + 0.025), *text)
    else:
        top, high = BAND_GAP, max(measures.row, deep)
        shade = Tint(Box(span.x, BAND_GAP / 2, room - 1.5, high - BAND_GAP), LIGHT + 0.025)
        ink = (shade, *(replace(line, y=line.y + (high - deep) / 2) for line in text))
    band = Box(side.x, top, side.w, high - top - BAND_GAP)
    codes = [code for code, _ in head_choices(item.scale)]
    return Block(high, ink, item.id, (Row(item.id, band, oval_line(band, codes, measures)),))


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


def _key(code: int, centre: float, line: float, measures: Measures) -> Words:
    kind = kind_of(code)
    key = str(code) if kind is None else kind.mark
    return Words(centre, line, key, measures.points, "bold", "center")


def _left_of_head(scale: Scale, intro: str | None, room: float, measures: Measures) -> list[str]:
    lines = [] if intro == "" else [*wrap(intro or HEAD_HINT, room, measures.points, "italic")]
    for offer in scale.offers:
        if "/" in offer.text.vi:
            lines += wrap(f"{offer.kind.mark}: {offer.text.vi}", room, measures.points, "italic")
    return lines
