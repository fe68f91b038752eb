"""The web invitation on page 1: address, access code and QR code."""

from dataclasses import replace
from urllib.parse import urlsplit

from print.batch import FormToPrint
from print.drawing.document import Document
from print.drawing.fonts import printable, width, wrap
from print.drawing.ink import Frame, Ink
from print.drawing.qr import modules, placed
from print.errors import PaperError
from print.layout.blocks import lines_at
from print.layout.page_frame import web_area
from print.layout.sizes import Measures
from questionnaires.model import Text

INVITATION = Text("Trả lời trên mạng:", "Answer on the web:")
CODE = Text("Mã truy cập:", "Access code:")
MOST_SMALLER = 3.0  # points by which an address may be smaller than the text to stand in one line
PAD = 3.0
LONGEST_URL = 106  # bytes in a QR code of version 6, level M


class WebArea:
    """The web invitation of each form; what the forms share is drawn once."""

    def __init__(self, pdf: Document, address: str | None, measures: Measures) -> None:
        self._pdf = pdf
        self._address = address
        self._measures = measures
        self._area, self._code = web_area(measures)
        self._shared: dict[str, bytes] = {}

    def drawn(self, form: FormToPrint) -> bytes:
        """Return the operators for one form, none where it cannot be answered on the web.

        Raises:
            PaperError: the address does not fit, or the code has no address.
        """
        if form.access_code is None and form.web_url is None:
            return b""
        address = self._address or (urlsplit(form.web_url).netloc if form.web_url else "")
        if not address:
            raise PaperError(
                f"Phiếu {form.number} có mã truy cập nhưng không có địa chỉ trang web; đặt địa chỉ web rồi in lại.",
                f"Form {form.number} has an access code but no web address; set the address and print again.",
            )
        if address not in self._shared:
            self._shared[address] = self._pdf.template(self._pdf.drawn(self._frame(address)))
        drawn = [self._shared[address]]
        if form.access_code is not None:
            drawn.append(self._pdf.drawn(self._access(form.access_code)))
        if form.web_url is not None:
            drawn.append(placed(web_modules(form.web_url), self._code))
        return b"\n".join(drawn)

    def _frame(self, address: str) -> tuple[Ink, ...]:
        measures, x, y = self._measures, self._area.x + PAD, self._area.y + 2
        room = self._code.x - x - PAD
        fitting = measures.points * room / width(address, measures.points, "bold")
        points = (
            min(measures.points, fitting) if fitting >= measures.points - MOST_SMALLER else measures.points
        )
        lines = address_lines(address, room, points)
        if len(lines) > 2:
            raise PaperError(
                f"Địa chỉ web «{address}» dài quá hai dòng trên phiếu; dùng địa chỉ ngắn hơn.",
                f"The web address “{address}” takes more than two lines on the form; use a shorter one.",
            )
        ink: list[Ink] = [Frame(self._area, 0.3, 1.5)]
        invitation, code = INVITATION.in_(measures.language), CODE.in_(measures.language)
        ink += lines_at(x, y, (invitation,), measures)
        ink += lines_at(x, y + measures.leading, lines, replace(measures, points=points), face="bold")
        ink += lines_at(x, y + 3 * measures.leading, (code,), measures)
        return tuple(ink)

    def _access(self, code: str) -> tuple[Ink, ...]:
        x = self._area.x + PAD
        return lines_at(
            x, self._area.y + 2 + 4 * self._measures.leading, (printable(code),), self._measures, face="bold"
        )


def web_modules(url: str) -> list[bytes]:
    """Return the QR code of a web address, up to version 6: more modules a phone cannot tell apart on the form.

    Raises:
        PaperError: the address is too long.
    """
    if len(url.encode()) > LONGEST_URL:
        raise PaperError(
            f"Địa chỉ «{url[:40]}…» dài hơn {LONGEST_URL} ký tự, mã QR sẽ quá nhỏ để quét; dùng địa chỉ ngắn hơn.",
            f"The address “{url[:40]}…” is longer than {LONGEST_URL} characters, too much for a QR code.",
        )
    return modules(url)


def address_lines(address: str, room: float, points: float) -> tuple[str, ...]:
    """Return an address broken after dots and slashes."""
    lines = [""]
    for piece in address.replace(".", ".\0").replace("/", "/\0").split("\0"):
        if lines[-1] and width(lines[-1] + piece, points, "bold") > room:
            lines.append("")
        lines[-1] += piece
    return tuple(line for part in lines for line in wrap(part, room, points, "bold"))
