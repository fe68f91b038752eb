"""Results as a forest chart in SVG: a dot for each estimate, a line for its interval, the numbers beside them."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from scoring.specification.output.forest import Axis, Panel, Row, panels
from scoring.specification.run import Run

LETTER = 7.1  # width of a letter of the labels, on average
LONGEST = 64  # letters of a label; longer ones are cut, their whole text is in the title of the row
CHART, LINE, TITLE, FOOT, EDGE = 360.0, 24.0, 34.0, 36.0, 16.0
WORDS = {
    "vi": ("Ước lượng và khoảng tin cậy", "Mỗi chấm là một ước lượng, vạch ngang là khoảng tin cậy."),
    "en": ("Estimates with intervals", "Each dot is an estimate, the line across it its interval."),
}
STYLE = (
    "text{font:13px 'Be Vietnam Pro','Noto Sans','DejaVu Sans',Arial,sans-serif;fill:#1a1a1a}"
    ".title{font-weight:600;font-size:15px}.tick{font-size:12px;fill:#444}.grid{stroke:#ddd}"
    ".zero{stroke:#444;stroke-dasharray:4 3}.interval{stroke:#0b5394;stroke-width:2.5}"
    ".dot{fill:#0b5394;stroke:#fff;stroke-width:1}"
)


def to_svg(done: Run, *, language: str = "vi") -> str:
    """Write a panel for each result that has estimates with intervals.

    Everything that is drawn is also said: the chart has a title and a description with all numbers, each row its own title.

    Raises:
        ScoringError: no block has estimates with intervals, or there are too many rows.
    """
    shown = panels(done, language)
    rows = [row for panel in shown for row in panel.rows]
    left = EDGE + max(min(len(row.label), LONGEST) for row in rows) * LETTER + 12
    right = max(min(len(row.said), LONGEST) for row in rows) * LETTER + 12
    width, height = left + CHART + right + EDGE, EDGE
    parts: list[str] = []
    for panel in shown:
        parts += _panel(panel, left, height)
        height += TITLE + LINE * len(panel.rows) + FOOT
    title, how = WORDS.get(language, WORDS["vi"])
    said = "; ".join(
        f"{panel.title}: " + "; ".join(f"{row.label} {row.said}" for row in panel.rows) for panel in shown
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" lang="{language}" aria-labelledby="title description">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="description">{escape(f"{how} {said}")}</desc>\n'
        f'<style>{STYLE}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _panel(panel: Panel, left: float, top: float) -> Iterator[str]:
    start, end = top + TITLE, top + TITLE + LINE * len(panel.rows)
    yield f'<text class="title" x="{EDGE:g}" y="{top + 20:g}">{escape(panel.title)}</text>'
    yield from _axis(panel.axis, left, start, end)
    for number, row in enumerate(panel.rows):
        yield "".join(_row(row, panel.axis, left, start + LINE * (number + 0.5)))


def _axis(axis: Axis, left: float, start: float, end: float) -> Iterator[str]:
    for tick, text in zip(axis.ticks, axis.texts, strict=True):
        x = left + CHART * axis.place(tick)
        kind = "zero" if abs(tick) < 1e-12 and axis.ticks[0] < 0 else "grid"
        yield f'<path class="{kind}" d="M{x:.1f} {start:g}V{end:g}"/>'
        yield f'<text class="tick" x="{x:.1f}" y="{end + 16:g}" text-anchor="middle">{escape(text)}</text>'


def _row(row: Row, axis: Axis, left: float, y: float) -> Iterator[str]:
    yield f"<g><title>{escape(f'{row.label}: {row.said}')}</title>"
    yield f'<text x="{left - 12:.1f}" y="{y + 4.5:g}" text-anchor="end">{escape(_cut(row.label))}</text>'
    if row.low is not None and row.high is not None:
        low, high = (left + CHART * axis.place(value) for value in (row.low, row.high))
        yield f'<path class="interval" d="M{low:.1f} {y:g}H{high:.1f}M{low:.1f} {y - 4:g}v8M{high:.1f} {y - 4:g}v8"/>'
    if row.estimate is not None:
        yield f'<circle class="dot" cx="{left + CHART * axis.place(row.estimate):.1f}" cy="{y:g}" r="5"/>'
    yield f'<text x="{left + CHART + 12:.1f}" y="{y + 4.5:g}">{escape(_cut(row.said))}</text></g>'


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
