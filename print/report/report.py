"""The score report: the table against the targets, how it was made, one chart, and a place to sign."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from print.drawing.decimals import percent
from print.drawing.document import document
from print.drawing.fonts import printable
from print.drawing.ink import Ink, Rule, Words
from print.drawing.pdf_structure import TaggedPart
from print.drawing.ruled_table import Column, Grid
from print.geometry import PAGE_MM, Box
from print.report.bullet_chart import ROW, bullet_chart
from print.report.letterhead import letterhead, title
from print.report.pages import LEFT, LOW, RIGHT, TOP, WIDE, Flow
from print.report.score_table import score_table
from print.report.values import RecomputedHeading, ReportPages, ScoreLine, Standing
from questionnaires.decimals import write_decimal

__all__ = ["RecomputedHeading", "ReportPages", "ScoreLine", "draw_report"]

SIGNATURE = 44.0
HEADING = 12.0
ROUND_CHART = 16.0  # the scale above the rows and the legend below them
MOST_ROWS = int((LOW - TOP - HEADING - ROUND_CHART - SIGNATURE) / ROW)
COUNTED: tuple[tuple[Standing, str], ...] = (
    ("reached", "chắc chắn đạt"),
    ("reached_unsure", "đạt nhưng còn trong sai số"),
    ("missed_unsure", "chưa đạt nhưng còn trong sai số"),
    ("missed", "chắc chắn chưa đạt"),
    ("indicative", "chưa kết luận vì ít phiếu"),
    ("no_data", "không đủ dữ liệu"),
)
AGAIN = (
    "Số công bố giữ nguyên như văn bản và được dùng trong bảng kết quả; số tính lại áp dụng cách tính của đề mục cho "
    "các dòng của nó, chỉ để đối chiếu."
)


def draw_report(out: Path, report: ReportPages) -> int:
    """Write the report and return its number of pages; the same values give the same bytes.

    The signatures stand on a page with the end of the chart or the last table, never alone.

    Raises:
        PaperError: a letter that the font lacks, or a word wider than its column.
    """
    flow = Flow(report)
    letterhead(flow)
    title(flow)
    _summary(flow)
    score_table(flow)
    _method(flow)
    _chart(flow, keep=0.0 if report.recomputed else SIGNATURE)
    _recomputed(flow, keep=SIGNATURE)
    _signatures(flow)
    with document(out, printable(f"{report.title} – {report.wave}")) as pdf:
        for number, parts in enumerate(flow.pages, start=1):
            foot = TaggedPart("Artifact", _foot(report, number, len(flow.pages)))
            pdf.tagged_page((*parts, foot))
    return len(flow.pages)


def _summary(flow: Flow[ReportPages]) -> None:
    """Write two sentences: how many targets are met, and how sure that is."""
    report = flow.report
    counts = Counter(line.standing for line in report.lines if line.target is not None)
    counts_text = ", ".join(f"{counts[standing]} {words}" for standing, words in COUNTED if counts[standing])
    metric = report.metric[:1].lower() + report.metric[1:]
    flow.paragraph(
        f"Trong {counts.total()} chỉ tiêu năm {report.target_year}: {counts_text}. Các số là {metric}, tính bằng phần trăm; "
        f"kèm theo là khoảng tin cậy {percent(report.confidence, 0)} %: hai đầu, hoặc ± khi hai phía bằng nhau."
    )
    flow.y += 1


def _method(flow: Flow[ReportPages]) -> None:
    report = flow.report
    flow.heading("Phương pháp và lưu ý", 20)
    for name, value in report.facts:
        flow.paragraph(f"{name}: {value}", 4, bullet=True)
    for note in report.notes:
        flow.paragraph(note, 4, bullet=True)


def _chart(flow: Flow[ReportPages], *, keep: float) -> None:
    """Draw the chart, on as many pages as its rows need; below it ``keep`` millimetres are left."""
    report = flow.report
    chart_text = (
        "Biểu đồ: kết quả từng tiêu chí với khoảng tin cậy, chỉ tiêu và giá trị công bố; số liệu ở bảng trên."
    )
    heading = "Kết quả so với chỉ tiêu"
    for lines in _portions(report.lines):
        flow.heading(heading, ROW * len(lines) + ROUND_CHART + keep)
        place = Box(LEFT, flow.y, WIDE, 0)
        years = (report.baseline_year, report.target_year)
        ink, flow.y = bullet_chart(lines, place, years, among=report.lines)
        flow.add("Figure", *ink, alt=chart_text)
        heading = "Kết quả so với chỉ tiêu (tiếp)"


def _portions(lines: Sequence[ScoreLine]) -> Iterator[Sequence[ScoreLine]]:
    """Yield the lines in about equal portions that a page can hold."""
    pages = -(-len(lines) // MOST_ROWS)
    for page in range(pages):
        yield lines[page * len(lines) // pages : (page + 1) * len(lines) // pages]


def _recomputed(flow: Flow[ReportPages], *, keep: float) -> None:
    rows = flow.report.recomputed
    if not rows:
        return
    flow.heading("Giá trị công bố và giá trị tính lại", min(20 + 7 * len(rows) + keep, LOW - TOP - HEADING))
    flow.paragraph(AGAIN)
    grid = Grid(
        (
            Column("Đề mục", 24),
            Column("Năm", 24, "right"),
            Column("Giá trị công bố", 42, "right"),
            Column("Tính lại từ các dòng", 46, "right"),
            Column("Công bố trừ tính lại", 38, "right"),
        ),
        points=9.5,
    )
    flow.table(grid, [(_recomputed_cells(row), None) for row in rows], keep=keep)


def _recomputed_cells(row: RecomputedHeading) -> tuple[str, ...]:
    values = (row.code, str(row.year), write_decimal(row.published), write_decimal(row.recomputed))
    return (*values, write_decimal(row.published - row.recomputed, sign=True))


def _signatures(flow: Flow[ReportPages]) -> None:
    flow.need(SIGNATURE)
    y = flow.y + 8
    for x, who in ((LEFT + 40, "NGƯỜI LẬP BÁO CÁO"), (RIGHT - 42, "THỦ TRƯỞNG CƠ QUAN")):
        how = "(ký, ghi rõ họ tên)" if x < 100 else "(ký, ghi rõ họ tên, đóng dấu)"
        flow.add("P", Words(x, y, who, 11, "bold", "center"), Words(x, y + 5, how, 10, "italic", "center"))
    flow.y = y + SIGNATURE - 8


def _foot(report: ReportPages, page: int, pages: int) -> tuple[Ink, ...]:
    y = PAGE_MM[1] - 11
    footer = "Dữ liệu mô phỏng" if report.synthetic else report.wave
    mark = f" · mã đối chiếu {report.fingerprint[:16]}" if report.fingerprint else ""
    return (
        Rule(LEFT, y - 4.5, RIGHT, y - 4.5, 0.15, 0.5),
        Words(LEFT, y, printable(f"{footer}{mark}"), 8.5, grey=0.3),
        Words(RIGHT, y, f"Trang {page}/{pages}", 8.5, align="right", grey=0.3),
    )
