"""Letters that invite to answer, one a form, with the web address and the code; the post hands them out."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from print.batch import Cover, FormToPrint, Printed
from print.drawing.clipping import clip
from print.drawing.document import Document, document
from print.drawing.fonts import printable, wrap
from print.drawing.ink import Frame, Ink, Words
from print.drawing.qr import placed
from print.drawing.state_motto import state_motto
from print.errors import PaperError
from print.geometry import PAGE_MM, Box
from print.layout.blocks import lines_at
from print.layout.first_page.web_invitation import address_lines, web_modules
from print.layout.sizes import PROSE
from print.papers import letter_words
from questionnaires.model import Language, Questionnaire

LEFT, RIGHT, TOP = 25.0, PAGE_MM[0] - 20.0, 22.0
TEXT = replace(PROSE, points=12.0)
BOX = Box(LEFT, 0, RIGHT - LEFT, 52.0)
LOWEST = PAGE_MM[1] - 50  # of the text, above the signature and the number


def draw_letters(
    out: Path,
    questionnaire: Questionnaire,
    cover: Cover,
    forms: Iterable[FormToPrint],
    *,
    language: Language = "vi",
) -> Printed:
    """Write one letter a form in a language, which the cover's words are in; a form without access code gets the letter without the web box.

    Raises:
        PaperError: text that the font cannot print or that does not fit.
    """
    count = 0
    with document(out, printable(letter_words.FILE.in_(language).format(cover.wave)), language) as pdf:
        letter = _Letter(pdf, questionnaire, cover, language)
        for form in forms:
            letter.draw(form)
            count += 1
    return Printed(count, pdf.pages, "")


class _Letter:
    """The part that all letters share, drawn once, and the place of each letter's box."""

    def __init__(self, pdf: Document, questionnaire: Questionnaire, cover: Cover, language: Language) -> None:
        self._pdf = pdf
        self._number_words = letter_words.NUMBER.in_(language)
        head, y = _head(cover, language)
        greeting, y = _paragraphs(letter_words.opening(questionnaire, cover, language), y)
        self._box = replace(BOX, y=y + 2)
        closing, low = _paragraphs(letter_words.closing(cover, language), self._box.y + self._box.h + 5)
        if low > LOWEST:
            raise PaperError(
                "Thư mời dài hơn một trang; viết ngắn lại lời của đợt về mục đích, việc dùng câu trả lời và cách gửi phiếu.",
                "The letter is longer than a page; shorten what the wave says of purpose, use and giving back.",
            )
        self._shared = pdf.template(pdf.drawn((*head, *greeting, *closing, *_signature(low + 4, language))))
        self._frame = pdf.template(pdf.drawn(_web_frame(self._box, cover, language)))

    def draw(self, form: FormToPrint) -> None:
        drawn = [self._shared, self._pdf.drawn(self._number(form))]
        if form.access_code is not None:
            drawn += [self._frame, self._pdf.drawn(self._code(form.access_code))]
        if form.web_url is not None:
            side = self._box.h - 2 * 5.0
            place = Box(self._box.x + self._box.w - side - 6, self._box.y + 5, side, side)
            drawn.append(placed(web_modules(form.web_url), place))
        self._pdf.page(*drawn)

    def _number(self, form: FormToPrint) -> tuple[Ink, ...]:
        (foot,) = clip(
            " · ".join(filter(None, (self._number_words.format(form.number), form.where))), RIGHT - LEFT, 10
        )
        return (Words(LEFT, PAGE_MM[1] - 16, foot, 10),)

    def _code(self, code: str) -> tuple[Ink, ...]:
        return (Words(self._box.x + 6, self._box.y + 43, printable(code), 20, "bold"),)


def _head(cover: Cover, language: Language) -> tuple[list[Ink], float]:
    half = (RIGHT - LEFT) / 2
    ink: list[Ink] = []
    for i, line in enumerate(wrap(cover.sender.upper(), half - 8, 11, "bold")):
        ink.append(Words(LEFT + half / 2 - 8, TOP + i * 5, line, 11, "bold", "center"))
    centre = RIGHT - half / 2
    ink += state_motto(centre, TOP)
    day = letter_words.DAY.in_(language).format(cover.place).lstrip(", ")
    ink.append(Words(centre, TOP + 14, printable(day), 11, "italic", "center"))
    middle = PAGE_MM[0] / 2
    ink.append(Words(middle, TOP + 28, letter_words.TITLE.in_(language), 18, "bold", "center"))
    ink.append(Words(middle, TOP + 35, letter_words.SUBTITLE.in_(language), 13, "bold", "center"))
    if cover.synthetic:
        ink.append(Words(middle, TOP + 42, letter_words.SYNTHETIC.in_(language), 11, "bold", "center"))
    return ink, TOP + 49


def _paragraphs(texts: list[str], y: float) -> tuple[list[Ink], float]:
    ink: list[Ink] = []
    leading = TEXT.leading * 1.08
    for text in texts:
        for line in wrap(text, RIGHT - LEFT, TEXT.points):
            ink += lines_at(LEFT, y, (line,), TEXT)
            y += leading
        y += 2.6
    return ink, y


def _web_frame(box: Box, cover: Cover, language: Language) -> tuple[Ink, ...]:
    room = box.w - box.h - 8
    ink: list[Ink] = [Frame(box, 0.4, 2.0)]
    ink += lines_at(box.x + 6, box.y + 4, (letter_words.ON_THE_WEB.in_(language),), TEXT)
    big = replace(TEXT, points=14.0)
    if cover.web_address:
        ink += lines_at(
            box.x + 6, box.y + 11, address_lines(cover.web_address, room, big.points)[:2], big, face="bold"
        )
    ink += lines_at(box.x + 6, box.y + 28, (letter_words.CODE.in_(language),), TEXT)
    return tuple(ink)


def _signature(y: float, language: Language) -> tuple[Ink, ...]:
    centre = RIGHT - 40
    return (
        Words(centre, y, letter_words.HEAD_OF_OFFICE.in_(language), 11, "bold", "center"),
        Words(centre, y + 5, letter_words.SIGNED.in_(language), 10, "italic", "center"),
    )
