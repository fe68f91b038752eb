"""The minutes of a list that was checked before a sample is drawn from it, with room for signatures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from print.drawing.document import document
from print.drawing.fonts import printable, substitute_missing
from print.drawing.ink import Rule, Words
from print.drawing.pdf_structure import TaggedPart
from print.drawing.ruled_table import Column, Grid
from print.geometry import PAGE_MM
from print.report.letterhead import letterhead, title
from print.report.pages import LEFT, RIGHT, Flow
from print.report.values import Letterhead

SIGNATURE = 52.0
LINE_LETTERS, CELL_LETTERS = 64, 30  # longer words are broken; the SHA-256 is not
GRID = Grid(
    (
        Column("Cột", 84),
        Column("Giá trị khác nhau", 32, "right"),
        Column("Ô trống", 20, "right"),
        Column("Tổng nếu là số", 38, "right"),
    ),
    points=9.5,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMinutes(Letterhead):
    """The contents of the minutes, in Vietnamese.

    ``facts`` are pairs of name and value about the file; ``verdict`` says whether the list can be used, ``reasons`` why not;
    ``columns`` are rows of the table of columns, ``found`` what should be known besides, ``units`` what the plan draws from.
    """

    facts: Sequence[tuple[str, str]]
    verdict: str
    reasons: Sequence[str] = ()
    size: str = ""
    columns: Sequence[tuple[str, str, str, str]] = ()
    found: Sequence[str] = ()
    units: Sequence[str] = ()


def draw_minutes(out: Path, minutes: FrameMinutes) -> int:
    """Write the minutes as PDF and return their number of pages; the same values give the same bytes.

    What stands in the file of another office is printed whatever it is: letters that the font lacks as «?», long words broken.
    """
    minutes = replace(minutes, wave=_shortened(minutes.wave))
    flow = Flow(minutes)
    letterhead(flow)
    title(flow)
    for name, value in minutes.facts:
        flow.paragraph(_broken(f"{name}: {value}"), 4, bullet=True)
    flow.heading("Kết luận", 12)
    flow.paragraph(minutes.verdict)
    for reason in minutes.reasons:
        for line in reason.splitlines():
            flow.paragraph(_broken(line))
    if minutes.columns:
        flow.heading("Nội dung", 30)
        flow.paragraph(minutes.size)
        flow.table(
            GRID, [(tuple(_broken(cell, CELL_LETTERS) for cell in row), None) for row in minutes.columns]
        )
        _listed(flow, "Lưu ý", minutes.found or ("Không có gì cần lưu ý.",))
    if minutes.units:
        _listed(flow, "Đơn vị theo kế hoạch", minutes.units)
    _signatures(flow)
    with document(out, printable(f"{minutes.title} – {minutes.wave}")) as pdf:
        for number, parts in enumerate(flow.pages, start=1):
            pdf.tagged_page((*parts, _foot(minutes.wave, number, len(flow.pages))))
    return len(flow.pages)


def _listed(flow: Flow[FrameMinutes], heading: str, sentences: Sequence[str]) -> None:
    flow.heading(heading, 12)
    for sentence in sentences:
        flow.paragraph(_broken(sentence), 4, bullet=True)


def _broken(text: str, most: int = LINE_LETTERS) -> str:
    """Return a text the font has, in which no word is longer than ``most`` letters."""
    words = substitute_missing(text).split()
    return " ".join(word[at : at + most] for word in words for at in range(0, len(word), most))


def _shortened(name: str) -> str:
    text = substitute_missing(name)
    return text if len(text) <= LINE_LETTERS else f"{text[: LINE_LETTERS - 1]}…"


def _signatures(flow: Flow[FrameMinutes]) -> None:
    """Leave room for the office that made the list and for the person who checked it."""
    flow.need(SIGNATURE)
    y = flow.y + 12
    for x, who in ((LEFT + 40, "ĐƠN VỊ LẬP DANH SÁCH"), (RIGHT - 42, "NGƯỜI KIỂM TRA")):
        how = "(ký, ghi rõ họ tên, đóng dấu)" if x < 100 else "(ký, ghi rõ họ tên)"
        flow.add("P", Words(x, y, who, 11, "bold", "center"), Words(x, y + 5, how, 10, "italic", "center"))
    flow.y = y + SIGNATURE - 12


def _foot(name: str, page: int, pages: int) -> TaggedPart:
    y = PAGE_MM[1] - 11
    return TaggedPart(
        "Artifact",
        (
            Rule(LEFT, y - 4.5, RIGHT, y - 4.5, 0.15, 0.5),
            Words(LEFT, y, printable(name), 8.5, grey=0.3),
            Words(RIGHT, y, f"Trang {page}/{pages}", 8.5, align="right", grey=0.3),
        ),
    )
