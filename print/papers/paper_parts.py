"""What cover sheet and hand-out list share: their head, the table that must add up, the lines to sign on."""

from collections.abc import Sequence
from dataclasses import replace

from print.batch import Cover
from print.drawing.clipping import clip
from print.drawing.decimals import thousands
from print.drawing.fonts import width
from print.drawing.ink import LIGHT, Ink, Rule, Tint, Words
from print.drawing.ruled_table import Column, Grid
from print.geometry import PAGE_MM, Box
from print.layout.blocks import lines_at
from print.layout.sizes import PROSE

LEFT, RIGHT, TOP = 20.0, PAGE_MM[0] - 20.0, 20.0
LOW = PAGE_MM[1] - 20.0
WIDE = RIGHT - LEFT
BODY = replace(PROSE, points=10.0)
BIG = replace(PROSE, points=18.0)
SYNTHETIC_NOTE = "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI KHẢO SÁT THẬT"
LEDGER = ("Đã phát", "Thu về đã trả lời", "Từ chối", "Thất lạc", "Hỏng", "Chưa phát, trả lại")
MOST_LINES = 3  # of a text in a grey box
SIGNED = Grid(
    (
        Column("Giao nhận", 44),
        Column("Ngày", 24),
        Column("Số phiếu", 24),
        Column("Bên giao (ký, ghi rõ họ tên)", 39),
        Column("Bên nhận (ký, ghi rõ họ tên)", 39),
    ),
    least=14,
)


def heading(title: str, cover: Cover, *, lines: int = 2) -> tuple[list[Ink], float]:
    """Return sender, title and wave (in at most ``lines``) of a batch paper, and the ``y`` below them."""
    batch = clip(cover.batch and f"Lô {cover.batch}", WIDE / 2, 10)
    room = WIDE - sum(width(line, 10) for line in batch) - 5
    ink: list[Ink] = [
        Words(LEFT, TOP, line, 10, "bold") for line in clip(cover.sender.upper(), room, 10, "bold")
    ]
    ink += [Words(RIGHT, TOP, line, 10, align="right") for line in batch]
    ink.append(Rule(LEFT, TOP + 2, RIGHT, TOP + 2, 0.3))
    y = TOP + 6
    ink += lines_at(LEFT, y, (title,), BIG, face="bold")
    y += BIG.leading
    wave = clip(f"{cover.wave} · {cover.office}", WIDE, BODY.points, lines=lines)
    ink += lines_at(LEFT, y, wave, BODY)
    y += len(wave) * BODY.leading
    if cover.synthetic:
        ink += lines_at(LEFT, y, (SYNTHETIC_NOTE,), BODY, face="bold")
        y += BODY.leading
    return ink, y + 3


def ledger(y: float, count: int, title: str) -> tuple[list[Ink], float]:
    """Return the table of what became of ``count`` forms, with its rule, and the ``y`` below them."""
    grid = Grid(tuple(Column(name, WIDE / len(LEDGER), "center") for name in LEDGER), least=10)
    ink: list[Ink] = [Words(LEFT, y, title, 11, "bold")]
    head, y = grid.head(LEFT, y + 2)
    blank, low = grid.row(LEFT, y, (" ",) * len(LEDGER))
    rule = f"Thu về + từ chối + thất lạc + hỏng + chưa phát phải bằng {thousands(count)} phiếu đã giao."
    ink += [*head, *blank, *_posts(y, low, grid), *lines_at(LEFT, low + 1, (rule,), BODY, face="italic")]
    return ink, low + 1 + BODY.leading


def handing_over(y: float, ways: Sequence[str]) -> tuple[list[Ink], float]:
    """Return the table signed at each of some ways the forms go, and the ``y`` below it."""
    ink: list[Ink] = [Words(LEFT, y, "Ký giao nhận", 11, "bold")]
    head, y = replace(SIGNED, least=7).head(LEFT, y + 2)
    ink += head
    for way in ways:
        shown = " ".join(clip(way, SIGNED.columns[0].wide - 3, SIGNED.points, lines=3))
        row, low = SIGNED.row(LEFT, y, (shown, " ", " ", " ", " "))
        ink += [*row, *_posts(y, low, SIGNED)]
        y = low
    return ink, y


def grey_box(
    y: float, title: str, texts: Sequence[str], *, numbered: bool = False
) -> tuple[list[Ink], float]:
    """Return a title and texts on a light ground over the whole width, and the ``y`` below; each text may be numbered."""
    indent = 3 + 5.0 * numbered
    ink: list[Ink] = [*lines_at(LEFT + 3, y + 1.5, (title,), BODY, face="bold")]
    low = y + 1.5 + BODY.leading
    for number, text in enumerate(texts, start=1):
        low += 0.6
        lines = clip(text, WIDE - 3 - indent, BODY.points, lines=MOST_LINES)
        if numbered:
            ink += lines_at(LEFT + 3, low, (f"{number}.",), BODY)
        ink += lines_at(LEFT + indent, low, lines, BODY)
        low += len(lines) * BODY.leading
    return [Tint(Box(LEFT, y, WIDE, low + 1.5 - y), LIGHT), *ink], low + 1.5


def _posts(top: float, low: float, grid: Grid) -> list[Ink]:
    ink: list[Ink] = []
    x = LEFT
    for column in grid.columns[:-1]:
        x += column.wide
        ink.append(Rule(x, top, x, low, 0.12, 0.55))
    return ink
