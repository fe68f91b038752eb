"""Questionnaire to pages: every printed word and every box that is marked, in millimetres.

``compose`` gives all of it, ``lay_out`` only what a reader needs; both come from the same pass, so what is
read is what was drawn. A question never breaks across pages; what does not fit is refused here, by its name.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from print.drawing.ink import Ink, Tint
from print.errors import PaperError
from print.geometry import PAGE_MM, Box, Layout, Page
from print.layout.blocks import Block, section_heading
from print.layout.clearance import kept_clear
from print.layout.first_page.greeting import greeting, notice_areas
from print.layout.first_page.how_to_mark import how_to
from print.layout.layout_json import from_json, to_json
from print.layout.page_frame import codes, fiducials, page_frame, tones, web_area
from print.layout.pagination import paginate
from print.layout.room import roomiest, sides_of
from print.layout.sections import section_blocks
from print.layout.sizes import LARGE, ORDINARY, Measures
from print.number import TAG_LENGTH
from questionnaires.model import Language, Questionnaire
from questionnaires.routes.told import with_paths_told
from questionnaires.translated import untranslated

MOST_NAMED = 12

__all__ = ["Composition", "compose", "from_json", "lay_out", "tag", "to_json"]


@dataclass(frozen=True, slots=True)
class Composition:
    """A form ready to draw: the boxes, and the ink of each page that is the same on every copy.

    ``changing`` are the boxes on page 1 whose ink differs from wave to wave or from copy to copy.
    """

    layout: Layout
    ink: tuple[tuple[Ink, ...], ...]
    tag: str
    measures: Measures
    changing: tuple[Box, ...]


def lay_out(questionnaire: Questionnaire, *, large: bool = False, language: Language = "vi") -> Layout:
    """Return the layout of a questionnaire: every box that a person marks or a machine looks for.

    Raises:
        PaperError: an item, a scale or the whole form does not fit the paper, or has no words in the language; it
            names which.
    """
    return compose(questionnaire, large=large, language=language).layout


@lru_cache(maxsize=8)
def compose(questionnaire: Questionnaire, *, large: bool = False, language: Language = "vi") -> Composition:
    """Return the layout with all ink; text and rooms are as large as the number of sheets allows.

    It takes half a second and is wanted again for every batch and every check of an opening.

    Raises:
        PaperError: as ``lay_out``.
    """
    _refuse_untranslated(questionnaire, language)
    least = replace(LARGE if large else ORDINARY, language=language)
    laid = roomiest(least, lambda measures: paginate(kept_clear(blocks(questionnaire, measures))))
    return _composition(questionnaire, laid.pages, laid.measures, large=large)


def tag(layout: Layout) -> str:
    """Return the tag of a layout: six letters of the hash of its boxes and its questionnaire's version.

    They are part of every QR code, so a form printed from other geometry is foreign and never misread.
    """
    text = json.dumps(to_json(layout), sort_keys=True, ensure_ascii=False)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(letters[number // 36**i % 36] for i in range(TAG_LENGTH))


def blocks(questionnaire: Questionnaire, measures: Measures) -> Iterator[Block]:
    """Yield the form from greeting to closing words, in the order it is asked; who is asked what is told on the way."""
    questionnaire = with_paths_told(questionnaire)
    yield greeting(questionnaire, measures)
    yield how_to(questionnaire, measures)
    for section in filter(lambda section: section.items, questionnaire.sections):
        yield section_heading(section.title.in_(measures.language), measures, section.id)
        yield from section_blocks(section, measures)


def _refuse_untranslated(questionnaire: Questionnaire, language: Language) -> None:
    lacking = untranslated(questionnaire, language)
    if lacking:
        listed = ", ".join(lacking[:MOST_NAMED]) + (", …" if len(lacking) > MOST_NAMED else "")
        raise PaperError(
            f"Bộ câu hỏi thiếu lời «{language}» ở: {listed}; viết thêm rồi in bằng ngôn ngữ này.",
            f"The questionnaire has no words in “{language}” at: {listed}; add them to print in this language.",
        )


def _composition(
    questionnaire: Questionnaire, pages: list[list[Block]], measures: Measures, *, large: bool
) -> Composition:
    sides = sides_of(pages)
    printed = [*pages, *([] for _ in range(sides - len(pages)))]
    laid = tuple(
        Page(
            number=i,
            fiducials=fiducials(i),
            codes=codes(),
            rows=tuple(row for block in page for row in block.rows),
            writing=tuple(box for block in page for box in block.writing),
            tones=tones(),
        )
        for i, page in enumerate(printed, start=1)
    )
    kinds = ["large"] * large + [measures.language] * (measures.language != "vi")
    layout = Layout(questionnaire.id, "-".join([questionnaire.version, *kinds]), PAGE_MM, laid)
    ink = tuple(
        (
            *page_frame(questionnaire, i, sides, measures, question_pages=len(pages)),
            *(Tint(tone.box, 1 - tone.darkness) for tone in tones()),
            *(thing for block in page for thing in block.ink),
        )
        for i, page in enumerate(printed, start=1)
    )
    changing = (web_area(measures)[0], *notice_areas(questionnaire, measures))
    return Composition(layout, ink, tag(layout), measures, changing)
