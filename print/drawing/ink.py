"""Ink on a page, in millimetres from the top-left corner: words, rules, tints and outlines.

A layout makes these values and ``operators.py`` turns them into PDF operators; nothing else draws.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from print.geometry import Box

Face = Literal["regular", "bold", "italic"]
Align = Literal["left", "center", "right"]
MM_PER_POINT = 25.4 / 72
LIGHT = 0.945  # the lightest tint: 5.5 % grey, outside every band


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is its baseline, ``x`` its left end, centre or right end by ``align``."""

    x: float
    y: float
    text: str
    points: float
    face: Face = "regular"
    align: Align = "left"
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; ``grey`` 0 is black, 1 white."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.2
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Tint:
    """A filled rectangle without outline."""

    box: Box
    grey: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a rectangle with rounded corners."""

    box: Box
    width: float = 0.25
    radius: float = 1.0
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of an ellipse in ``box``, or a filled one; examples on the form are made of these."""

    box: Box
    width: float = 0.3
    grey: float = 0.0
    filled: bool = False


Ink = Words | Rule | Tint | Frame | Ring


def moved(ink: Iterable[Ink], dx: float, dy: float) -> tuple[Ink, ...]:
    """Return the ink moved ``dx`` to the right and ``dy`` down."""
    return tuple(_moved(thing, dx, dy) for thing in ink)


def _moved(thing: Ink, dx: float, dy: float) -> Ink:
    match thing:
        case Words():
            return replace(thing, x=thing.x + dx, y=thing.y + dy)
        case Rule():
            return replace(thing, x1=thing.x1 + dx, y1=thing.y1 + dy, x2=thing.x2 + dx, y2=thing.y2 + dy)
        case _:
            return replace(thing, box=moved_box(thing.box, dx, dy))


def moved_box(box: Box, dx: float, dy: float) -> Box:
    """Return the box moved ``dx`` to the right and ``dy`` down."""
    return Box(box.x + dx, box.y + dy, box.w, box.h)
