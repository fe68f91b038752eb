"""The list for handing out the forms of a batch, route by route; it has no place for a respondent's name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from print.batch import Cover, FormToPrint, Reserve, Route
from print.drawing.clipping import clip
from print.drawing.decimals import thousands
from print.drawing.ink import Ink, Words
from print.drawing.ruled_table import PAD, Column, Grid
from print.layout.blocks import lines_at
from print.layout.sizes import PROSE
from print.papers.paper_parts import BODY, LEFT, LOW, RIGHT, WIDE, grey_box, handing_over, heading, ledger

LIST = Grid(
    (
        Column("STT", 12, "right"),
        Column("Số phiếu", 30, face="bold"),
        Column("Người được chọn, theo danh sách của nơi này", 61),
        Column("Ngày phát", 17),
        Column("Ngày thu", 17),
        Column("Kết quả*", 15),
        Column("Ghi chú", 18),
    ),
    least=8.6,
)
ROUTE = replace(PROSE, points=14.0)
TITLE = "DANH SÁCH PHÁT PHIẾU"
RESERVES = "PHIẾU DỰ PHÒNG: để riêng, CHƯA phát"
LEGEND = "* T: đã thu · C: từ chối · M: thất lạc · H: hỏng. Không ghi tên hoặc địa chỉ người trả lời."
ROWS_LOW = LOW - 13  # rows end here, above the legend and the number of the page
RULE = (
    "Chỉ phát khi một phiếu của tuyến này (cùng nhóm, nếu ghi nhóm) bị từ chối, thất lạc, hỏng hoặc không hợp lệ, bưu "
    "cục đã ghi lý do vào máy và máy chỉ đúng số phiếu dự phòng này. Không tự chọn, không đổi người. Hết thì thôi."
)
DOTS = "............"


def handout_pages(cover: Cover, listed: Sequence[FormToPrint]) -> Iterator[tuple[Ink, ...]]:
    """Yield the list of each route, in the order in which the routes come, an even number of pages each.

    The forms of a route keep their order, those of the reserve after the others.
    """
    routes: dict[Route | None, list[FormToPrint]] = {}
    for form in listed:
        routes.setdefault(form.route, []).append(form)
    for number, (route, forms) in enumerate(routes.items(), start=1):
        which = f"Tuyến {number}/{len(routes)}"
        pages = _RouteList(cover, route or Route(), forms, which).pages()
        for page, ink in enumerate(pages, start=1):
            yield (*ink, *_foot(f"{which}, trang {page}/{len(pages)}"))
        if len(pages) % 2:
            yield ()


def reserve_note(reserve: Reserve) -> str:
    """Return the sentence of a form of the reserve: what must be before it is handed out.

    >>> reserve_note(Reserve(2, replaces="000123-4"))
    'Dự phòng 2: phát thay phiếu 000123-4'
    """
    group = f" – nhóm {reserve.group}" if reserve.group else ""
    if reserve.replaces:
        return f"Dự phòng {reserve.order}: phát thay phiếu {reserve.replaces}{group}"
    return f"Dự phòng {reserve.order}: chỉ phát khi bưu cục báo thay phiếu số {DOTS}{group}"


@dataclass
class _RouteList:
    """The pages of one route, filled from the top."""

    cover: Cover
    route: Route
    forms: Sequence[FormToPrint]
    which: str

    def pages(self) -> list[list[Ink]]:
        """Return the pages: the rows, then counts and lines to sign on at the end of the last."""
        self._pages: list[list[Ink]] = []
        self._open(continued=False)
        self._rows([form for form in self.forms if form.reserve is None], start=1)
        self._reserves([form for form in self.forms if form.reserve is not None])
        signed, low = self._signed()
        if low > ROWS_LOW:
            self._open(continued=True, table=False)
            signed, _ = self._signed()
        self._pages[-1] += signed
        return self._pages

    def _open(self, *, continued: bool, table: bool = True) -> None:
        ink, y = heading(TITLE, self.cover)
        name = self.route.name or self.cover.office
        lines = clip(name + (" (tiếp theo)" if continued else ""), WIDE, ROUTE.points, "bold", lines=3)
        ink += lines_at(LEFT, y, lines, ROUTE, face="bold")
        y += len(lines) * ROUTE.leading + 0.5
        for text in (self._counts(), self._help()):
            shown = clip(text, WIDE, BODY.points, lines=2)
            ink += lines_at(LEFT, y, shown, BODY)
            y += len(shown) * BODY.leading
        self._pages.append(ink)
        self._y = y + 2
        if table:
            self._head()

    def _head(self) -> None:
        head, self._y = LIST.head(LEFT, self._y)
        self._pages[-1] += head

    def _counts(self) -> str:
        reserves = sum(form.reserve is not None for form in self.forms)
        main, every = thousands(len(self.forms) - reserves), thousands(len(self.forms))
        code = f" · mã {self.route.code}" if self.route.code and self.route.code != self.route.name else ""
        spare = f" · Phiếu dự phòng: {thousands(reserves)} · Tất cả: {every}" if reserves else ""
        return f"{self.which}{code} · Phiếu chính: {main}{spare}"

    def _help(self) -> str:
        until = f"Thu xong chậm nhất ngày {self.cover.until}." if self.cover.until else ""
        ask = f"Cần hỏi, xin gọi {self.cover.notice.help_line}." if self.cover.notice.help_line else ""
        return " ".join(filter(None, (until, ask)))

    def _rows(self, forms: Sequence[FormToPrint], start: int) -> None:
        for i, form in enumerate(forms, start=start):
            row, below = self._row(i, form)
            if below > ROWS_LOW:
                self._open(continued=True)
                row, below = self._row(i, form)
            self._pages[-1] += row
            self._y = below

    def _row(self, number: int, form: FormToPrint) -> tuple[tuple[Ink, ...], float]:
        room = LIST.columns[2].wide - 2 * PAD
        place = list(clip(form.place or "", room, LIST.points, lines=3))
        if form.reserve is not None:
            place += clip(reserve_note(form.reserve), room, LIST.points, lines=4)
        return LIST.row(
            LEFT, self._y, (str(number), form.number, "\n".join(place) or " ", " ", " ", " ", " ")
        )

    def _reserves(self, forms: Sequence[FormToPrint]) -> None:
        if not forms:
            return
        box, below = grey_box(self._y + 2, RESERVES, (RULE,))
        if below + 3 * LIST.least > ROWS_LOW:
            self._open(continued=True)
            box, below = grey_box(self._y, RESERVES, (RULE,))
        self._pages[-1] += box
        self._y = below + 1
        self._rows(forms, start=len(self.forms) - len(forms) + 1)

    def _signed(self) -> tuple[list[Ink], float]:
        """Return counts and lines to sign on below the rows, and the ``y`` below them."""
        counted, y = ledger(self._y + 7, len(self.forms), "Kết quả của tuyến")
        ways = ("Bưu cục giao người phát phiếu", "Người phát phiếu trả bưu cục")
        signed, y = handing_over(y + 5, ways)
        return [*counted, *signed], y


def _foot(page: str) -> tuple[Ink, ...]:
    return (
        *lines_at(LEFT, LOW - 11, (LEGEND,), BODY, face="italic"),
        Words(RIGHT, LOW, page, 10, align="right"),
    )
