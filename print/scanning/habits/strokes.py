"""Two habits told by the line of their strokes: a tick larger than its oval, a cross drawn without lifting the pen."""

import cv2
import numpy as np

from print.geometry import Box
from print.scanning.habits.stroke_path import Points, StrokePath, branches
from print.scanning.page.flat_page import PX

WIDEST_MM = 1.0  # a wider stroke's line is not seen
BLOT = 2.2  # a place so many times as wide as the stroke is a blot, or strokes laid over one another
LAID_OVER = 1.2  # ink beyond so many times the line's length and width lies over itself
BENT = 0.25  # a hand's straight stroke leaves the line between its ends by at most this share of its length
SHORT_ARM, LONG_ARM = 0.7, 3.0  # millimetres of a big tick's two arms, at least
LONGER = 1.2  # so many times as long as the short arm is the long one
OPENING = np.deg2rad((20, 125))  # between the arms of a tick
# From level: a stroke of a cross. A flatter or steeper one may strike a mark out.
SLANT = np.deg2rad((28, 75))
BESIDE_LINE = 0.5  # millimetres of ink beside half a width of a tick's line
AT_TIPS = 1.1  # millimetres round its tips that are not looked at: thinning shortens a line
LOOP = 0.45  # of its oval's area that the loop of a joined cross encloses, at most
STEEP = np.deg2rad(20)  # strokes that cross at a smaller angle run together
ASKEW = np.deg2rad(40)  # the two halves of a stroke lie in one line but for so much
CLUSTER = 0.75  # millimetres from their middle in which all crossing points of two strokes lie
IN_OVAL = 0.75  # of the way from the oval's middle to its line, within which they cross
NEAR_CROSSING, WIDER = 0.7, 1.4  # millimetres round it where arms are counted, and so many times farther
_TURNS = np.linspace(0, 2 * np.pi, 256, endpoint=False)


def is_big_tick(path: StrokePath, ink: np.ndarray) -> bool:
    """Tell whether a mark is one line that goes down to its foot and farther up to the right."""
    if not _thin(path) or path.holes or len(path.crossings) or len(path.tips) != 2:
        return False
    found = branches(path)
    if len(found) != 1 or path.widest > BLOT * path.width or not _is_all(path, ink):
        return False
    line = found[0][:: 1 if found[0][0][0] < found[0][-1][0] else -1].astype(float)
    foot = int(line[:, 1].argmax())
    short, long = line[: foot + 1], line[foot:]
    if len(short) < SHORT_ARM * PX or len(long) < LONG_ARM * PX or max(_bent(short), _bent(long)) > BENT:
        return False
    down, up = short[-1] - short[0], long[-1] - long[0]
    goes = up[0] > 0 and np.hypot(*up) > LONGER * np.hypot(*down)
    return bool(goes and OPENING[0] < np.pi - _angle(down, up) < OPENING[1])


def is_one_stroke_cross(path: StrokePath, ink: np.ndarray, oval: Box) -> bool:
    """Tell whether a mark is two straight strokes that cross in their oval, two of their ends joined by a line.

    A third stroke through the crossing makes six arms there; one beside it makes ends of its own or a second loop.

    Args:
        path: its line.
        ink: the mark, 1 where there is ink; the oval's middle is the picture's.
        oval: the oval, of which only the size is looked at.
    """
    if not _thin(path) or path.holes != 1 or len(path.tips) > 3 or not len(path.crossings):
        return False
    if path.enclosed > LOOP * np.pi / 4 * oval.w * oval.h:
        return False
    middle = path.crossings.mean(axis=0)
    here = path.branchings[np.abs(path.branchings - middle).max(axis=1) <= CLUSTER * PX]
    if np.abs(path.crossings - middle).max() > CLUSTER * PX or path.widest > BLOT * path.width:
        return False
    if np.count_nonzero(ink) > LAID_OVER * path.length * path.width * PX**2:
        return False
    middle = here.mean(axis=0) if len(here) else middle
    x, y = (middle + 0.5 - ink.shape[0] / 2) / PX
    return bool(np.hypot(2 * x / oval.w, 2 * y / oval.h) < IN_OVAL) and _two_cross(path, ink, middle)


def _two_cross(path: StrokePath, ink: np.ndarray, middle: np.ndarray) -> bool:
    """Tell whether two straight strokes, and no third, go through a point."""
    radius = max(NEAR_CROSSING, 1.1 * path.width) * PX
    arms = _arms(ink, middle, radius)
    wider = _arms(ink, middle, WIDER * radius)
    if len(arms) != 4 or len(wider) > 4:
        return False
    apart = np.diff([*arms, arms[0] + 2 * np.pi])
    askew = np.abs([arms[2] - arms[0] - np.pi, arms[3] - arms[1] - np.pi])
    return bool(
        apart.min() > STEEP and askew.max() < ASKEW and _slants(arms) and (len(wider) < 4 or _slants(wider))
    )


def _slants(arms: list[float]) -> bool:
    """Tell whether both strokes of a crossing slant, by the directions of their arms in order."""
    strokes = [(arms[k] + arms[k + 2] - np.pi) / 2 for k in (0, 1)]
    level = [abs((each + np.pi / 2) % np.pi - np.pi / 2) for each in strokes]
    return all(SLANT[0] < each < SLANT[1] for each in level)


def _is_all(path: StrokePath, ink: np.ndarray) -> bool:
    """Tell whether no ink lies beside the line: a short end of another stroke that the line has lost."""
    beside = cv2.distanceTransform((path.line == 0).view(np.uint8), cv2.DIST_L2, 5)
    for x, y in path.tips:
        cv2.circle(beside, (int(x), int(y)), round(AT_TIPS * PX), 0.0, -1)
    return bool(beside[ink > 0].max() <= (path.width / 2 + BESIDE_LINE) * PX)


def _arms(ink: np.ndarray, middle: np.ndarray, radius: float) -> list[float]:
    """Return the directions in which ink lies on a circle round a point, in order, each stroke once."""
    x, y = (
        np.rint(at + radius * way).astype(int)
        for at, way in zip(middle, (np.cos(_TURNS), np.sin(_TURNS)), strict=True)
    )
    seen = ink[y, x] > 0
    if seen.all():
        return []
    bare = int(np.argmin(seen))
    seen, turns = np.roll(seen, -bare), np.roll(_TURNS, -bare)
    turns = np.where(turns < turns[0], turns + 2 * np.pi, turns)
    starts = np.nonzero(seen[1:] & ~seen[:-1])[0] + 1
    ends = np.nonzero(~np.append(seen[1:], False) & seen)[0]
    return [float((turns[a] + turns[b]) / 2) for a, b in zip(starts, ends, strict=True)]


def _thin(path: StrokePath) -> bool:
    return 0 < path.width <= WIDEST_MM and path.length > 0


def _bent(line: Points) -> float:
    """Return how far a stroke leaves the line between its ends, as a share of that line's length."""
    along = line[-1] - line[0]
    far = line - line[0]
    length = max(float(np.hypot(*along)), 1e-6)
    return float(np.abs(far[:, 0] * along[1] - far[:, 1] * along[0]).max() / length**2)


def _angle(one: np.ndarray, other: np.ndarray) -> float:
    """Return the angle between two directions, 0 to π."""
    return float(np.arccos(np.clip(one @ other / max(np.hypot(*one) * np.hypot(*other), 1e-9), -1, 1)))
