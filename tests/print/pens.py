"""How people mark an oval: pens and strokes in millimetres, drawn from a seeded generator.

Everything here is invented (pens, widths, habits); docs/paper.md says what follows from that.
"""

from dataclasses import dataclass

import numpy as np

from print.geometry import Box

Stroke = np.ndarray  # points in millimetres, shape (n, 2)


@dataclass(frozen=True)
class Pen:
    """One writing tool: colour, line width in millimetres, how dark it is and how much its line breaks up."""

    name: str
    rgb: tuple[int, int, int]
    width: float
    strength: float
    grain: float


def a_pen(name: str, rng: np.random.Generator) -> Pen:
    between = rng.uniform
    pens = {
        "black": lambda: Pen(name, (25, 25, 30), between(0.35, 0.7), between(0.75, 1.0), 0.10),
        "blue": lambda: Pen(name, (35, 50, 150), between(0.35, 0.7), between(0.75, 1.0), 0.12),
        "light blue": lambda: Pen(name, (85, 115, 205), between(0.4, 0.7), between(0.75, 1.0), 0.12),
        "red": lambda: Pen(name, (205, 40, 55), between(0.4, 0.7), between(0.8, 1.0), 0.10),
        "thick": lambda: Pen(name, (20, 20, 25), between(0.9, 1.3), between(0.9, 1.0), 0.05),
        "pencil": lambda: Pen(name, (75, 75, 78), between(0.4, 0.8), between(0.55, 0.9), 0.30),
        "faint": lambda: Pen(name, (120, 120, 122), between(0.35, 0.6), between(0.30, 0.50), 0.35),
    }
    return pens[name]()


def _at(point, right, down):
    return np.asarray(point, float) + np.array([right, down])


def _line(start, end, rng, *, bend=0.06):
    """A hand's straight line: a shallow arc with a tremble."""
    t = np.linspace(0, 1, 9)[:, None]
    start, end = np.asarray(start, float), np.asarray(end, float)
    along = end - start
    across = np.array([-along[1], along[0]])
    tremble = rng.normal(0, 0.03, (9, 2))
    return start + t * along + across * (t * (1 - t) * rng.normal(0, bend * 4)) + tremble


def _ring(centre, rx, ry, rng, *, turns=1.1):
    angle = np.linspace(0, 2 * np.pi * turns, 40) + rng.uniform(0, 2 * np.pi)
    wobble = 1 + rng.normal(0, 0.05) * np.sin(angle * 2 + rng.uniform(0, 6))
    drift = np.linspace(0, rng.normal(0, 0.25), 40)[:, None]
    return np.column_stack([np.cos(angle) * rx * wobble, np.sin(angle) * ry * wobble]) + centre + drift


def _centre(box: Box, rng, spread=0.10):
    return np.array(
        [
            box.x + box.w / 2 + rng.normal(0, spread) * box.w,
            box.y + box.h / 2 + rng.normal(0, spread) * box.h,
        ]
    )


def cross(box, rng):
    c, size = _centre(box, rng), rng.uniform(0.75, 1.25)
    dx, dy = box.w * 0.42 * size, box.h * 0.48 * size
    lean = rng.normal(0, 0.15)
    return [
        _line(_at(c, -dx, -dy + lean), _at(c, dx, dy + lean), rng),
        _line(_at(c, dx, -dy - lean), _at(c, -dx, dy - lean), rng),
    ]


def tick(box, rng):
    c, size = _centre(box, rng), rng.uniform(0.8, 1.2)
    low = _at(c, -0.10 * box.w, 0.35 * box.h * size)
    return [
        np.vstack(
            [
                _line(_at(low, -0.25 * box.w * size, -0.4 * box.h * size), low, rng),
                _line(low, _at(low, 0.5 * box.w * size, -0.85 * box.h * size), rng),
            ]
        )
    ]


def big_tick(box, rng):
    c, size = _centre(box, rng, 0.14), rng.uniform(1.1, 1.6)
    low = _at(c, -0.05 * box.w, 0.45 * box.h)
    return [
        np.vstack(
            [
                _line(_at(low, -0.35 * box.w * size, -0.5 * box.h * size), low, rng),
                _line(low, _at(low, 0.75 * box.w * size, -1.2 * box.h * size), rng),
            ]
        )
    ]


