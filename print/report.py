"""The score report: the table against the targets, one chart, how it was made, and a place to sign."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from print.chart import ROW, bullet_chart
from print.decimals import comma, percent, thousands
from print.document import document
from print.fonts import printable, width, wrap
from print.geometry import Box
from print.grid import Column, Grid
from print.ink import Face, Frame, Ink, Ring, Rule, Tint, Words
from print.measures import LIGHT, PAGE_MM
from print.report_flow import LEFT, RIGHT, WIDE, Flow
from print.report_values import PublishedAgain, ReportPages, ScoreLine, Standing
from print.tags import Part

__all__ = ["PublishedAgain", "ReportPages", "ScoreLine", "draw_report"]

STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
SYNTHETIC = "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI KẾT QUẢ KHẢO SÁT THẬT"
NONE = "–"
SIGNATURE = 42.0


def draw_report(out: Path, report: ReportPages) -> int:
    """Write the report and return its number of pages; the same values give the same bytes.

    Raises:
        PaperError: a letter that the font lacks, or a word wider than its column.
    """
    flow = Flow(report)
    _letterhead(flow)
    _summary(flow)
    _table(flow)
    _chart(flow)
    _recomputed(flow)
    _method(flow)
    _signatures(flow)
    with document(out, printable(f"{report.title} – {report.wave}")) as pdf:
        for number, parts in enumerate(flow.pages, start=1):
            foot = Part("Artifact", _foot(report, number, len(flow.pages)))
            pdf.tagged_page((*parts, foot))
    return len(flow.pages)


def _letterhead(flow: Flow) -> None:
    report, y = flow.report, flow.y
    half = WIDE / 2
    left = LEFT + half / 2 - 6
    sender = wrap(report.organisation.upper(), half - 14, 11, "bold")
    flow.add("P", *(Words(left, y + 4 + i * 5, line, 11, "bold", "center") for i, line in enumerate(sender)))
    centre = RIGHT - half / 2
    flow.add("P", Words(centre, y + 4, STATE[0], 10, "bold", "center"))
    flow.add("P", Words(centre, y + 9.4, STATE[1], 11, "bold", "center"))
    line_half = width(STATE[1], 11, "bold") / 2
    flow.add("Artifact", Rule(centre - line_half, y + 11.4, centre + line_half, y + 11.4, 0.3))
    day = printable(f"{report.place}, ngày ...... tháng ...... năm ......".lstrip(", "))
    flow.add("P", Words(centre, y + 18, day, 10.5, "italic", "center"))
    flow.y = y + 29
    _title(flow)


def _title(flow: Flow) -> None:
    report, middle = flow.report, PAGE_MM[0] / 2
    lines = _even(report.title.upper())
    flow.add(
        "H1", *(Words(middle, flow.y + i * 7, line, 15, "bold", "center") for i, line in enumerate(lines))
    )
    flow.y += 7 * len(lines)
    flow.add("P", Words(middle, flow.y - 0.5, printable(report.wave), 12, "regular", "center"))
    flow.y += 4
    if report.synthetic:
        wide = width(SYNTHETIC, 11, "bold") + 10
        box = Box(middle - wide / 2, flow.y, wide, 8)
        flow.add("Artifact", Tint(box, LIGHT), Frame(box, 0.4, 1.2))
        flow.add("P", Words(middle, flow.y + 5.4, SYNTHETIC, 11, "bold", "center"))
        flow.y += 11


def _even(title: str) -> tuple[str, ...]:
    """Return a title's lines about equally long."""
    room = WIDE - 20
    lines = wrap(title, room, 15, "bold")
    while room > 60 and len(wrap(title, room - 4, 15, "bold")) == len(lines):
        room -= 4
    return wrap(title, room, 15, "bold")


def _summary(flow: Flow) -> None:
    """Say in two sentences what the table says: how many targets are met, and how sure that is."""
    report = flow.report
    rows = [line for line in report.lines if line.target is not None]
    counts: Counter[Standing] = Counter(line.standing for line in rows)
    reached = counts["reached"] + counts["reached_unsure"]
    sure = f", trong đó {counts['reached']} chắc chắn" if counts["reached_unsure"] else ""
    open_ = counts["reached_unsure"] + counts["missed_unsure"]
    text = (
        f"{reached} trên {len(rows)} dòng đạt chỉ tiêu {report.target_year}{sure}; {counts['missed']} dòng chưa đạt, "
        f"chắc chắn; {open_} dòng còn trong sai số. Các số là {report.metric}, tính bằng phần trăm; "
        f"± là nửa khoảng tin cậy {percent(report.confidence, 0)} %."
    )
    flow.paragraph(text)
    flow.y += 1


