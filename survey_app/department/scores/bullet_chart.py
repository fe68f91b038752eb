"""A bullet chart of one criterion as SVG: this wave with its interval, the value of the baseline year, the target."""

from dataclasses import dataclass

from markupsafe import Markup

from survey_app.web.number_formats import number
from survey_app.web.translation import gettext

WIDTH, HEIGHT = 220, 26
LEFT, RIGHT = 50.0, 100.0


@dataclass(frozen=True, slots=True)
class Bullet:
    """The percentages of one chart, None where there is no number, and the year that the baseline is of."""

    name: str
    estimate: float | None
    low: float | None
    high: float | None
    baseline: float | None
    baseline_year: int
    target: float | None


def scale_of(values: list[float | None]) -> tuple[float, float]:
    """Return the axis that all charts of a table share: 50 to 100, or wider when a value lies below."""
    smallest = min((value for value in values if value is not None), default=LEFT)
    return min(LEFT, float(int(max(smallest, 0) // 10 * 10))), RIGHT


def draw(bullet: Bullet, axis: tuple[float, float]) -> Markup:
    """Return the chart; its words are in its label, so that a screen reader says the numbers."""
    return _svg(bullet, axis, Markup('role="img" aria-label="{}"').format(_words(bullet)))


def legend() -> Markup:
    """Return the chart of the legend, hidden from screen readers, which read the words beside it."""
    # On an axis as long as the chart is wide, so the numbers are places in it.
    example = Bullet("", 138.0, 118.0, 158.0, baseline=90.0, baseline_year=0, target=185.0)
    return _svg(example, (0.0, WIDTH), Markup('aria-hidden="true"'))


def _svg(bullet: Bullet, axis: tuple[float, float], attributes: Markup) -> Markup:
    return Markup('<svg class="bullet" viewBox="0 0 {0} {1}" width="{0}" height="{1}" {2}>{3}</svg>').format(
        WIDTH, HEIGHT, attributes, Markup("").join(_marks(bullet, axis))
    )


def _marks(bullet: Bullet, axis: tuple[float, float]) -> list[Markup]:
    """Return track, interval, bar with dot, baseline and target, from the bottom to the top."""
    parts = [Markup('<rect class="track" x="0" y="7" width="{}" height="12"/>').format(WIDTH)]
    if bullet.low is not None and bullet.high is not None:
        left, right = _x(bullet.low, axis), _x(bullet.high, axis)
        parts.append(
            Markup('<rect class="interval" x="{}" y="7" width="{}" height="12"/>').format(
                left, round(right - left, 1)
            )
        )
    if bullet.estimate is not None:
        parts.append(
            Markup('<rect class="bar" x="0" y="11" width="{}" height="4"/>').format(_x(bullet.estimate, axis))
        )
        parts.append(Markup('<circle class="dot" cx="{}" cy="13" r="4"/>').format(_x(bullet.estimate, axis)))
    if bullet.baseline is not None:
        x = _x(bullet.baseline, axis)
        parts.append(Markup('<path class="before" d="M{0} 5v16"/>').format(x))
    if bullet.target is not None:
        parts.append(Markup('<path class="target" d="M{} 2v22"/>').format(_x(bullet.target, axis)))
    return parts


def _x(value: float, axis: tuple[float, float]) -> float:
    low, high = axis
    share = (value - low) / (high - low)
    return round(min(max(share, 0.0), 1.0) * WIDTH, 1)


def _words(bullet: Bullet) -> str:
    parts = [bullet.name]
    if bullet.estimate is not None:
        parts.append(gettext("kỳ này %(value)s", value=number(bullet.estimate)))
    if bullet.low is not None and bullet.high is not None:
        parts.append(gettext("khoảng %(low)s đến %(high)s", low=number(bullet.low), high=number(bullet.high)))
    if bullet.baseline is not None:
        parts.append(
            gettext("năm %(year)d %(value)s", year=bullet.baseline_year, value=number(bullet.baseline))
        )
    if bullet.target is not None:
        parts.append(gettext("chỉ tiêu %(value)s", value=number(bullet.target)))
    return "; ".join(parts)
