"""What people do beside marking an oval plainly: marks on words, rings round marks, scribbles, odd fills.

Invented like the pens: how often a hand does each is not known, so the bench reports every habit on its own.
"""

import numpy as np

from print.geometry import Box, Oval, Row
from tests.print import pens
from tests.print.pens import Stroke

LIST_BAND = 20.0  # a narrower band is a list or a single oval, whose words stand to the right
LOW_BAND = 9.5  # a higher band of few columns has its options' words above the ovals
GAP = 4.4  # millimetres from an oval of a list to its words


def words_of(row: Row, oval: Oval, rng) -> Box:
    """Return where the words stand that belong to an oval: beside it in a list, above it across, left in a grid."""
    box = oval.box
    if row.band.w < LIST_BAND:
        return Box(box.x + box.w + GAP, box.y + box.h / 2 - 2.2, rng.uniform(9, 20), 4.4)
    if row.band.h >= LOW_BAND and len(row.ovals) < 6:
        wide = rng.uniform(8, 14)
        return Box(box.x + box.w / 2 - wide / 2, row.band.y - 4.2, wide, 4.2)
    end = row.band.x - rng.uniform(3, 12)
    wide = min(rng.uniform(15, 30), end - max(14.0, row.band.x - 95))
    return Box(end - wide, row.band.y + row.band.h / 2 - rng.choice([0.3, 2.2, 4.0]), wide, 4.2)


def tick_on_words(row, oval, rng):
    words = words_of(row, oval, rng)
    x = words.x + rng.uniform(0, 0.5) * words.w
    return pens.tick(Box(x, words.y, rng.uniform(5, 8), rng.uniform(4, 6)), rng)


def cross_on_words(row, oval, rng):
    words = words_of(row, oval, rng)
    return pens.cross(Box(words.x + rng.uniform(0, 0.4) * words.w, words.y, 6, 4.4), rng)


def underline(row, oval, rng):
    words = words_of(row, oval, rng)
    low = words.y + words.h * rng.uniform(0.75, 1.0)
    lines = [_line((words.x, low + move), (words.x + words.w, low + move), rng) for move in (0.0, 0.9)]
    return lines[: rng.integers(1, 3)]


def ring_round_words(row, oval, rng):
    words = words_of(row, oval, rng)
    centre = np.array([words.x + words.w / 2, words.y + words.h / 2])
    return [pens._ring(centre, words.w / 2 + rng.uniform(0.5, 2), rng.uniform(2.6, 4.2), rng)]


def number_beside(row, oval, rng):
    """The code written as a digit: between words and ovals, or in a margin."""
    place = row.band.x - 4.5 if row.band.w > LIST_BAND else row.band.x - 4.0
    if row.band.w > LIST_BAND and rng.random() < 0.4:
        place = row.band.x + row.band.w + 1.0
    high = rng.uniform(3.5, 5.5)
    top = oval.box.y + oval.box.h / 2 - high / 2 + rng.normal(0, 0.4)
    return _digit(oval.code % 10, Box(place, top, high * 0.55, high), rng)


def tick_at_end(row, oval, rng):
    right = row.band.x + row.band.w
    top = oval.box.y if row.band.w < LIST_BAND else row.band.y + row.band.h / 2 - 2.2
    if row.band.w < LIST_BAND:
        return pens.tick(Box(right + rng.uniform(18, 26), top, 6, 4.5), rng)
    place = rng.choice([right + 0.8, row.band.x - 9.0])
    return pens.tick(Box(place, top + rng.normal(0, 0.3), rng.uniform(5, 6.5), rng.uniform(4, 5.5)), rng)


def ringed(box: Box, rng) -> list[Stroke]:
    """A mark, then a ring of any size round it, often off its middle: the form's own way to cancel."""
    mark = (pens.cross, pens.cross, pens.tick, pens.slash)[rng.integers(4)](box, rng)
    high = rng.uniform(2.5, 8.0)
    wide = max(high * rng.uniform(0.9, 1.5), box.w * 0.5)
    room = np.array([max(0.2, wide - box.w * 0.45), max(0.2, high - box.h * 0.45)])
    off = np.clip(rng.normal(0, 0.45, 2), -0.8, 0.8) * room
    centre = np.array([box.x + box.w / 2, box.y + box.h / 2]) + off
    return [*mark, pens._ring(centre, wide, high, rng, turns=rng.uniform(0.93, 1.5))]


def scribbled(box: Box, rng) -> list[Stroke]:
    """A cross of a usual size scribbled over, in lines or in one stroke to and fro, nothing else in the row."""
    if rng.random() < 0.5:
        return pens.scribbled_out(box, rng)
    c, turns = pens._centre(box, rng, 0.05), rng.integers(7, 16)
    t = np.linspace(-1, 1, turns)
    lean, reach = rng.uniform(-0.5, 0.5), rng.uniform(0.75, 1.15)
    side = np.where(np.arange(turns) % 2 == 0, 1.0, -1.0)
    if rng.random() < 0.5:
        points = np.column_stack([side * box.w / 2 * reach, t * box.h / 2 * 0.9 + side * lean])
    else:
        points = np.column_stack([t * box.w / 2 * 0.9 + side * lean, side * box.h / 2 * reach])
    return [*pens.cross(box, rng), points + c + rng.normal(0, 0.15, points.shape)]


