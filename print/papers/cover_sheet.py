"""The cover sheet of a batch, whose counts must balance."""

from collections.abc import Sequence
from dataclasses import replace

from print.batch import Cover
from print.drawing.decimals import thousands
from print.drawing.fonts import printable, wrap
from print.drawing.ink import LIGHT, Ink, Rule, Tint, Words
from print.drawing.ruled_table import Column, Grid
from print.geometry import PAGE_MM, Box
from print.layout.blocks import lines_at
from print.layout.compose import Composition
from print.layout.sizes import PROSE
from print.number import write

Listed = tuple[int, str]
LEFT, RIGHT, TOP = 20.0, PAGE_MM[0] - 20.0, 20.0
LOW = PAGE_MM[1] - 20.0
MAX_RANGES = 14
BODY = PROSE
BIG = replace(PROSE, points=18.0)
SYNTHETIC_NOTE = "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI KHẢO SÁT THẬT"


def cover_pages(cover: Cover, form: Composition, listed: Sequence[Listed]) -> tuple[tuple[Ink, ...], ...]:
    """Return the cover sheet and its blank back, so that the next page opens a new sheet."""
    ink, y = heading("BÌA LÔ PHIẾU KHẢO SÁT", cover)
    sheets = len(form.layout.pages) // 2
    facts = (
        ("Nơi nhận", cover.office),
        ("Đợt khảo sát", cover.wave),
        ("Mã lô", cover.batch or "—"),
        (
            "Bộ câu hỏi",
            f"{form.layout.questionnaire}, phiên bản {form.layout.version[:12]}, mã in {form.tag}",
        ),
        ("Số phiếu trong lô", thousands(len(listed))),
        ("Số tờ giấy", f"{thousands(len(listed) * sheets)} tờ ({sheets} tờ A4 in hai mặt một phiếu)"),
        ("Số phiếu từ – đến", _ranges([serial for serial, _ in listed])),
    )
    fact_ink, y = _facts(facts, y)
    counted, y = _ledger(y + 6, len(listed))
    signed, y = _handing_over(y + 6, cover.sender)
    notes, _ = _notes(y + 5)
    return (*ink, *fact_ink, *counted, *signed, *notes), ()


def heading(title: str, cover: Cover) -> tuple[list[Ink], float]:
    """Return sender, title and wave of a batch paper, and the ``y`` below them."""
    ink: list[Ink] = [
        Words(LEFT, TOP, printable(cover.sender.upper()), 10, "bold"),
        Words(RIGHT, TOP, printable(cover.batch and f"Lô {cover.batch}"), 10, align="right"),
        Rule(LEFT, TOP + 2, RIGHT, TOP + 2, 0.3),
    ]
    y = TOP + 6
    ink += lines_at(LEFT, y, (title,), BIG, face="bold")
    y += BIG.leading
    lines = wrap(f"{cover.wave} · {cover.office}", RIGHT - LEFT, BODY.points)
    ink += lines_at(LEFT, y, lines, BODY)
    y += len(lines) * BODY.leading
    if cover.synthetic:
        ink += lines_at(LEFT, y, (SYNTHETIC_NOTE,), BODY, face="bold")
        y += BODY.leading
    return ink, y + 3


def _facts(facts: Sequence[tuple[str, str]], y: float) -> tuple[list[Ink], float]:
    grid = Grid((Column("", 45), Column("", RIGHT - LEFT - 45, face="bold")), points=11, least=8)
    ink: list[Ink] = [Rule(LEFT, y, RIGHT, y, 0.35)]
    for name, value in facts:
        row, y = grid.row(LEFT, y, (name, printable(value)))
        ink += row
    return ink, y


def _ledger(y: float, count: int) -> tuple[list[Ink], float]:
    names = ("Đã phát", "Thu về đã trả lời", "Từ chối", "Thất lạc", "Hỏng", "Chưa phát, trả lại")
    wide = (RIGHT - LEFT) / len(names)
    grid = Grid(tuple(Column(name, wide, "center") for name in names), least=10)
    ink: list[Ink] = [Words(LEFT, y, "Quyết toán lô phiếu khi trả về", 11, "bold")]
    head, y = grid.head(LEFT, y + 2)
    blank, y = grid.row(LEFT, y, (" ",) * len(names))
    rule = f"Thu về + từ chối + thất lạc + hỏng + chưa phát phải bằng {thousands(count)} phiếu đã giao."
    ink += [*head, *blank, *_posts(y, grid), *lines_at(LEFT, y + 1, (rule,), BODY, face="italic")]
    return ink, y + 1 + BODY.leading


def _posts(low: float, grid: Grid) -> list[Ink]:
    ink: list[Ink] = []
    x = LEFT
    for column in grid.columns[:-1]:
        x += column.wide
        ink.append(Rule(x, low - grid.least, x, low, 0.12, 0.55))
    return ink


def _handing_over(y: float, sender: str) -> tuple[list[Ink], float]:
    grid = Grid(
        (
            Column("Giao nhận", 44),
            Column("Ngày", 24),
            Column("Số phiếu", 24),
            Column("Bên giao (ký, ghi rõ họ tên)", 39),
            Column("Bên nhận (ký, ghi rõ họ tên)", 39),
        ),
        least=17,
    )
    ink: list[Ink] = [Words(LEFT, y, "Ký giao nhận", 11, "bold")]
    head, y = replace(grid, least=7).head(LEFT, y + 2)
    ink += head
    for way in (f"{sender} giao bưu điện", "Bưu điện giao người phát phiếu", f"Bưu điện trả {sender}"):
        row, y = grid.row(LEFT, y, (way, " ", " ", " ", " "))
        ink += [*row, *_posts(y, grid)]
    return ink, y


def _notes(y: float) -> tuple[list[Ink], float]:
    notes = (
        "In đúng tỷ lệ 100 % (Actual size), hai mặt, lật theo cạnh dài; không in thu nhỏ cho vừa trang.",
        "Không gấp, bấm ghim hoặc đóng dấu lên các ô vuông đen, mã QR và cột ô trả lời.",
        "Quét phiếu: 200 dpi, xám 8 bit hoặc màu, không quét đen trắng, không bỏ trang trắng.",
    )
    high = len(notes) * BODY.leading + 3
    ink: list[Ink] = [Tint(Box(LEFT, y, RIGHT - LEFT, high), LIGHT)]
    ink += lines_at(LEFT + 3, y + 1.5, notes, BODY)
    return ink, y + high


def _ranges(serials: Sequence[int]) -> str:
    """Return runs of consecutive numbers, shortened after the first few."""
    runs: list[list[int]] = []
    for serial in sorted(serials):
        if runs and serial == runs[-1][1] + 1:
            runs[-1][1] = serial
        else:
            runs.append([serial, serial])
    ranges = [write(a) if a == b else f"{write(a)} – {write(b)}" for a, b in runs[:MAX_RANGES]]
    more = [f"và {len(runs) - MAX_RANGES} đoạn khác"] if len(runs) > MAX_RANGES else []
    return "; ".join([*ranges, *more]) or "—"
