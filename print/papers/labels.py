"""Labels for envelopes: sheets of 3 by 8, 70 x 37 mm, the common size in Vietnamese stationery shops."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from print.batch import Cover, FormToPrint, Printed
from print.drawing.clipping import clip
from print.drawing.document import document
from print.drawing.fonts import printable, width
from print.drawing.ink import Face, Frame, Ink, Words, moved
from print.drawing.qr import modules, placed
from print.geometry import PAGE_MM, Box
from print.number import read, write_payload

ACROSS, DOWN = 3, 8
WIDE, HIGH = PAGE_MM[0] / ACROSS, PAGE_MM[1] / DOWN
PAD = 6.0
CODE, CODE_TOP = 13.5, 4.3
LABEL_TAG = "LABEL0"  # never the tag of a layout's page, so that a scanned label is foreign
FULL = WIDE - 2 * PAD
BESIDE = FULL - CODE - 2.7  # beside the code and its white border
SMALL, TEXT, NUMBER = 7.0, 8.5, (12.0, 11.0, 10.0, 9.0, 8.0)
# The baselines, from the label's top; print stays 4 mm off its edges, for printers leave those of a sheet white.
SENDER, NUMBERED, WAVE, TO, PLACE, RESERVE = 6.0, 15.4, 18.4, 22.9, 26.1, 32.4
SMALL_LEADING, LEADING = 2.7, 3.2


def draw_labels(out: Path, cover: Cover, forms: Iterable[FormToPrint]) -> Printed:
    """Write a label a form, 24 to a sheet: who sends it, to whom and where, number, and the number as QR code.

    Raises:
        PaperError: a number with a wrong check digit, or a wave's name that the font cannot print.
    """
    count = 0
    waiting = iter(forms)
    with document(out, printable(f"Nhãn phong bì – {cover.wave}")) as pdf:
        while sheet := list(islice(waiting, ACROSS * DOWN)):
            drawn: list[bytes] = []
            for i, form in enumerate(sheet):
                corner = Box(i % ACROSS * WIDE, i // ACROSS * HIGH, WIDE, HIGH)
                code = Box(corner.x + WIDE - PAD - CODE, corner.y + CODE_TOP, CODE, CODE)
                text = write_payload(LABEL_TAG, read(form.number), 0)
                drawn += [pdf.drawn(_label(corner, cover, form)), placed(modules(text), code)]
            pdf.page(*drawn)
            count += len(sheet)
    return Printed(count, pdf.pages, "")


def _label(corner: Box, cover: Cover, form: FormToPrint) -> tuple[Ink, ...]:
    ink = [*_sender(cover), *_number(form), *_wave(cover), *_addressee(form), *_reserve(form)]
    return moved(ink, corner.x + PAD, corner.y)


def _sender(cover: Cover) -> list[Ink]:
    """Return who sends it and where it goes back to; each is left out where it is not known."""
    sender = ", ".join(filter(None, (cover.sender, cover.address)))
    ink = _lines(SENDER, sender and f"Nơi gửi: {sender}", BESIDE, SMALL, lines=2)
    below = SENDER + len(ink) * SMALL_LEADING
    return ink + _lines(below, cover.office and f"Trả về: {cover.office}", BESIDE, SMALL)


def _number(form: FormToPrint) -> list[Ink]:
    badge = f"DỰ PHÒNG {form.reserve.order}" if form.reserve else ""
    taken = width(badge, SMALL, "bold") + 4 if badge else 0.0
    points = next((each for each in NUMBER if width(form.number, each, "bold") + taken <= BESIDE), NUMBER[-1])
    ink: list[Ink] = [Words(0, NUMBERED, form.number, points, "bold")]
    if badge:
        left = width(form.number, points, "bold") + 2
        ink.append(Frame(Box(left, NUMBERED - 2.8, taken - 2, 3.7), 0.25, 0.6))
        ink.append(Words(left + 1, NUMBERED, badge, SMALL, "bold"))
    return ink


def _wave(cover: Cover) -> list[Ink]:
    return _lines(WAVE, "DỮ LIỆU MÔ PHỎNG" if cover.synthetic else cover.wave, BESIDE, SMALL)


def _addressee(form: FormToPrint) -> list[Ink]:
    who = form.place if form.route and form.place else ""
    ink = _lines(TO, f"Kính gửi: Ông/Bà {who}", FULL, TEXT)
    if form.route is None:
        return ink + _lines(PLACE, form.place or "", FULL, TEXT, "bold", lines=2)
    if not (form.route.village and form.route.commune):
        return ink + _lines(PLACE, form.route.name, FULL, TEXT, "bold", lines=2)
    ink += _lines(PLACE, form.route.village, FULL, TEXT, "bold")
    return ink + _lines(PLACE + LEADING, form.route.commune, FULL, TEXT, "bold")


def _reserve(form: FormToPrint) -> list[Ink]:
    if form.reserve is None:
        return []
    known = form.reserve.replaces
    note = f"Phát thay phiếu {known}" if known else "Chỉ phát khi bưu cục báo thay phiếu: ............"
    return _lines(RESERVE, note, FULL, SMALL, "bold")


def _lines(
    y: float, text: str, room: float, points: float, face: Face = "regular", *, lines: int = 1
) -> list[Ink]:
    leading = SMALL_LEADING if points == SMALL else LEADING
    shown = clip(text, room, points, face, lines=lines)
    return [Words(0, y + i * leading, line, points, face) for i, line in enumerate(shown)]