def struck(box: Box, rng) -> list[Stroke]:
    """A cross or a tick with one or two long lines through it, about level: a steep one is as good as an arm."""
    mark = (pens.cross, pens.tick, pens.big_tick)[rng.integers(3)](box, rng)
    c, angle = pens._centre(box, rng, 0.05), np.deg2rad(rng.uniform(-22, 22))
    direction, aside = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    lines = []
    for off in (rng.normal(0, 0.3), rng.normal(0, 0.3) + 0.8)[: rng.integers(1, 3)]:
        reach = rng.uniform(2.4, 4.5)
        lines.append(_line(c + aside * off - direction * reach, c + aside * off + direction * reach, rng))
    return [*mark, *lines]


def hatched(box: Box, rng) -> list[Stroke]:
    """An oval filled with parallel lines that leave paper between them."""
    c, n = pens._centre(box, rng, 0.04), rng.integers(5, 9)
    lean = rng.uniform(0.2, 0.9)
    lines = []
    for t in np.linspace(-0.8, 0.8, n):
        half = np.sqrt(1 - t**2) * box.h / 2 * rng.uniform(0.8, 1.15)
        middle, reach = np.array([t * box.w / 2, 0]), np.array([half * lean, -half])
        lines.append(_line(c + middle - reach, c + middle + reach, rng))
    return lines


def low_fill(box: Box, rng) -> list[Stroke]:
    move = np.array([rng.normal(0, 0.3), rng.uniform(0.4, 1.1)])
    return [stroke + move for stroke in pens.fill(box, rng)]


def low_cross(box: Box, rng) -> list[Stroke]:
    move = np.array([rng.normal(0, 0.4), rng.uniform(0.6, 1.4)])
    return [stroke + move for stroke in pens.cross(box, rng)]


def huge_tick(box: Box, rng) -> list[Stroke]:
    """A tick of two or three rows' height whose long arm runs through the oval, its foot below or left of it."""
    c, size = pens._centre(box, rng, 0.08), rng.uniform(1.0, 1.6)
    through = rng.uniform(0.15, 0.5)  # where on the long arm the oval's middle lies
    arm = np.array([rng.uniform(3.0, 5.0), -rng.uniform(4.5, 6.5)]) * size
    foot = c - arm * through
    start = foot + np.array([-rng.uniform(1.2, 2.2), -rng.uniform(1.2, 2.2)]) * size
    return [np.vstack([pens._line(start, foot, rng), pens._line(foot, foot + arm, rng)])]


def _line(start, end, rng):
    return pens._line(start, end, rng, bend=0.02)


_DIGITS = {
    0: [[(0.5, 0), (1, 0.3), (1, 0.7), (0.5, 1), (0, 0.7), (0, 0.3), (0.5, 0)]],
    1: [[(0.1, 0.25), (0.55, 0), (0.5, 1)]],
    2: [[(0, 0.25), (0.4, 0), (0.95, 0.2), (0.8, 0.5), (0, 1), (1, 0.98)]],
    3: [[(0, 0.1), (0.6, 0), (0.95, 0.22), (0.4, 0.45), (1, 0.7), (0.6, 1), (0, 0.9)]],
    4: [[(0.6, 0), (0, 0.65), (1, 0.65)], [(0.75, 0.4), (0.7, 1)]],
    5: [[(0.95, 0), (0.15, 0.02), (0.1, 0.42), (0.7, 0.4), (1, 0.7), (0.5, 1), (0, 0.9)]],
    6: [[(0.85, 0), (0.2, 0.4), (0, 0.75), (0.4, 1), (0.95, 0.8), (0.7, 0.55), (0.1, 0.65)]],
    7: [[(0, 0.05), (1, 0), (0.4, 1)]],
    8: [[(0.5, 0.45), (0.1, 0.2), (0.5, 0), (0.9, 0.2), (0.5, 0.45), (0, 0.75), (0.5, 1), (1, 0.75), (0.5, 0.45)]],
    9: [[(0.9, 0.25), (0.5, 0), (0.05, 0.25), (0.4, 0.5), (0.9, 0.25), (0.8, 1)]],
}  # fmt: skip


def _digit(digit: int, box: Box, rng) -> list[Stroke]:
    corner, size = np.array([box.x, box.y]), np.array([box.w, box.h])
    return [corner + np.array(line) * size + rng.normal(0, 0.1, (len(line), 2)) for line in _DIGITS[digit]]


ON_WORDS = {
    "tick on words": tick_on_words,
    "cross on words": cross_on_words,
    "underline": underline,
    "ring round words": ring_round_words,
    "number beside": number_beside,
    "tick at row's end": tick_at_end,
}
CANCELLED = {"ringed": ringed, "scribbled": scribbled, "struck": struck}
CLEAR = {"huge tick": huge_tick, "hatched": hatched, "low fill": low_fill, "low cross": low_cross}

# Beside what filled_forms.py holds, for a mix of all that a box of returned forms may hold; the shares are invented.
IN_THE_MIX = {
    "ringed": 0.008,
    "scribbled": 0.006,
    **dict.fromkeys(ON_WORDS, 0.003),
}