def fill(box, rng):
    """A scribble that leaves little paper inside the oval."""
    c = _centre(box, rng, 0.04)
    n, cover = rng.integers(14, 24), rng.uniform(0.85, 1.08)
    t = np.linspace(-1, 1, n)
    half = np.sqrt(np.clip(1 - t**2, 0.05, 1)) * box.h / 2 * cover
    side = np.where(np.arange(n) % 2 == 0, 1, -1)
    points = np.column_stack([t * box.w / 2 * cover, side * half])
    return [points + c + rng.normal(0, 0.1, points.shape)]


def slash(box, rng):
    c, size = _centre(box, rng), rng.uniform(0.8, 1.2)
    dx, dy = box.w * 0.35 * size, box.h * 0.5 * size
    return [_line(_at(c, -dx, dy), _at(c, dx, -dy), rng)]


def dot(box, rng):
    c, r = _centre(box, rng), rng.uniform(0.35, 0.75)
    return [_ring(c, r * share, r * share, rng, turns=1.5) for share in (0.3, 0.7, 1.0)]


def circle(box, rng):
    c, grow = _centre(box, rng, 0.06), rng.uniform(1.10, 1.5)
    return [_ring(c, box.w / 2 * grow + 0.3, box.h / 2 * grow + 0.4, rng)]


def beside(box, rng):
    """A mark that misses its oval: between two ovals or under it, inside the row's band."""
    move = rng.choice([-1, 1]) * (box.w / 2 + rng.uniform(1.8, 3.2))
    shifted = Box(box.x + move, box.y, box.w * 0.7, box.h)
    return (tick if rng.random() < 0.5 else cross)(shifted, rng)


def scribbled_out(box, rng):
    c = _centre(box, rng, 0.05)
    lines = [
        _line(
            c + rng.normal(0, 0.2, 2) + (-box.w * 0.5, rng.uniform(-1, 1) * box.h * 0.5),
            c + rng.normal(0, 0.2, 2) + (box.w * 0.5, rng.uniform(-1, 1) * box.h * 0.5),
            rng,
        )
        for _ in range(rng.integers(3, 9))
    ]
    return lines + cross(box, rng)


def struck_out(box, rng):
    """A cross with one long line through it."""
    c = _centre(box, rng, 0.05)
    reach = box.w * rng.uniform(0.6, 1.0)
    return [
        *cross(box, rng),
        _line(_at(c, -reach, rng.normal(0, 0.4)), _at(c, reach, rng.normal(0, 0.4)), rng),
    ]


def stray_line(page_mm, rng):
    start = rng.uniform((15, 30), (page_mm[0] - 15, page_mm[1] - 30))
    return _line(start, start + rng.normal(0, 12, 2), rng)


def speck(page_mm, rng):
    at = rng.uniform((12, 12), (page_mm[0] - 12, page_mm[1] - 12))
    return _ring(at, rng.uniform(0.05, 0.2), rng.uniform(0.05, 0.2), rng)


def cross_in_one_go(box, rng):
    """A cross whose strokes are joined on one side: the pen was not lifted."""
    first, second = cross(box, rng)
    return [np.vstack([first, _line(first[-1], second[0], rng), second])]


def cross_gone_over(box, rng):
    """A cross drawn twice, the second time nearly where the first was."""
    drawn = cross(box, rng)
    return [*drawn, *(stroke + rng.normal(0, 0.25, 2) for stroke in drawn)]


def zigzag(box, rng):
    """One stroke up and down that half fills the oval."""
    n = rng.integers(7, 12)
    t = np.linspace(-0.9, 0.9, n)
    half = np.sqrt(1 - t**2) * box.h * 0.45 * np.where(np.arange(n) % 2 == 0, 1, -1)
    points = np.column_stack([t * box.w / 2, half])
    return [points + _centre(box, rng, 0.04) + rng.normal(0, 0.12, points.shape)]


CLEAR = {
    "cross": cross,
    "tick": tick,
    "fill": fill,
    "slash": slash,
    "dot": dot,
    "big tick": big_tick,
}
# As plain to a person, but no hand of the generator has them as its habit: they look like struck crosses.
ODD = {
    "cross in one go": cross_in_one_go,
    "cross gone over": cross_gone_over,
    "zigzag": zigzag,
}
