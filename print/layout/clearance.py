"""Clearance between blocks: what is printed below an oval of the block above keeps off it, and the other way round."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from print.drawing.fonts import width
from print.drawing.ink import MM_PER_POINT, Frame, Ink, Rule, Tint, Words
from print.geometry import Box
from print.layout.blocks import Block
from print.layout.sizes import CAPITAL, FREE_ROUND_OVAL

LIGHTEST_INK = 0.9  # lighter tints guide the eye and are no ink
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


def kept_clear(flow: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks, each as much higher as what stands below it needs: 4 mm round every oval."""
    above: Block | None = None
    for block in flow:
        if above is not None:
            yield replace(above, height=above.height + _lacking(above, block))
        above = block
    if above is not None:
        yield above


def _lacking(upper: Block, lower: Block) -> float:
    """Return the millimetres that ovals of one block lack to the ink of the other."""
    down = (
        _short(oval, ink, ink.y + upper.height - oval.y - oval.h)
        for oval in _ovals(upper)
        if oval.y + oval.h > upper.height - FREE_ROUND_OVAL
        for ink in _dark(lower)
    )
    up = (
        _short(oval, ink, oval.y + upper.height - ink.y - ink.h)
        for oval in _ovals(lower)
        if oval.y < FREE_ROUND_OVAL
        for ink in _dark(upper)
    )
    return max((0.0, *down, *up))


def _short(oval: Box, ink: Box, apart: float) -> float:
    beside = ink.x >= oval.x + oval.w + FREE_ROUND_OVAL or ink.x + ink.w <= oval.x - FREE_ROUND_OVAL
    return 0.0 if beside else FREE_ROUND_OVAL - apart


def _ovals(block: Block) -> list[Box]:
    return [oval.box for row in block.rows for oval in row.ovals]


def _dark(block: Block) -> list[Box]:
    return [box for thing in block.ink if (box := _box(thing)) is not None]


def _box(thing: Ink) -> Box | None:
    match thing:
        case Words():
            high = CAPITAL * thing.points * MM_PER_POINT
            wide = width(thing.text, thing.points, thing.face)
            return Box(thing.x - wide * _SHARE[thing.align], thing.y - high, wide, high)
        case Rule():
            return Box(min(thing.x1, thing.x2), thing.y1, abs(thing.x2 - thing.x1), abs(thing.y2 - thing.y1))
        case Tint(box, grey):
            return box if grey < LIGHTEST_INK else None
        case Frame(box=box):
            return Box(box.x, box.y, box.w, box.h)
        case _:
            return thing.box
