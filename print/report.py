"""The score report: the table against the targets, one chart, how it was made, and a place to sign."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from print.blocks import lines_at
from print.chart import ROW, bullet_chart
from print.decimals import comma, percent, thousands
from print.document import document
from print.fonts import printable, spelled, width, wrap
from print.geometry import Box
from print.grid import Column, Grid
from print.ink import Frame, Ink, Ring, Rule, Tint, Words
from print.measures import LIGHT, ORDINARY, PAGE_MM
from print.report_values import PublishedAgain, ReportPages, ScoreLine, Standing

__all__ = ["PublishedAgain", "ReportPages", "ScoreLine", "draw_report"]

LEFT, RIGHT, TOP, LOW = 18.0, PAGE_MM[0] - 18.0, 18.0, PAGE_MM[1] - 20.0
WIDE = RIGHT - LEFT
TEXT = replace(ORDINARY, points=10.0)
STATE = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
SYNTHETIC = "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI KẾT QUẢ KHẢO SÁT THẬT"
NONE = "–"
SIGNATURE = 42.0


def draw_report(out: Path, report: ReportPages) -> int:
    """Write the report and return its number of pages; the same values give the same bytes.

    Raises:
        PaperError: a letter that the font lacks, or a word wider than its column.
    """
    flow = _Flow(report)
    _letterhead(flow)
    _summary(flow)
    _table(flow)
    _chart(flow)
    _recomputed(flow)
    _method(flow)
    _signatures(flow)
    with document(out, printable(f"{report.title} – {report.wave}")) as pdf:
        for number, ink in enumerate(flow.pages, start=1):
            pdf.page(pdf.drawn((*ink, *_foot(report, number, len(flow.pages)))))
    return len(flow.pages)


class _Flow:
    """Pages filled from top to bottom; what needs room asks for it first."""

    def __init__(self, report: ReportPages) -> None:
        self.report = report
        self.pages: list[list[Ink]] = [[]]
        self.y = TOP

    def add(self, *ink: Ink) -> None:
        self.pages[-1] += ink

    def need(self, room: float) -> bool:
        """Begin a new page where less room is left, and tell whether it did."""
        if self.y + room <= LOW:
            return False
        self.pages.append([])
        self.y = TOP
        return True

    def heading(self, text: str, room: float) -> None:
        """Write a heading that stays with the next ``room`` millimetres."""
        self.need(room + 12)
        self.y += 3
        self.add(Words(LEFT, self.y + 5, text, 12, "bold"), Rule(LEFT, self.y + 7, RIGHT, self.y + 7, 0.3))
        self.y += 10

    def paragraph(self, text: str, indent: float = 0.0, *, bullet: bool = False) -> None:
        lines = wrap(spelled(text), WIDE - indent, TEXT.points)
        self.need(len(lines) * TEXT.leading)
        if bullet:
            self.add(*lines_at(LEFT + indent - 4, self.y, ("•",), TEXT))
        self.add(*lines_at(LEFT + indent, self.y, lines, TEXT))
        self.y += len(lines) * TEXT.leading + 1.4


def _letterhead(flow: _Flow) -> None:
    report, y = flow.report, flow.y
    half = WIDE / 2
    left = LEFT + half / 2 - 6
    for i, line in enumerate(wrap(report.organisation.upper(), half - 14, 11, "bold")):
        flow.add(Words(left, y + 4 + i * 5, line, 11, "bold", "center"))
    centre = RIGHT - half / 2
    flow.add(Words(centre, y + 4, STATE[0], 10, "bold", "center"))
    flow.add(Words(centre, y + 9.4, STATE[1], 11, "bold", "center"))
    line_half = width(STATE[1], 11, "bold") / 2
    flow.add(Rule(centre - line_half, y + 11.4, centre + line_half, y + 11.4, 0.3))
    day = printable(f"{report.place}, ngày ...... tháng ...... năm ......".lstrip(", "))
    flow.add(Words(centre, y + 18, day, 10.5, "italic", "center"))
    y += 29
    for part in _even(report.title.upper()):
        flow.add(Words(PAGE_MM[0] / 2, y, part, 15, "bold", "center"))
        y += 7
    flow.add(Words(PAGE_MM[0] / 2, y - 0.5, printable(report.wave), 12, "regular", "center"))
    flow.y = y + 4
    if report.synthetic:
        wide = width(SYNTHETIC, 11, "bold") + 10
        box = Box((PAGE_MM[0] - wide) / 2, flow.y, wide, 8)
        flow.add(Tint(box, LIGHT), Frame(box, 0.4, 1.2))
        flow.add(Words(PAGE_MM[0] / 2, flow.y + 5.4, SYNTHETIC, 11, "bold", "center"))
        flow.y += 11


def _even(title: str) -> tuple[str, ...]:
    """Return a title's lines about equally long."""
    room = WIDE - 20
    lines = wrap(title, room, 15, "bold")
    while room > 60 and len(wrap(title, room - 4, 15, "bold")) == len(lines):
        room -= 4
    return wrap(title, room, 15, "bold")


