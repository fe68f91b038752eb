"""The back of the cover sheet: for those who print and scan, nothing that a postman must read."""

from print.batch import Cover
from print.drawing.decimals import thousands
from print.drawing.ink import Ink
from print.drawing.ruled_table import Column, Grid
from print.layout.blocks import lines_at
from print.layout.compose import Composition
from print.papers.paper_parts import BODY, LEFT, WIDE, grey_box, heading

PRINTING = (
    "In đúng tỷ lệ 100 % (Actual size), hai mặt, lật theo cạnh dài; không in thu nhỏ cho vừa trang.",
    "Tờ bìa này, mỗi tuyến của danh sách và mỗi phiếu đều bắt đầu ở một tờ giấy mới.",
    "In nhãn (nhan.pdf) ở 100 % trên giấy đề can 24 nhãn, 70 x 37 mm; thứ tự nhãn, thư và phiếu như danh sách.",
)
SCANNING = (
    "Quét 200 dpi, xám 8 bit hoặc màu, hai mặt; không quét đen trắng, không bỏ trang trắng.",
    "Gỡ ghim, vuốt phẳng góc gấp trước khi quét; không đóng dấu lên các ô vuông đen, mã QR và cột ô trả lời.",
    "Giữ tệp layout.json cùng đợt khảo sát: máy cần nó để đọc phiếu.",
)


def printing_notes(cover: Cover, form: Composition, count: int) -> tuple[Ink, ...]:
    """Return the page for those who print and scan ``count`` forms."""
    ink, y = heading("DÀNH CHO NGƯỜI IN, NGƯỜI QUÉT", cover)
    ink += lines_at(LEFT, y, ("Người phát phiếu không cần đọc mặt này.",), BODY, face="italic")
    facts, y = _facts(form, count, y + BODY.leading + 3)
    ink += facts
    for title, notes in (("Khi in", PRINTING), ("Khi quét", SCANNING)):
        box, y = grey_box(y + 6, title, notes)
        ink += box
    return tuple(ink)


def _facts(form: Composition, count: int, y: float) -> tuple[list[Ink], float]:
    layout, sheets = form.layout, len(form.layout.pages) // 2
    grid = Grid((Column("", 45), Column("", WIDE - 45, face="bold")), points=11, least=8)
    ink: list[Ink] = []
    for fact in (
        ("Bộ câu hỏi", f"{layout.questionnaire}, phiên bản {layout.version[:12]}, mã in {form.tag}"),
        ("Số tờ giấy", f"{thousands(count * sheets)} tờ ({sheets} tờ A4 in hai mặt một phiếu)"),
    ):
        row, y = grid.row(LEFT, y, fact)
        ink += row
    return ink, y
