"""Labels for envelopes: sheets of 3 by 8, 70 x 37 mm, the common size in Vietnamese stationery shops."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from print.batch import Cover, FormToPrint, Printed
from print.drawing.document import document
from print.drawing.fonts import printable, wrap
from print.drawing.ink import Ink, Words
from print.drawing.qr import modules, placed
from print.geometry import PAGE_MM, Box
from print.number import read, write_payload

ACROSS, DOWN = 3, 8
WIDE, HIGH = PAGE_MM[0] / ACROSS, PAGE_MM[1] / DOWN
PAD = 6.0
CODE = 16.0
LABEL_TAG = "LABEL0"  # never the tag of a layout's page, so that a scanned label is foreign


def draw_labels(out: Path, cover: Cover, forms: Iterable[FormToPrint]) -> Printed:
    """Write a label a form, 24 to a sheet: number, place, office, and the number as QR code.

    Raises:
        PaperError: a number with a wrong check digit, or text that the font cannot print.
    """
    count = 0
    waiting = iter(forms)
    with document(out, printable(f"Nhãn phong bì – {cover.wave}")) as pdf:
        while sheet := list(islice(waiting, ACROSS * DOWN)):
            drawn: list[bytes] = []
            for i, form in enumerate(sheet):
                corner = Box(i % ACROSS * WIDE, i // ACROSS * HIGH, WIDE, HIGH)
                code = Box(corner.x + WIDE - PAD - CODE, corner.y + (HIGH - CODE) / 2, CODE, CODE)
                text = write_payload(LABEL_TAG, read(form.number), 0)
                drawn += [pdf.drawn(_label(corner, cover, form)), placed(modules(text), code)]
            pdf.page(*drawn)
            count += len(sheet)
    return Printed(count, pdf.pages, "")


def _label(corner: Box, cover: Cover, form: FormToPrint) -> tuple[Ink, ...]:
    x, room = corner.x + PAD, WIDE - 2 * PAD - CODE - 3
    ink: list[Ink] = [Words(x, corner.y + 10, form.number, 14, "bold")]
    lines = [*wrap(form.place or " ", room, 9)[:2], *wrap(cover.office, room, 9)[:1]]
    lines.append("DỮ LIỆU MÔ PHỎNG" if cover.synthetic else wrap(cover.wave, room, 9)[0])
    for i, line in enumerate(line for line in lines if line.strip()):
        ink.append(Words(x, corner.y + 15.5 + i * 4.2, line, 9))
    return tuple(ink)