def _summary(flow: _Flow) -> None:
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


def _table(flow: _Flow) -> None:
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
    head, below = grid.head(LEFT, flow.y)
    flow.add(*head)
    flow.y = below
    for line in report.lines:
        ink, below = grid.row(LEFT, flow.y, _cells(line), face="bold" if line.is_heading else None)
        if below > LOW:
            flow.need(PAGE_MM[1])
            head, flow.y = grid.head(LEFT, flow.y)
            flow.add(*head)
            ink, below = grid.row(LEFT, flow.y, _cells(line), face="bold" if line.is_heading else None)
        if line.is_heading:
            flow.add(Tint(Box(LEFT, flow.y, grid.wide, below - flow.y), LIGHT + 0.015))
        flow.add(*ink)
        flow.add(*_sign(line.standing, LEFT + grid.wide - 41, (flow.y + below) / 2))
        flow.y = below
    flow.add(Rule(LEFT, flow.y, RIGHT, flow.y, 0.35))
    flow.y += 2


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


def _chart(flow: _Flow) -> None:
    report = flow.report
    flow.heading("Kết quả so với chỉ tiêu", ROW * len(report.lines) + 16)
    place = Box(LEFT, flow.y, WIDE, 0)
    ink, flow.y = bullet_chart(report.lines, place, (report.baseline_year, report.target_year))
    flow.add(*ink)


def _recomputed(flow: _Flow) -> None:
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
    ink, flow.y = grid.head(LEFT, flow.y)
    flow.add(*ink)
    for row in rows:
        values = (row.code, str(row.year), comma(row.published), comma(row.recomputed))
        ink, flow.y = grid.row(LEFT, flow.y, (*values, comma(row.recomputed - row.published, sign=True)))
        flow.add(*ink)
    flow.y += 2


def _method(flow: _Flow) -> None:
    report = flow.report
    flow.heading("Phương pháp và lưu ý", 20)
    for name, value in report.facts:
        flow.paragraph(f"{name}: {value}", 4, bullet=True)
    for note in report.notes:
        flow.paragraph(note, 4, bullet=True)


def _signatures(flow: _Flow) -> None:
    flow.need(SIGNATURE)
    y = flow.y + 8
    for x, who in ((LEFT + 40, "NGƯỜI LẬP BÁO CÁO"), (RIGHT - 42, "THỦ TRƯỞNG CƠ QUAN")):
        how = "(ký, ghi rõ họ tên)" if x < 100 else "(ký, ghi rõ họ tên, đóng dấu)"
        flow.add(Words(x, y, who, 11, "bold", "center"), Words(x, y + 5, how, 10, "italic", "center"))
    flow.y = y + SIGNATURE - 8


def _foot(report: ReportPages, page: int, pages: int) -> Sequence[Ink]:
    y = PAGE_MM[1] - 11
    said = "Dữ liệu mô phỏng" if report.synthetic else report.wave
    mark = f" · {report.fingerprint[:16]}" if report.fingerprint else ""
    return (
        Rule(LEFT, y - 4.5, RIGHT, y - 4.5, 0.15, 0.5),
        Words(LEFT, y, printable(f"{said}{mark}"), 8.5, grey=0.3),
        Words(RIGHT, y, f"Trang {page}/{pages}", 8.5, align="right", grey=0.3),
    )
