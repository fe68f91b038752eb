"""Rows of a grid: items on one scale under a head that names the scale's options."""

from dataclasses import replace

from print.blocks import PAD, Block, baseline, lines_at
from print.errors import PaperError
from print.fonts import width, wrap
from print.geometry import Box, Oval, Row
from print.ink import Ink, Tint, Words
from print.measures import BAND_GAP, BODY, LEAST_COLUMN, LIGHT, Measures
from questionnaires.model import DONT_KNOW, Item, Scale, ScaleItem

Choice = tuple[int, str]
HEAD_HINT = "Xin đánh dấu X vào một ô ở mỗi dòng"


def head_choices(scale: Scale) -> tuple[Choice, ...]:
    """Return code and heading of each column, «không biết» last."""
    columns = [(option.code, (option.short or option.text).vi) for option in scale.options]
    if scale.dont_know is not None:
        columns.append((DONT_KNOW, scale.dont_know.vi))
    return tuple(columns)


def column_width(count: int, measures: Measures, of: str) -> float:
    """Return the distance of two ovals.

    Raises:
        PaperError: more columns than the page has room for.
    """
    wide = BODY.w / count if measures.stacked else measures.column
    if wide < LEAST_COLUMN or (not measures.stacked and count * wide > 120):
        raise PaperError(
            f"Thang đo «{of}» có {count} cột, trang giấy không đủ chỗ; bớt phương án hoặc tách thang đo.",
            f"Scale “{of}” has {count} columns, too many for the page; use fewer options.",
        )
    return wide


def grid_head(scale: Scale, measures: Measures) -> Block:
    """Return the head of a grid: the options in words, under them the code a clerk keys."""
    columns = head_choices(scale)
    wide = column_width(len(columns), measures, scale.id)
    left = BODY.x + BODY.w - wide * len(columns)
    words = [wrap(text, wide - 0.6, measures.points) for _, text in columns]
    deep = max(len(lines) for lines in words)
    high = (deep + 1) * measures.leading + 2
    ink: list[Ink] = [Tint(Box(BODY.x, 0, BODY.w, high), LIGHT)]
    for i, ((code, _), lines) in enumerate(zip(columns, words, strict=True)):
        centre = left + (i + 0.5) * wide
        top = 0.8 + (deep - len(lines)) * measures.leading
        ink += lines_at(centre, top, lines, measures, align="center")
        key = "KB" if code == DONT_KNOW else str(code)
        below = baseline(0.8 + deep * measures.leading, measures)
        ink.append(Words(centre, below, key, measures.points, "bold", "center"))
    if not measures.stacked:
        hint = wrap(HEAD_HINT, left - BODY.x - 2 * PAD, measures.points, "italic")
        ink += lines_at(BODY.x + PAD, high - 1 - len(hint) * measures.leading, hint, measures, face="italic")
    return Block(high + 1.5, tuple(ink), scale.id, keep=True)


def grid_row(item: ScaleItem, measures: Measures, *, shaded: bool) -> Block:
    """Return one row: its text, and the band with an oval for each option."""
    columns = head_choices(item.scale)
    wide = column_width(len(columns), measures, item.scale.id)
    left = BODY.x + BODY.w - wide * len(columns)
    room = BODY.w if measures.stacked else left - BODY.x
    text = question_ink(item, room, measures)
    deep = question_height(item, room, measures)
    if measures.stacked:
        top, high = deep + BAND_GAP, deep + measures.band + 2 * BAND_GAP
        shade = Box(BODY.x, 0, BODY.w, deep)
    else:
        top, high = BAND_GAP, max(measures.row, deep)
        text = tuple(replace(line, y=line.y + (high - deep) / 2) for line in text)
        shade = Box(BODY.x, 0, room, high)
    band = Box(left, top, wide * len(columns), high - top - BAND_GAP)
    row = Row(item.id, band, oval_line(band, [code for code, _ in columns], measures))
    tint: tuple[Ink, ...] = (Tint(shade, LIGHT + 0.025),) if shaded or measures.stacked else ()
    return Block(high, (*tint, *text), item.id, (row,))


def oval_line(band: Box, codes: list[int], measures: Measures) -> tuple[Oval, ...]:
    """Return one oval a code, evenly across the band and in the middle of its height."""
    wide, high = measures.oval
    column = band.w / len(codes)
    y = band.y + (band.h - high) / 2
    return tuple(
        Oval(code, Box(band.x + (i + 0.5) * column - wide / 2, y, wide, high)) for i, code in enumerate(codes)
    )


def question_ink(item: Item, room: float, measures: Measures) -> tuple[Words, ...]:
    """Return the item's label and text in ``room`` millimetres, its skip note below in italics."""
    label = label_width(item.id, measures)
    lines, note = _question_lines(item, room, measures)
    x = BODY.x + PAD + label
    ink = [Words(BODY.x + PAD, baseline(0.6, measures), item.id, measures.points, "bold")]
    ink += lines_at(x, 0.6, lines, measures)
    ink += lines_at(x, 0.6 + len(lines) * measures.leading, note, measures, face="italic")
    return tuple(ink)


def question_height(item: Item, room: float, measures: Measures) -> float:
    """Return the height of :func:`question_ink`."""
    lines, note = _question_lines(item, room, measures)
    return (len(lines) + len(note)) * measures.leading + 1.2


def label_width(label: str, measures: Measures) -> float:
    """Return the room of an item's label, equal for all short labels so that texts line up."""
    points = measures.points
    return max(width("C00a", points, "bold"), width(label, points, "bold")) + 2.2


def _question_lines(item: Item, room: float, measures: Measures) -> tuple[tuple[str, ...], tuple[str, ...]]:
    inner = room - label_width(item.id, measures) - 2 * PAD
    lines = wrap(item.text.vi, inner, measures.points)
    note = item.paper.skip_note
    return lines, wrap(f"» {note.vi}", inner, measures.points, "italic") if note else ()
