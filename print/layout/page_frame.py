"""The frame of every page, and the place of the web invitation on the first."""

from dataclasses import replace

from print.drawing.fonts import wrap
from print.drawing.ink import Ink, Rule, Words
from print.errors import PaperError
from print.geometry import PAGE_MM, Box, Code, Fiducial, Tone
from print.layout.blocks import lines_at
from print.layout.sizes import (
    BODY,
    FIDUCIAL,
    FIDUCIAL_EDGE,
    FIDUCIAL_RING,
    MAIN_CODE,
    REPEAT_CODE,
    WEB_CODE,
    Measures,
)
from questionnaires.model import Questionnaire, Text

TITLE_LEFT = 26.0
TITLE_ROOM = MAIN_CODE.x - TITLE_LEFT - 5
FOOT_ROOM = 85.0
TURN_OVER = Text("Xin lật sang trang sau »", "Please turn over »")
NOTHING_HERE = Text("Mặt này không có câu hỏi.", "There is no question on this side.")
PAGE = Text("Trang {}/{}", "Page {}/{}")
# Grey patches under the two upper corner marks tell what a scan has lost: a copier, or a scanner set to black and
# white, wipes out the pale patch and with it every pencil mark; such a sheet goes to a person whole.
PALE_PATCH, MIDDLE_PATCH = 0.16, 0.40
_WIDE, _HIGH, _GAP = 4.6, 7.0, 0.8


def fiducials(page: int) -> tuple[Fiducial, ...]:
    """Return the four ArUco marks of a page, clockwise from top-left."""
    near, right, low = FIDUCIAL_EDGE, PAGE_MM[0] - FIDUCIAL_EDGE, PAGE_MM[1] - FIDUCIAL_EDGE
    corners = (
        (near, near),
        (right - FIDUCIAL, near),
        (right - FIDUCIAL, low - FIDUCIAL),
        (near, low - FIDUCIAL),
    )
    return tuple(Fiducial(4 * (page - 1) + i, x, y, FIDUCIAL) for i, (x, y) in enumerate(corners))


def tones() -> tuple[Tone, ...]:
    """Return the grey patches of a page: pale and middle, left and right."""
    top = FIDUCIAL_EDGE + FIDUCIAL + FIDUCIAL_RING + 1
    lefts = (FIDUCIAL_EDGE, PAGE_MM[0] - FIDUCIAL_EDGE - FIDUCIAL)
    return tuple(
        Tone(Box(left + i * (_WIDE + _GAP), top, _WIDE, _HIGH), darkness)
        for left in lefts
        for i, darkness in enumerate((PALE_PATCH, MIDDLE_PATCH))
    )


def codes() -> tuple[Code, ...]:
    """Return the places of a page's two QR codes."""
    return (Code("main", MAIN_CODE), Code("repeat", REPEAT_CODE))


def page_frame(
    questionnaire: Questionnaire, page: int, pages: int, measures: Measures, *, question_pages: int
) -> tuple[Ink, ...]:
    """Return title, page number and foot of one page of ``pages``, of which the first ``question_pages`` ask something.

    Raises:
        PaperError: the title needs more than three lines beside the QR code, or the closing words more than two.
    """
    where = PAGE.in_(measures.language).format(page, pages)
    message = (
        questionnaire.closing
        if page == question_pages
        else TURN_OVER
        if page < question_pages
        else NOTHING_HERE
    )
    foot = wrap(message.in_(measures.language), FOOT_ROOM, measures.points)
    if len(foot) > 2:
        raise PaperError(
            "Lời kết của bộ câu hỏi dài hơn hai dòng ở chân trang cuối; viết ngắn lại.",
            "The questionnaire's closing words are longer than two lines; shorten them.",
        )
    right = PAGE_MM[0] - FIDUCIAL_EDGE - FIDUCIAL - 4
    ink: list[Ink] = [
        Words(right, REPEAT_CODE.y + 3.4, where, measures.points, "bold", "right"),
        *lines_at(right, REPEAT_CODE.y + 4.4, foot, measures, face="italic", align="right"),
        Rule(BODY.x, BODY.y - 0.7, BODY.x + BODY.w, BODY.y - 0.7, 0.2, 0.3),
    ]
    return (*ink, *_title(questionnaire, page, measures))


def _title(questionnaire: Questionnaire, page: int, measures: Measures) -> tuple[Ink, ...]:
    title = questionnaire.title.in_(measures.language)
    if page > 1:
        lines = wrap(title, TITLE_ROOM, measures.points)
        return tuple(replace(line, grey=0.25) for line in lines_at(TITLE_LEFT, 13.0, lines[:2], measures))
    large = replace(measures, points=measures.title_points)
    lines = wrap(title.upper(), TITLE_ROOM, large.points, "bold")
    if len(lines) > 3:
        raise PaperError(
            "Tên bộ câu hỏi dài hơn ba dòng ở đầu trang 1; viết ngắn lại.",
            "The questionnaire's title is longer than three lines on page 1; shorten it.",
        )
    return lines_at(TITLE_LEFT, 11.0, lines, large, face="bold")


def web_area(measures: Measures) -> tuple[Box, Box]:
    """Return the boxes of the web invitation on page 1: all of it, and its QR code."""
    wide, high = (78.0 if measures.points < 12 else 92.0), max(WEB_CODE + 5, 5 * measures.leading + 4)
    area = Box(BODY.x + BODY.w - wide, BODY.y, wide, high)
    code = Box(area.x + wide - WEB_CODE - 3, area.y + (high - WEB_CODE) / 2, WEB_CODE, WEB_CODE)
    return area, code
