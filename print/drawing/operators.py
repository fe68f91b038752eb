"""Ink to PDF operators, in millimetres from the top-left corner."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from print.drawing.fonts import width
from print.drawing.ink import MM_PER_POINT, Frame, Ink, Ring, Rule, Tint, Words
from print.drawing.pdf_fonts import NAMES, Fonts
from print.geometry import Box, Fiducial

ROUND = 0.5523  # control points of a Bézier quarter circle


def operators(ink: Iterable[Ink], fonts: Fonts) -> bytes:
    """Return the operators that draw all of it, in order."""
    return b"\n".join(_operators(thing, fonts) for thing in ink)


def _operators(thing: Ink, fonts: Fonts) -> bytes:
    match thing:
        case Words():
            return words(thing, fonts)
        case Rule():
            line = f"{thing.grey:.3g} G {thing.width:.3f} w {_xy(thing.x1, thing.y1)} m {_xy(thing.x2, thing.y2)} l S"
            return line.encode()
        case Tint(box, grey):
            return f"{grey:.3g} g {_xy(box.x, box.y)} {_xy(box.w, box.h)} re f".encode()
        case Frame(box, wide, radius, grey):
            return f"{grey:.3g} G {wide:.3f} w {_rounded(box, radius)} s".encode()
        case Ring(box, wide, grey, filled):
            end = f"{grey:.3g} g" if filled else f"{grey:.3g} G {wide:.3f} w"
            return f"{end} {ellipse(box)} {'f' if filled else 's'}".encode()


def words(line: Words, fonts: Fonts) -> bytes:
    """Return the operators of one line of text."""
    x = line.x
    if line.align != "left":
        x -= width(line.text, line.points, line.face) * (1 if line.align == "right" else 0.5)
    size = line.points * MM_PER_POINT
    text = fonts.encode(line.text, line.face)
    return b"BT %.3g g /%b %.4f Tf 1 0 0 -1 %.3f %.3f Tm %b Tj ET" % (
        line.grey,
        NAMES[line.face],
        size,
        x,
        line.y,
        text,
    )


def spaced(ink: Iterable[Ink]) -> tuple[Ink, ...]:
    """Return ink whose lines end in a space, so that words of two lines stay two words when read aloud."""
    return tuple(_with_space(thing) if isinstance(thing, Words) else thing for thing in ink)


def _with_space(line: Words) -> Words:
    wide = width(line.text, line.points, line.face)
    left = line.x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[line.align]
    return replace(line, x=left, align="left", text=f"{line.text} ")


def ellipse(box: Box) -> str:
    """Return the path of the ellipse inside a box, without its painting operator."""
    rx, ry = box.w / 2, box.h / 2
    cx, cy = box.x + rx, box.y + ry
    kx, ky = rx * ROUND, ry * ROUND
    return " ".join(
        (
            f"{_xy(cx - rx, cy)} m",
            f"{_xy(cx - rx, cy - ky)} {_xy(cx - kx, cy - ry)} {_xy(cx, cy - ry)} c",
            f"{_xy(cx + kx, cy - ry)} {_xy(cx + rx, cy - ky)} {_xy(cx + rx, cy)} c",
            f"{_xy(cx + rx, cy + ky)} {_xy(cx + kx, cy + ry)} {_xy(cx, cy + ry)} c",
            f"{_xy(cx - kx, cy + ry)} {_xy(cx - rx, cy + ky)} {_xy(cx - rx, cy)} c",
        )
    )


def fiducial(mark: Fiducial) -> bytes:
    """Return the operators of one ArUco mark, as one path so that no hairline shows between its cells."""
    cell = mark.size / len(_cells(mark.id))
    path = [
        f"{_xy(mark.x + start * cell, mark.y + i * cell)} {_xy((end - start) * cell, cell)} re"
        for i, row in enumerate(_cells(mark.id))
        for start, end in _runs(row)
    ]
    return f"0 g {' '.join(path)} f".encode()


@cache
def _cells(mark: int) -> tuple[tuple[bool, ...], ...]:
    """Return the 6 x 6 cells of a mark, True where black."""
    import cv2

    dictionary = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)
    picture = cv2.aruco.generateImageMarker(dictionary, mark, 6)
    return tuple(tuple(bool(cell == 0) for cell in row) for row in picture)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    edges = [i for i in range(len(row) + 1) if (i > 0 and row[i - 1]) != (i < len(row) and row[i])]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _rounded(box: Box, radius: float) -> str:
    r, k = radius, radius * (1 - ROUND)
    left, top, right, low = box.x, box.y, box.x + box.w, box.y + box.h
    return " ".join(
        (
            f"{_xy(left + r, top)} m {_xy(right - r, top)} l",
            f"{_xy(right - k, top)} {_xy(right, top + k)} {_xy(right, top + r)} c {_xy(right, low - r)} l",
            f"{_xy(right, low - k)} {_xy(right - k, low)} {_xy(right - r, low)} c {_xy(left + r, low)} l",
            f"{_xy(left + k, low)} {_xy(left, low - k)} {_xy(left, low - r)} c {_xy(left, top + r)} l",
            f"{_xy(left, top + k)} {_xy(left + k, top)} {_xy(left + r, top)} c",
        )
    )


def _xy(x: float, y: float) -> str:
    return f"{x:.3f} {y:.3f}"
