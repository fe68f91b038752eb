"""Forms to PDF: what all copies share is drawn once a page, each copy adds its number and its codes.

The same forms give the same bytes. Memory does not grow with the number of forms.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path

from print.batch import Cover, FormToPrint, Printed
from print.drawing.document import Document, document
from print.drawing.fonts import printable, width, wrap
from print.drawing.ink import MM_PER_POINT, Frame, Ink, Words
from print.drawing.operators import ellipse, fiducial
from print.drawing.qr import at, modules, path
from print.geometry import Box, Page
from print.layout.compose import Composition, compose
from print.layout.first_page.greeting import help_line, notice_ink
from print.layout.first_page.web_invitation import WebArea
from print.layout.sizes import MAIN_CODE, REPEAT_CODE, Measures
from print.number import read, write_payload
from print.papers.cover_sheet import cover_pages
from print.papers.handout_list import handout_pages
from questionnaires.model import Language, Questionnaire, Text

__all__ = ["Cover", "FormToPrint", "Printed", "draw_batch"]

OVAL_LINE = 0.3
NUMBER_POINTS = 10.0
NUMBER_BASELINE = 31.6
WAVE_LEFT = 26.0
HELP_BASELINE = 1.6
FOOT_RIGHT = 180.0  # of the words at the foot, with room before the page number
LONGEST_PAGE_NUMBER = "Trang 12/12"
SYNTHETIC = Text("DỮ LIỆU MÔ PHỎNG", "SYNTHETIC DATA")
REPRINT = Text("IN LẠI", "REPRINT")
NUMBER = Text("Số phiếu {}", "Form {}")
WAVE = Text("Đợt khảo sát: {}", "Survey: {}")


def draw_batch(
    out: Path,
    questionnaire: Questionnaire,
    cover: Cover | None,
    forms: Iterable[FormToPrint],
    *,
    large: bool = False,
    reprint: bool = False,
    language: Language = "vi",
) -> Printed:
    """Write the forms of a batch to ``out``; with a cover, its cover sheet and hand-out list come first.

    ``reprint`` and a synthetic cover label every page. The cover's words are in ``language``; cover sheet and list are
    for the office and stay in Vietnamese.

    Raises:
        PaperError: the questionnaire does not fit the paper, a number has a wrong check digit, or text that
            the font cannot print.
    """
    form = compose(questionnaire, large=large, language=language)
    title = questionnaire.title.in_(language) + (f" ({cover.wave})" if cover and cover.wave else "")
    stamps = [REPRINT.in_(language)] * reprint + [SYNTHETIC.in_(language)] * bool(cover and cover.synthetic)
    notice = (
        notice_ink(cover.notice, cover.until, questionnaire, form.measures, language=language)
        if cover
        else ()
    )
    listed: list[FormToPrint] = []
    count = 0
    with document(out, printable(title), language) as pdf:
        sheet = FormSheet(pdf, form, cover, stamps, notice)
        for each in forms:
            sheet.draw(each)
            count += 1
            if cover is not None and cover.office:
                # Without its codes, which no list shows: many forms are kept until the last is drawn.
                listed.append(replace(each, access_code=None, web_url=None))
        if cover is not None and listed:
            for ink in chain(cover_pages(cover, form, listed), handout_pages(cover, listed)):
                pdf.page(pdf.drawn(ink), front=True)
    return Printed(count, pdf.pages, form.tag)


class FormSheet:
    """The pages of one questionnaire in one document, ready to be numbered."""

    def __init__(
        self,
        pdf: Document,
        form: Composition,
        cover: Cover | None,
        stamps: list[str],
        notice: tuple[Ink, ...] = (),
    ) -> None:
        self._pdf = pdf
        self._tag = form.tag
        self._language = form.measures.language
        labels = _labels(cover, stamps, form.measures)
        self._static = [
            pdf.template(
                *(fiducial(mark) for mark in page.fiducials),
                pdf.drawn((*ink, *labels, *(notice if page.number == 1 else ()))),
                _ovals(page),
            )
            for page, ink in zip(form.layout.pages, form.ink, strict=True)
        ]
        self._web = WebArea(pdf, cover.web_address if cover else None, form.measures)

    def draw(self, form: FormToPrint) -> None:
        """Add all pages of one form."""
        serial = read(form.number)
        number = self._pdf.drawn(_number(form.number, self._language))
        for page, static in enumerate(self._static, start=1):
            rows = modules(write_payload(self._tag, serial, page))
            code = path(rows)
            drawn = [static, at(code, len(rows), MAIN_CODE), at(code, len(rows), REPEAT_CODE), number]
            if page == 1:
                drawn.append(self._web.drawn(form))
            self._pdf.page(*drawn)


def _number(number: str, language: Language) -> tuple[Ink, ...]:
    right = REPEAT_CODE.x + REPEAT_CODE.w + 4
    centre = MAIN_CODE.x + MAIN_CODE.w / 2
    return (
        Words(centre, NUMBER_BASELINE, number, NUMBER_POINTS, "bold", "center"),
        Words(right, REPEAT_CODE.y + 6, NUMBER.in_(language).format(number), NUMBER_POINTS, "bold"),
    )


def _labels(cover: Cover | None, stamps: list[str], measures: Measures) -> tuple[Ink, ...]:
    """Return wave and help line, «in lại» and «dữ liệu mô phỏng» at head and foot, all outside the answer bands."""
    ink: list[Ink] = []
    right = MAIN_CODE.x - 5
    for text in stamps:
        box, *words = _stamp(text, right, NUMBER_BASELINE)
        ink += [box, *words]
        right = box.box.x - 2
    below = REPEAT_CODE.x + REPEAT_CODE.w + 4
    if cover is not None and cover.notice.help_line:
        ink += _help(help_line(cover.notice, measures.language), below, measures)
    if stamps:
        ink.append(Words(below, REPEAT_CODE.y + 12, " · ".join(stamps), NUMBER_POINTS, "bold"))
    if cover is not None and cover.wave:
        wave_lines = wrap(WAVE.in_(measures.language).format(cover.wave), right - WAVE_LEFT, NUMBER_POINTS)
        ink.append(Words(WAVE_LEFT, NUMBER_BASELINE, wave_lines[0], NUMBER_POINTS))
    return tuple(ink)


def _help(text: str, x: float, measures: Measures) -> tuple[Words, ...]:
    """Return whom to call at the foot of a page, in letters that fit left of the page number."""
    room = FOOT_RIGHT - width(LONGEST_PAGE_NUMBER, measures.points, "bold") - x
    points = min(measures.points, measures.points * room / width(text, measures.points))
    return (Words(x, REPEAT_CODE.y + HELP_BASELINE, text, points),)


def _stamp(text: str, right: float, baseline: float) -> tuple[Frame, Words]:
    wide = width(text, NUMBER_POINTS, "bold") + 4
    high = NUMBER_POINTS * MM_PER_POINT * 1.35
    box = Box(right - wide, baseline - high * 0.8, wide, high)
    words = Words(right - wide / 2, baseline, text, NUMBER_POINTS, "bold", "center")
    return Frame(box, 0.3, 0.8), words


def _ovals(page: Page) -> bytes:
    paths = " ".join(f"{ellipse(oval.box)} h" for row in page.rows for oval in row.ovals)
    return f"0 G {OVAL_LINE} w {paths} S".encode() if paths else b""
