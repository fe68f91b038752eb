"""The bullet chart of a score report: estimate with its interval, target as a tick, published value as a ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from print.drawing.decimals import percent
from print.drawing.fonts import wrap
from print.drawing.ink import LIGHT, Face, Ink, Ring, Rule, Tint, Words
from print.geometry import Box
from print.report.values import ScoreLine

LABELS = 62.0
NUMBERS = 31.0
ROW = 9.0
POINTS = 9.0
STEP = 5
PUBLISHED = 1.9  # wider than the dot of the estimate, so that it shows round it where both are equal
COMMON_WORDS = "Mức độ hài lòng của người dân đối với "


@dataclass(frozen=True, slots=True)
class Axis:
    """Percent to millimetres: ``least`` percent at ``left``, ``most`` at ``right``."""

    least: int
    most: int
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return the x of a percentage in millimetres."""
        return self.left + (value - self.least) / (self.most - self.least) * (self.right - self.left)


def bullet_chart(
    lines: Sequence[ScoreLine],
    place: Box,
    years: tuple[int, int],
    *,
    among: Sequence[ScoreLine] | None = None,
) -> tuple[tuple[Ink, ...], float]:
    """Return the chart from ``place.y`` down over ``place.w``, and the ``y`` below it.

    ``among`` are the lines of all charts that share one scale; the chart's own when not given.
    """
    axis = Axis(*_range(among or lines), place.x + LABELS, place.x + place.w - NUMBERS)
    top = place.y + 5
    low = top + ROW * len(lines)
    ink: list[Ink] = []
    for tick in range(axis.least, axis.most + 1, STEP):
        x = axis.at(tick)
        ink.append(Words(x, place.y + 3, f"{tick}", POINTS - 1, align="center", grey=0.3))
        ink.append(Rule(x, top, x, low, 0.12, 0.78))
    for i, line in enumerate(lines):
        ink += _row(line, axis, top + i * ROW, place)
    ink.append(Rule(place.x, low, place.x + place.w, low, 0.25))
    legend, below = _legend(place.x, low + 6, years)
    return (*ink, *legend), below


def _row(line: ScoreLine, axis: Axis, y: float, place: Box) -> list[Ink]:
    face: Face = "bold" if line.is_heading else "regular"
    middle = y + ROW / 2
    ink: list[Ink] = []
    if line.is_heading:
        ink.append(Tint(Box(place.x, y, LABELS - 2, ROW), LIGHT))
    words = wrap(f"{line.code}  {_short(line.name)}", LABELS - 4, POINTS, face)
    words = words if len(words) <= 2 else (words[0], words[1] + "…")
    for i, text in enumerate(words):
        ink.append(Words(place.x + 1, middle + 1.1 + (i - (len(words) - 1) / 2) * 3.8, text, POINTS, face))
    if line.baseline is not None:
        ink.append(_ring(axis.at(float(line.baseline)), middle, PUBLISHED, filled=False))
    if line.target is not None:
        x = axis.at(float(line.target))
        ink.append(Rule(x, middle - 3.2, x, middle + 3.2, 0.7))
    if line.estimate is None:
        ink.append(
            Words(place.x + place.w - 1, middle + 1.1, "không đủ dữ liệu", POINTS - 1, "italic", "right")
        )
        return ink
    if line.low is not None and line.high is not None:
        left, right = (axis.at(max(axis.least, min(axis.most, 100 * end))) for end in (line.low, line.high))
        ink.append(Rule(left, middle, right, middle, 1.3, 0.55))
    ink.append(_ring(axis.at(100 * line.estimate), middle, 1.35, filled=True))
    right_edge = place.x + place.w - 1
    ink.append(Words(right_edge, middle + 1.1, _number(line), POINTS, face, "right"))
    return ink


def _number(line: ScoreLine) -> str:
    return percent(line.estimate or 0.0, 1) + line.interval(1)


def _legend(x: float, y: float, years: tuple[int, int]) -> tuple[list[Ink], float]:
    ink: list[Ink] = [
        Rule(x + 1, y - 1, x + 8, y - 1, 1.3, 0.55),
        _ring(x + 4.5, y - 1, 1.35, filled=True),
        Words(x + 10, y, "kết quả đợt này và khoảng tin cậy", POINTS),
        Rule(x + 74, y - 3.2, x + 74, y + 1.2, 0.7),
        Words(x + 77, y, f"chỉ tiêu {years[1]}", POINTS),
        _ring(x + 112, y - 1, PUBLISHED, filled=False),
        Words(x + 116, y, f"giá trị công bố {years[0]}", POINTS),
    ]
    return ink, y + 4


def _ring(x: float, y: float, radius: float, *, filled: bool) -> Ring:
    return Ring(Box(x - radius, y - radius, 2 * radius, 2 * radius), 0.4, filled=filled)


def _short(name: str) -> str:
    """Return the name without the words that every heading of the index begins with."""
    rest = name.removeprefix(COMMON_WORDS)
    return rest[:1].upper() + rest[1:]


def _range(lines: Sequence[ScoreLine]) -> tuple[int, int]:
    """Return whole steps below and above everything that is drawn."""
    ends = (end for line in lines for end in (line.low, line.estimate, line.high))
    values = [100 * end for end in ends if end is not None]
    values += [float(value) for line in lines for value in (line.baseline, line.target) if value is not None]
    least = floor((min(values, default=50.0) - 1) / STEP) * STEP
    most = ceil((max(values, default=95.0) + 1) / STEP) * STEP
    return max(0, min(90, least)), min(100, most)
