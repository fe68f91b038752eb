"""The greeting at the top of page 1, and the places round it that a wave's own words take.

The places are the same whatever a wave says and whether it says anything, so one layout serves every wave: the
lines beside the web invitation tell who asks, why and what becomes of the answers, those below it until when, whom to
call and how the form is given back.
"""

from math import ceil

from print.batch import PaperNotice
from print.drawing.fonts import wrap
from print.drawing.ink import Ink
from print.errors import PaperError
from print.geometry import Box
from print.layout.blocks import PAD, Block, lines_at
from print.layout.page_frame import web_area
from print.layout.sizes import BODY, LARGE, ORDINARY, Measures
from questionnaires.model import Questionnaire, Text
from questionnaires.text import Language

# Lines for a wave's words beside the web invitation, at least, and below it: in ordinary print and in large.
BESIDE_LINES, BESIDE_LINES_LARGE = 3, 6
BELOW_LINES, BELOW_LINES_LARGE = 2, 4
GAP = 4.0  # between the greeting and the web invitation
UNTIL = Text("Xin trả lời đến hết ngày {}.", "Please answer by {}.")
HELP = Text("Cần hỏi, xin gọi {}.", "Questions? Call {}.")


def greeting(questionnaire: Questionnaire, measures: Measures) -> Block:
    """Return the greeting with the room for a wave's words beside and below the web invitation."""
    _, below = notice_areas(questionnaire, measures)
    ink = lines_at(BODY.x + PAD, 0, _greeting_lines(questionnaire, measures), measures)
    return Block(below.y + below.h + 1.0 - BODY.y, ink, "intro", keep=True)


def notice_areas(questionnaire: Questionnaire, measures: Measures) -> tuple[Box, Box]:
    """Return the boxes on page 1 for a wave's words: beside the web invitation, and below it over the whole width."""
    web, _ = web_area(measures)
    left = BODY.x + PAD
    top = BODY.y + len(_greeting_lines(questionnaire, measures)) * measures.leading
    beside, below = _lines(measures)
    low = max(top + beside * measures.leading, web.y + web.h)
    return (
        Box(left, top, web.x - GAP - left, low - top),
        Box(left, low + 0.6, BODY.w - 2 * PAD, below * measures.leading),
    )


def _lines(measures: Measures) -> tuple[int, int]:
    """Return the lines for a wave's words beside and below the invitation: larger text needs more for the same words."""
    least, lines = (
        (LARGE, (BESIDE_LINES_LARGE, BELOW_LINES_LARGE))
        if measures.stacked
        else (ORDINARY, (BESIDE_LINES, BELOW_LINES))
    )
    beside, below = (ceil(count * measures.points / least.points - 1e-6) for count in lines)
    return beside, below


def notice_ink(
    notice: PaperNotice,
    until: str | None,
    questionnaire: Questionnaire,
    measures: Measures,
    *,
    language: Language = "vi",
) -> tuple[Ink, ...]:
    """Return a wave's words at their places on page 1; nothing where it has none.

    Raises:
        PaperError: they take more lines than the form has for them; it says which words.
    """
    beside, below = notice_areas(questionnaire, measures)
    about = _about_lines(notice, beside, measures)
    first, rest = _below_lines(notice, until, below, measures, language)
    return (
        *lines_at(beside.x, beside.y, about, measures),
        *lines_at(below.x, below.y, first, measures, face="bold"),
        *lines_at(below.x, below.y + len(first) * measures.leading, rest, measures),
    )


def help_line(notice: PaperNotice, language: Language = "vi") -> str:
    """Return whom to call, as a sentence; empty where the wave has no help line."""
    return HELP.in_(language).format(notice.help_line) if notice.help_line else ""


def _about_lines(notice: PaperNotice, beside: Box, measures: Measures) -> tuple[str, ...]:
    text = " ".join(part for part in (notice.purpose, notice.use) if part)
    lines = wrap(text, beside.w, measures.points) if text else ()
    most = int(beside.h / measures.leading + 1e-6)
    if len(lines) > most:
        raise PaperError(
            f"Lời về mục đích khảo sát và việc dùng câu trả lời cần {len(lines)} dòng, phiếu có chỗ cho {most} dòng; "
            "viết ngắn lại.",
            f"Why it is asked and what becomes of the answers take {len(lines)} lines, the form has {most}; "
            "shorten them.",
        )
    return lines


def _below_lines(
    notice: PaperNotice, until: str | None, below: Box, measures: Measures, language: Language
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    when = UNTIL.in_(language).format(until) if until else ""
    heading = " ".join(part for part in (when, help_line(notice, language)) if part)
    first = wrap(heading, below.w, measures.points, "bold") if heading else ()
    rest = wrap(notice.giving_back, below.w, measures.points) if notice.giving_back else ()
    most = int(below.h / measures.leading + 1e-6)
    if len(first) + len(rest) > most:
        raise PaperError(
            f"Ngày cuối, điện thoại hỗ trợ và cách gửi lại phiếu cần {len(first) + len(rest)} dòng, phiếu có chỗ cho "
            f"{most} dòng; viết ngắn cách gửi lại phiếu.",
            f"The last day, the help line and how the form is given back take {len(first) + len(rest)} lines, the form "
            f"has {most}; shorten how it is given back.",
        )
    return first, rest


def _greeting_lines(questionnaire: Questionnaire, measures: Measures) -> tuple[str, ...]:
    web, _ = web_area(measures)
    return wrap(questionnaire.intro.in_(measures.language), web.x - BODY.x - PAD - GAP, measures.points)
