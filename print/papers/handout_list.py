"""The list for handing out the forms of a batch; it has no place for a respondent's name."""

from collections.abc import Iterator, Sequence

from print.batch import Cover
from print.drawing.fonts import printable
from print.drawing.ink import Ink, Words
from print.drawing.ruled_table import Column, Grid
from print.layout.blocks import lines_at
from print.number import write
from print.papers.cover_sheet import BODY, LEFT, LOW, RIGHT, Listed, heading

LIST = Grid(
    (
        Column("STT", 18, "right"),
        Column("Số phiếu", 26, face="bold"),
        Column("Địa bàn phát phiếu", 50),
        Column("Ngày phát", 21),
        Column("Ngày thu", 21),
        Column("Kết quả*", 18),
        Column("Ghi chú", 16),
    ),
    least=8.6,
)


def handout_pages(cover: Cover, listed: Sequence[Listed]) -> Iterator[tuple[Ink, ...]]:
    """Yield the list for handing out, an even number of pages; it has no place for a respondent's name."""
    ink: list[Ink] = []
    page, y = 0, LOW
    for i, (serial, place) in enumerate(listed, start=1):
        if y + LIST.least > LOW - 17:
            if ink:
                yield (*ink, *_handout_foot(page))
            page += 1
            ink, y = heading("DANH SÁCH PHÁT PHIẾU", cover)
            head, y = LIST.head(LEFT, y)
            ink += head
        row, y = LIST.row(LEFT, y, (str(i), write(serial), printable(place) or " ", " ", " ", " ", " "))
        ink += row
    if ink:
        yield (*ink, *_handout_foot(page))
    if page % 2:
        yield ()


def _handout_foot(page: int) -> tuple[Ink, ...]:
    legend = "* T: đã thu · C: từ chối · M: thất lạc · H: hỏng. Không ghi tên hoặc địa chỉ người trả lời."
    return (
        *lines_at(LEFT, LOW - 13, (legend,), BODY, face="italic"),
        Words(
            LEFT,
            LOW,
            "Người phát phiếu (ký, ghi rõ họ tên): ..............................................",
            10,
        ),
        Words(RIGHT, LOW, f"Trang {page}", 10, align="right"),
    )
