"""Filled forms with truth: one pen and one habit a page, ambiguous rows on purpose, all from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import cv2
import numpy as np

from print.geometry import Layout, Oval, Page, Row
from tests.print import habits, pens

DPI = 300
PX = DPI / 25.4

PEN_SHARES = {
    "black": 0.30,
    "blue": 0.44,
    "light blue": 0.06,
    "red": 0.04,
    "thick": 0.06,
    "pencil": 0.10,
}
HABITS = {"cross": 0.48, "tick": 0.26, "fill": 0.10, "slash": 0.08, "dot": 0.04, "big tick": 0.04}
AMBIGUOUS = {
    "corrected": 0.02,
    "circled": 0.015,
    "double": 0.01,
    "beside": 0.005,
    "faint": 0.005,
    "cancelled": 0.003,
}
BLANK_SHARE = 0.04
LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Truth:
    """What the person meant: the code (0 = left blank, None = not knowable) and how it was marked."""

    code: int | None
    style: str

    @property
    def ambiguous(self) -> bool:
        unclear = AMBIGUOUS.keys() | habits.ON_WORDS.keys() | habits.CANCELLED.keys() | {"beside a habit"}
        return self.style in unclear


@dataclass
class Filled:
    """One filled page at 300 dpi: RGB paper, and the truth of each row by item."""

    image: np.ndarray
    number: str
    page: int
    truth: dict[str, Truth]
    pen: str


@dataclass
class Hand:
    """Who fills: a pen, a habit, how often a row is ambiguous.

    ``only`` forces one style on every row, or on every ``each``-th one with the rest left empty.
    """

    pen: str
    habit: str
    only: str | None = None
    each: int = 1
    ambiguous: dict[str, float] = field(default_factory=lambda: dict(AMBIGUOUS))
    strays: float = 0.5


def a_hand(rng: np.random.Generator, **chosen) -> Hand:
    pen = rng.choice(list(PEN_SHARES), p=list(PEN_SHARES.values()))
    habit = rng.choice(list(HABITS), p=list(HABITS.values()))
    return Hand(**({"pen": str(pen), "habit": str(habit)} | chosen))


def _style(hand: Hand, rng) -> str:
    if hand.only is not None:
        return hand.only
    draw = rng.random()
    for style, share in hand.ambiguous.items():
        draw -= share
        if draw < 0:
            return style
    if rng.random() < BLANK_SHARE:
        return "blank"
    return hand.habit if rng.random() < 0.93 else str(rng.choice(list(HABITS)))


def _items(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows of each item of a page: several where its options stand in columns."""
    return [list(group) for _, group in groupby(rows, key=lambda row: row.item)]


def _mark(rows: list[Row], style: str, rng) -> tuple[Truth, list[np.ndarray]]:
    ovals = [oval for row in rows for oval in row.ovals]
    first, *rest = (ovals[i] for i in rng.permutation(len(ovals)))
    if style in {"corrected", "double"} and not rest:
        style = "circled"
    match style:
        case "blank" | "beside a habit":
            return Truth(0, style), []
        case "corrected":
            out = (pens.scribbled_out, pens.struck_out, pens.circle, pens.fill)[rng.integers(4)]
            old = pens.cross(first.box, rng) if out is pens.circle else []
            return Truth(rest[0].code, style), old + out(first.box, rng) + pens.cross(rest[0].box, rng)
        case "cancelled":
            return Truth(None, style), pens.struck_out(first.box, rng)
        case "circled":
            return Truth(first.code, style), pens.circle(first.box, rng)
        case "double":
            made = (pens.cross, pens.tick)[rng.integers(2)]
            return Truth(None, style), made(first.box, rng) + made(rest[0].box, rng)
        case "beside":
            return Truth(first.code, style), pens.beside(first.box, rng)
        case "faint":
            return Truth(first.code, style), pens.cross(first.box, rng)
        case _:
            row = next(row for row in rows if first in row.ovals)
            return _habit(row, first, style, rng)


def _habit(row: Row, oval: Oval, style: str, rng) -> tuple[Truth, list[np.ndarray]]:
    if style in habits.ON_WORDS:
        return Truth(oval.code, style), habits.ON_WORDS[style](row, oval, rng)
    if style in habits.CANCELLED:
        return Truth(None, style), habits.CANCELLED[style](oval.box, rng)
    return Truth(oval.code, style), (pens.CLEAR | pens.ODD | habits.CLEAR)[style](oval.box, rng)


def _draw(mask: np.ndarray, strokes: list[np.ndarray], pen: pens.Pen) -> None:
    thick = max(1, round(pen.width * PX))
    for stroke in strokes:
        points = np.round(stroke * PX * 16).astype(np.int32)
        cv2.polylines(mask, [points[:, None]], False, 255, thick, cv2.LINE_AA, 4)


def ink(image: np.ndarray, mask: np.ndarray, pen: pens.Pen, rng) -> None:
    """Lay the pen's ink on the paper where the mask is, multiplied with what is printed below."""
    ys, xs = np.nonzero(mask.any(1))[0], np.nonzero(mask.any(0))[0]
    if not len(ys):
        return
    cut = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    where = np.nonzero(mask[cut])
    cover = mask[cut][where].astype(np.float32) / 255 * pen.strength
    cover *= np.clip(1 - np.abs(rng.normal(0, pen.grain, len(cover)).astype(np.float32)), 0, 1)
    colour = np.array(pen.rgb, np.float32) / 255
    patch = image[cut]
    if image.ndim == 2:
        patch[where] = patch[where] * (1 - cover * (1 - float(colour @ LUMINANCE)))
    else:
        patch[where] = patch[where] * (1 - cover[:, None] * (1 - colour))


def fill(blank: np.ndarray, page: Page, number: str, hand: Hand, *, seed: int) -> Filled:
    """Fill one page: ``blank`` is its raster at 300 dpi, RGB or grey, white paper."""
    rng = np.random.default_rng(seed)
    pen, faint = pens.a_pen(hand.pen, rng), pens.a_pen("faint", rng)
    image = blank.copy()
    masks = {pen: np.zeros(blank.shape[:2], np.uint8), faint: np.zeros(blank.shape[:2], np.uint8)}
    truth = {}
    for at, rows in enumerate(_items(page.rows)):
        style = _style(hand, rng) if at % hand.each == 0 else "beside a habit"
        item = rows[0].item
        truth[item], strokes = _mark(rows, style, rng)
        _draw(masks[faint if truth[item].style == "faint" else pen], strokes, pen)
    size = (blank.shape[1] / PX, blank.shape[0] / PX)
    if rng.random() < hand.strays:
        _draw(masks[pen], [pens.speck(size, rng) for _ in range(rng.integers(0, 4))], pen)
        if rng.random() < 0.06:
            _draw(masks[pen], [pens.stray_line(size, rng)], pen)
    for tool, mask in masks.items():
        ink(image, mask, tool, rng)
    return Filled(image, number, page.number, truth, hand.pen)


def page_of(layout: Layout, number: int) -> Page:
    return next(page for page in layout.pages if page.number == number)
