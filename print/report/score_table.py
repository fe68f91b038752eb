"""The table of a report: one row a criterion, held against its target, with a shape for each verdict."""

from collections.abc import Sequence

from print.drawing.decimals import percent, thousands
from print.drawing.ink import Face, Ink, Ring, Rule
from print.drawing.pdf_structure import TaggedPart
from print.drawing.ruled_table import Column, Grid
from print.geometry import Box
from print.report.pages import LEFT, Flow
from print.report.values import ReportPages, ScoreLine, Standing
from questionnaires.decimals import write_decimal

NONE = "–"
SIGN = 6.0
VERDICT, ANSWERS = 23.0, 16.0


def score_table(flow: Flow[ReportPages]) -> None:
    """Write the table; its head stands on every page it needs."""
    report = flow.report
    grid = Grid(
        (
            Column("Tiêu chí", 54),
            Column(f"{report.baseline_year} công bố", 16, "right"),
            Column("Đợt này (khoảng tin cậy)", 29, "right", "bold"),
            Column(f"Chỉ tiêu {report.target_year}", 15, "right"),
            Column("Chênh lệch", 15, "right"),
            Column("", SIGN),
            Column("Kết luận", VERDICT),
            Column("Số phiếu", ANSWERS, "right"),
        ),
        points=9.0,
        least=7.4,
    )
    faces: list[tuple[Sequence[str], Face | None]] = [
        (_cells(line), "bold" if line.is_heading else None) for line in report.lines
    ]
    x = LEFT + grid.wide - ANSWERS - VERDICT - SIGN / 2
    for line, (page, top, below) in zip(report.lines, flow.table(grid, faces), strict=True):
        flow.pages[page].append(TaggedPart("Artifact", _sign(line.standing, x, (top + below) / 2)))


def _cells(line: ScoreLine) -> tuple[str, ...]:
    figure = NONE
    if line.estimate is not None:
        figure = percent(line.estimate) + line.interval()
    return (
        f"{line.code}  {line.name}",
        NONE if line.baseline is None else write_decimal(line.baseline),
        figure,
        NONE if line.target is None else write_decimal(line.target),
        NONE if line.gap is None else percent(line.gap, sign=True),
        "",
        line.verdict or NONE,
        thousands(line.n),
    )


def _sign(standing: Standing, x: float, y: float) -> tuple[Ink, ...]:
    """Return a shape that tells the verdict apart without colour: full, half or empty."""
    circle = Box(x - 1.1, y - 1.1, 2.2, 2.2)
    match standing:
        case "reached":
            return (Ring(circle, 0.3, filled=True),)
        case "reached_unsure":
            return (Ring(circle, 0.4), Ring(Box(x - 0.6, y - 0.6, 1.2, 1.2), 0.1, filled=True))
        case "missed_unsure":
            return (Ring(circle, 0.4),)
        case "missed":
            return (Rule(x - 1, y - 1, x + 1, y + 1, 0.5), Rule(x - 1, y + 1, x + 1, y - 1, 0.5))
        case "indicative" | "no_data":
            return (Rule(x - 1, y, x + 1, y, 0.3, 0.4),)
