"""Measures of the ink in answer rows: rows found to a fraction of a millimetre, pixels counted by region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from print.geometry import Row
from print.scanning.page.flat_page import PX, Flat
from print.scanning.rows.classify import UNTOUCHED_SHARE, is_ringed
from print.scanning.rows.foreign_ink import foreign_ink
from print.scanning.rows.ink_origin import with_origins
from print.scanning.rows.margin_notes import Note
from print.scanning.rows.mark_shape import mark_shape
from print.scanning.rows.mark_strokes import MarkInk, pen_width, strokes_of
from print.scanning.rows.regions import ALIGN_PX, REGIONS_PER_OVAL, SEARCH, SECTORS, Stencil, stencil
from print.scanning.rows.row_ink import OvalInk, RowInk, cut
from print.scanning.rows.stroke_cuts import cuts

_NEIGHBOURS = 5  # rows whose median offset replaces an outlier, such as a match with a neighbour's ink
_SIDE_INK = 5  # pixels: 0.08 mm²
_JUMP = 0.5  # millimetres a row may differ from that median
STEADY = 0.5  # how well the ovals of a row must match to tell where the print about it lies


@dataclass(frozen=True)
class Pieces:
    """The ink of a page as it was measured.

    Attributes:
        strong: the flat page, 255 where there is ink.
        labels: its pieces that are not print, numbered from 1, at half the pixels; ovals' lines are among them.
        places: where each row's band begins in the flat page, in pixels.
    """

    strong: np.ndarray
    labels: np.ndarray
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PageInk:
    """The ink of a page's rows, and the notes written on no row's paper.

    ``pieces`` is the picture they were measured in, None for a page without rows or whose print is not known.
    """

    rows: list[RowInk]
    notes: tuple[Note, ...] = ()
    pieces: Pieces | None = None


def measure(flat: Flat, rows: Sequence[Row], free: np.ndarray | None = None) -> PageInk:
    """Return the ink of each row.

    Args:
        flat: the page laid flat.
        rows: its rows.
        free: 0 where something is printed (``print/scanning/page/printed.py``); None where that is not known, and then
            no ink on words is noticed.
    """
    stencils = [stencil(row) for row in rows]
    places, matches = _find(flat, rows, stencils)
    strong, pale = flat.strong(), flat.pale()
    pale = cv2.subtract(pale, cv2.dilate(strong, np.ones((7, 7), np.uint8)))
    foreign = foreign_ink(strong, np.full_like(strong, 255) if free is None else free, rows, places)
    measured = [
        _row_ink(flat, (strong, pale), each, place, match)
        for each, place, match in zip(stencils, places, matches, strict=True)
    ]
    measured = _with_shapes(measured, (strong, foreign.labels), rows, places)
    measured = with_origins(measured, strong, stencils, places)
    if free is None:
        return PageInk(measured)
    beside, notes = foreign.beside(tuple(rows), places, [_ring(ink) for ink in measured])
    return PageInk(
        [
            replace(ink, beside=each.beside, on=each.on, shared=each.shared)
            for ink, each in zip(measured, beside, strict=True)
        ],
        notes,
        Pieces(strong, foreign.labels, tuple(places)),
    )


def _ring(ink: RowInk) -> int:
    """Return the number of the piece of ink that is a ring round a mark of the row, 0 where there is none."""
    return max((oval.shape.widest for oval in ink.ovals if is_ringed(oval)), default=0)


def _find(
    flat: Flat, rows: Sequence[Row], stencils: Sequence[Stencil]
) -> tuple[list[tuple[int, int]], list[float]]:
    """Return the top-left pixel (x, y) of each row's band where its ovals fit best, and how well they fit."""
    small = cv2.resize(flat.dark, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    small = np.minimum(small, 160)
    fits = [_fit(small, row, each) for row, each in zip(rows, stencils, strict=True)]
    offsets = _steadied(np.array([fit[:2] for fit in fits]).reshape(-1, 2), rows, [fit[2] for fit in fits])
    places = [
        (round((row.band.x + dx) * PX), round((row.band.y + dy) * PX))
        for row, (dx, dy) in zip(rows, offsets, strict=True)
    ]
    return places, [fit[2] for fit in fits]


def _steadied(offsets: np.ndarray, rows: Sequence[Row], matches: Sequence[float]) -> np.ndarray:
    """Return the offsets with outliers replaced by the median of their neighbours.

    A lone oval that is filled is found by its fill, which lies askew: it is no measure of the print about it.
    """
    heights = np.array([row.band.y for row in rows])
    steady = np.flatnonzero(np.array(matches) >= STEADY)
    if not len(steady):
        steady = np.arange(len(rows))
    out = offsets.copy()
    for i, height in enumerate(heights):
        near = steady[np.argsort(np.abs(heights[steady] - height), kind="stable")[:_NEIGHBOURS]]
        around = np.median(offsets[near], axis=0)
        if matches[i] < STEADY or np.abs(offsets[i] - around).max() > _JUMP:
            out[i] = around
    return out


def _fit(small: np.ndarray, row: Row, each: Stencil) -> tuple[float, float, float]:
    """Return the offset in millimetres at the best match of the outlines within ``SEARCH``, and the match."""
    reach = round(SEARCH * ALIGN_PX)
    high, wide = each.outline.shape
    x, y = round(row.band.x * ALIGN_PX), round(row.band.y * ALIGN_PX)
    around = cut(small, x - reach, y - reach, (high + 2 * reach, wide + 2 * reach))
    scores = cv2.matchTemplate(around, each.outline, cv2.TM_CCOEFF_NORMED)
    _, best, _, (bx, by) = cv2.minMaxLoc(scores)
    fx, fy = _peak(scores[by, :], bx), _peak(scores[:, bx], by)
    return (x + fx - reach) / ALIGN_PX - row.band.x, (y + fy - reach) / ALIGN_PX - row.band.y, best


def _peak(scores: np.ndarray, at: int) -> float:
    """Return the top of the parabola through the best score and its two neighbours."""
    if not 0 < at < len(scores) - 1:
        return float(at)
    left, top, right = (float(s) for s in scores[at - 1 : at + 2])
    bend = left - 2 * top + right
    return at + (0.5 * (left - right) / bend if bend < -1e-6 else 0.0)


def _row_ink(
    flat: Flat, layers: tuple[np.ndarray, np.ndarray], each: Stencil, place: tuple[int, int], match: float
) -> RowInk:
    """Count dark pixels by region; 64 pixels are a square millimetre."""
    size, bins = each.regions.shape, len(each.areas)
    regions = each.regions
    dark_here, pale_here = (cut(layer, *place, size) > 0 for layer in layers)
    tone = cut(flat.dark, *place, size)
    sure = np.bincount(regions[dark_here], minlength=bins)
    perhaps = np.bincount(regions[pale_here], minlength=bins)
    weight = np.bincount(regions[dark_here], weights=tone[dark_here], minlength=bins)
    ovals = tuple(_oval_ink(each, k, sure, perhaps, weight) for k in range(each.ovals))
    return RowInk(ovals, float(sure[0] / PX**2), float(perhaps[0] / PX**2), 0.0, 0.0, match)


def _oval_ink(each: Stencil, k: int, sure: np.ndarray, perhaps: np.ndarray, weight: np.ndarray) -> OvalInk:
    first = each.first(k)
    core, rim, line, halo = first, first + 1, first + 2, slice(first + 3, first + REGIONS_PER_OVAL)
    inside = sure[core] + sure[rim]
    round_it = sure[halo]
    sides = round_it[0] + round_it[-1], round_it[SECTORS // 2 - 1] + round_it[SECTORS // 2]
    return OvalInk(
        inside=float(inside / (each.areas[core] + each.areas[rim])),
        pale=float(perhaps[core] / each.areas[core]),
        tone=float((weight[core] + weight[rim]) / inside / 255) if inside else 0.0,
        ring=float(np.count_nonzero(sure[halo] > 4) / SECTORS),
        halo=float(sure[halo].sum() / PX**2),
        line=float(sure[line] / each.areas[line]),
        struck=bool(min(sides) > _SIDE_INK),
        pale_halo=float(perhaps[halo].sum() / PX**2),
    )


def _with_shapes(
    measured: Sequence[RowInk],
    layers: tuple[np.ndarray, np.ndarray],
    rows: Sequence[Row],
    places: Sequence[tuple[int, int]],
) -> list[RowInk]:
    """Measure the mark in every oval that has one, and in a row's darkest; their strokes by the pen of the whole page."""
    shaped = [_with_shape(*each, layers) for each in zip(measured, rows, places, strict=True)]
    pen = pen_width(
        [
            marks[ink.darkest]
            for ink, marks in shaped
            if marks and ink.ovals[ink.darkest].inside >= UNTOUCHED_SHARE
        ]
    )
    return [_with_strokes(ink, marks, pen) for ink, marks in shaped]


def _with_shape(
    ink: RowInk, row: Row, place: tuple[int, int], layers: tuple[np.ndarray, np.ndarray]
) -> tuple[RowInk, dict[int, MarkInk]]:
    """Count the strokes in the row's inked ovals and measure their marks, by oval; of a blank row there is none."""
    strong, labels = layers
    ovals, marks = list(ink.ovals), {}
    for k, oval in enumerate(ink.ovals):
        if not oval.inside or (oval.inside < UNTOUCHED_SHARE and k != ink.darkest):
            continue
        box = row.ovals[k].box
        centre = (
            place[0] + (box.x + box.w / 2 - row.band.x) * PX,
            place[1] + (box.y + box.h / 2 - row.band.y) * PX,
        )
        size = (round(box.w, 2), round(box.h, 2))
        shape, marks[k] = mark_shape(labels, strong, centre, size, oval.inside)
        ovals[k] = replace(oval, cuts=cuts(strong, centre, size), shape=shape)
    return replace(ink, ovals=tuple(ovals)), marks


def _with_strokes(ink: RowInk, marks: Mapping[int, MarkInk], pen: float) -> RowInk:
    ovals = list(ink.ovals)
    for k, mark in marks.items():
        ovals[k] = replace(ovals[k], shape=replace(ovals[k].shape, strokes=strokes_of(mark, pen)))
    return replace(ink, ovals=tuple(ovals))
