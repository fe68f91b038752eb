"""Thin strokes as lines of points: thinning, tips, crossings and loops of a mark drawn with a pen.

A stroke is thinned to a line one pixel wide. Points of it with one neighbour are tips, with three or more crossings;
a loop encloses paper. Short twigs that thinning leaves at thick places are cut off.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from print.scanning.page.flat_page import PX

TWIG = 0.75  # millimetres: a shorter end is the stroke's own thickness
# One shorter than so many millimetres, or than so many widths, is a corner where the pen turned.
STUB, STUB_WIDTHS = 0.9, 1.3
LEAST_HOLE = 0.12  # mm² of paper that a loop encloses: less is a chink between two strokes
_AROUND = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))

Points = np.ndarray  # pixels, (n, 2), x before y


@dataclass(frozen=True)
class StrokePath:
    """A thinned mark: its line, and tips and crossings of the line in pixels.

    ``branchings`` are the crossings with those of short ends, which the line has lost; ``holes`` counts loops, which
    hold ``enclosed`` mm² of paper.
    ``length``, ``width`` (the stroke's usual one) and ``widest`` are in millimetres.
    """

    line: np.ndarray
    tips: Points
    crossings: Points
    branchings: Points
    holes: int
    enclosed: float
    length: float
    width: float
    widest: float


def stroke_path(mark: np.ndarray) -> StrokePath:
    """Return the line of a mark, 1 where there is ink, at ``PX`` pixels a millimetre."""
    # A margin of paper: a line never runs along the picture's edge.
    mark = np.pad(mark[1:-1, 1:-1], 1)
    closed = _without_chinks(mark)
    ink = cv2.distanceTransform(closed, cv2.DIST_L2, 5)
    bare = _thinned(closed)
    width = 2 * float(np.median(ink[bare > 0])) / PX if bare.any() else 0.0
    twigless = _pruned(bare, round(max(TWIG, width) * PX))
    thin = _pruned(twigless, round(max(STUB, STUB_WIDTHS * width) * PX))
    neighbours = _crossing_number(thin)
    holes = _holes(closed)
    on = thin > 0
    widths = 2 * ink[on] / PX
    return StrokePath(
        line=thin,
        tips=_points(on & (neighbours == 1)),
        crossings=_points(on & (neighbours >= 3)),
        branchings=_points((twigless > 0) & (_crossing_number(twigless) >= 3)),
        holes=len(holes),
        enclosed=float(sum(holes)),
        length=_length(thin),
        width=width,
        widest=float(widths.max(initial=0.0)),
    )


def branches(path: StrokePath) -> list[Points]:
    """Return the pieces of the line between its crossings, each ordered from end to end, the longest first."""
    line = path.line.copy()
    for x, y in path.crossings:
        line[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2] = 0
    count, labels = cv2.connectedComponents(line, connectivity=8)
    found = [_ordered(labels == k) for k in range(1, count)]
    return sorted((each for each in found if len(each) > 2), key=len, reverse=True)


def _without_chinks(mark: np.ndarray) -> np.ndarray:
    """Return the mark with the smallest holes filled: grain of pencil and chinks where strokes meet."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(1 - mark, connectivity=4)
    small = [k for k in range(1, count) if stats[k, cv2.CC_STAT_AREA] < LEAST_HOLE * PX**2]
    return np.asarray(mark | np.isin(labels, small).astype(np.uint8)) if small else mark


def _holes(mark: np.ndarray) -> list[float]:
    """Return the mm² of each piece of paper that the mark encloses."""
    padded = cv2.copyMakeBorder(mark, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(1 - padded, connectivity=4)
    outside = {0, int(labels[0, 0])}
    return [float(each[cv2.CC_STAT_AREA]) / PX**2 for k, each in enumerate(stats) if k not in outside]


def _neighbours(thin: np.ndarray) -> list[np.ndarray]:
    padded = np.pad(thin, 1)
    high, wide = thin.shape
    return [padded[1 + dy : 1 + dy + high, 1 + dx : 1 + dx + wide] for dy, dx in _AROUND]


def _crossing_number(thin: np.ndarray) -> np.ndarray:
    """Return how many lines leave each pixel: changes from paper to line once round it."""
    around = _neighbours(thin)
    changes = [(a == 0) & (b > 0) for a, b in zip(around, [*around[1:], around[0]], strict=True)]
    return np.asarray(np.sum(changes, axis=0))


def _thinned(mark: np.ndarray) -> np.ndarray:
    """Thin by the rule of Zhang and Suen: edge pixels go in turns from two sides until none can."""
    thin = mark.copy()
    while True:
        gone = 0
        for first in (True, False):
            n, _, e, _, s, _, w, _ = around = _neighbours(thin)
            total = np.sum(around, axis=0)
            sides = (n * e * s, e * s * w) if first else (n * e * w, n * s * w)
            drop = (thin > 0) & (total >= 2) & (total <= 6) & (_crossing_number(thin) == 1)
            drop &= (sides[0] == 0) & (sides[1] == 0)
            thin[drop] = 0
            gone += int(np.count_nonzero(drop))
        if not gone:
            return thin


def _pruned(thin: np.ndarray, shortest: int) -> np.ndarray:
    """Cut off ends that reach a crossing within ``shortest`` pixels, one at a time, shortest first."""
    thin = thin.copy()
    while True:
        lines = _crossing_number(thin)
        tips = _points((thin > 0) & (lines == 1))
        twigs = [twig for x, y in tips if (twig := _twig(thin, lines, (int(x), int(y)), shortest))]
        if not twigs:
            return thin
        for x, y in min(twigs, key=len):
            thin[y, x] = 0


def _twig(thin: np.ndarray, lines: np.ndarray, tip: tuple[int, int], shortest: int) -> list[tuple[int, int]]:
    """Return the pixels from a tip to the crossing before it, empty where that is farther than ``shortest``."""
    way = [tip]
    while len(way) <= shortest:
        x, y = way[-1]
        near = [(x + dx, y + dy) for dy, dx in _AROUND if thin[y + dy, x + dx]]
        ahead = [each for each in near if each not in way]
        if any(lines[b, a] >= 3 for a, b in ahead):
            return way
        if not ahead:
            return []
        way.append(min(ahead, key=lambda each: abs(each[0] - x) + abs(each[1] - y)))
    return []


def _length(thin: np.ndarray) -> float:
    """Return the line's length in millimetres: a step along a side is 1, one across a corner the root of 2."""
    on = thin > 0
    straight = np.count_nonzero(on[:, 1:] & on[:, :-1]) + np.count_nonzero(on[1:] & on[:-1])
    down = on[1:, 1:] & on[:-1, :-1] & ~on[1:, :-1] & ~on[:-1, 1:]
    up = on[1:, :-1] & on[:-1, 1:] & ~on[1:, 1:] & ~on[:-1, :-1]
    return float(straight + 2**0.5 * (np.count_nonzero(down) + np.count_nonzero(up))) / PX


def _points(mask: np.ndarray) -> Points:
    y, x = np.nonzero(mask)
    return np.column_stack([x, y])


def _ordered(mask: np.ndarray) -> Points:
    """Return the pixels of a line without crossings in the order in which a pen drew them, one way or the other."""
    left = {(int(x), int(y)) for x, y in _points(mask)}
    ends = _points(mask & (_crossing_number(mask.astype(np.uint8)) == 1))
    at = (int(ends[0][0]), int(ends[0][1])) if len(ends) else min(left)
    way = [at]
    left.discard(at)
    while left:
        x, y = way[-1]
        near = [each for each in left if max(abs(each[0] - x), abs(each[1] - y)) == 1]
        if not near:
            break
        at = min(near, key=lambda each: abs(each[0] - x) + abs(each[1] - y))
        way.append(at)
        left.discard(at)
    return np.array(way)