def _table(flow: Flow) -> None:
    report = flow.report
    grid = Grid(
        (
            Column("Tiêu chí", 54),
            Column(f"{report.baseline_year} công bố", 16, "right"),
            Column("Đợt này ±", 28, "right", "bold"),
            Column(f"Chỉ tiêu {report.target_year}", 16, "right"),
            Column("Chênh lệch", 16, "right"),
            Column("", 6),
            Column("Kết luận", 23),
            Column("n", 15, "right"),
        ),
        points=9.0,
        least=8.0,
    )
    faces: list[tuple[Sequence[str], Face | None]] = [
        (_cells(line), "bold" if line.is_heading else None) for line in report.lines
    ]
    for line, (page, top, below) in zip(report.lines, flow.table(grid, faces), strict=True):
        sign = _sign(line.standing, LEFT + grid.wide - 41, (top + below) / 2)
        flow.pages[page].append(Part("Artifact", sign))


def _cells(line: ScoreLine) -> tuple[str, ...]:
    shown = NONE
    if line.estimate is not None:
        shown = percent(line.estimate)
        if line.low is not None and line.high is not None:
            shown += f" ± {percent((line.high - line.low) / 2)}"
    return (
        f"{line.code}  {line.name}",
        NONE if line.baseline is None else comma(line.baseline),
        shown,
        NONE if line.target is None else comma(line.target),
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
        case "no_data":
            return (Rule(x - 1, y, x + 1, y, 0.3, 0.4),)


def _chart(flow: Flow) -> None:
    report = flow.report
    flow.heading("Kết quả so với chỉ tiêu", ROW * len(report.lines) + 16)
    place = Box(LEFT, flow.y, WIDE, 0)
    ink, flow.y = bullet_chart(report.lines, place, (report.baseline_year, report.target_year))
    said = (
        "Biểu đồ: kết quả từng tiêu chí với khoảng tin cậy, chỉ tiêu và giá trị công bố; số liệu ở bảng trên."
    )
    flow.add("Figure", *ink, alt=said)


def _recomputed(flow: Flow) -> None:
    rows = flow.report.recomputed
    if not rows:
        return
    flow.heading("Giá trị công bố và giá trị tính lại", 10 + 7 * len(rows))
    grid = Grid(
        (
            Column("Đề mục", 24),
            Column("Năm", 24, "right"),
            Column("Giá trị công bố", 42, "right"),
            Column("Tính lại từ các dòng", 46, "right"),
            Column("Khác nhau", 38, "right"),
        ),
        points=9.5,
    )
    flow.table(grid, [(_again(row), None) for row in rows])


def _again(row: PublishedAgain) -> tuple[str, ...]:
    values = (row.code, str(row.year), comma(row.published), comma(row.recomputed))
    return (*values, comma(row.recomputed - row.published, sign=True))


def _method(flow: Flow) -> None:
    report = flow.report
    flow.heading("Phương pháp và lưu ý", 20)
    for name, value in report.facts:
        flow.paragraph(f"{name}: {value}", 4, bullet=True)
    for note in report.notes:
        flow.paragraph(note, 4, bullet=True)


def _signatures(flow: Flow) -> None:
    flow.need(SIGNATURE)
    y = flow.y + 8
    for x, who in ((LEFT + 40, "NGƯỜI LẬP BÁO CÁO"), (RIGHT - 42, "THỦ TRƯỞNG CƠ QUAN")):
        how = "(ký, ghi rõ họ tên)" if x < 100 else "(ký, ghi rõ họ tên, đóng dấu)"
        flow.add("P", Words(x, y, who, 11, "bold", "center"), Words(x, y + 5, how, 10, "italic", "center"))
    flow.y = y + SIGNATURE - 8


def _foot(report: ReportPages, page: int, pages: int) -> tuple[Ink, ...]:
    y = PAGE_MM[1] - 11
    said = "Dữ liệu mô phỏng" if report.synthetic else report.wave
    mark = f" · {report.fingerprint[:16]}" if report.fingerprint else ""
    return (
        Rule(LEFT, y - 4.5, RIGHT, y - 4.5, 0.15, 0.5),
        Words(LEFT, y, printable(f"{said}{mark}"), 8.5, grey=0.3),
        Words(RIGHT, y, f"Trang {page}/{pages}", 8.5, align="right", grey=0.3),
    )
