"""Questionnaire to pages: every printed word and every box that is marked, in millimetres.

``compose`` gives all of it, ``lay_out`` only what a reader needs; both come from the same pass, so what is
read is what was drawn. A question never breaks across pages; what does not fit is refused here, by its name.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from print.blocks import Block, paragraph, section_heading, sub_heading
from print.choices import choice, choices, writing
from print.errors import PaperError
from print.geometry import Layout, Page
from print.ink import Ink, Tint
from print.layout_json import from_json, to_json
from print.measures import BODY, LARGE, MOST_PAGES, ORDINARY, PAGE_MM, Measures
from print.number import TAG_LENGTH
from print.opening import codes, fiducials, greeting, how_to, page_frame
from print.rows import grid_head, grid_row
from print.wedge import tones
from questionnaires.model import ChoiceItem, ChoicesItem, Questionnaire, ScaleItem, Section, TextItem

__all__ = ["Composition", "compose", "from_json", "lay_out", "tag", "to_json"]

ROOMY_ROWS = (11.0, 10.5, 10.0, 9.5, 9.0)


@dataclass(frozen=True, slots=True)
class Composition:
    """A form ready to draw: the boxes, and the ink of each page that is the same on every copy."""

    layout: Layout
    ink: tuple[tuple[Ink, ...], ...]
    tag: str
    points: float


def lay_out(questionnaire: Questionnaire, *, large: bool = False) -> Layout:
    """Return where everything is that a person marks or a machine looks for.

    Raises:
        PaperError: an item, a scale or the whole form does not fit the paper; it names which.
    """
    return compose(questionnaire, large=large).layout


def compose(questionnaire: Questionnaire, *, large: bool = False) -> Composition:
    """Return the layout with all ink; rows are as high as the number of sheets allows.

    Raises:
        PaperError: as ``lay_out``.
    """
    measures = LARGE if large else ORDINARY
    pages = paginate(blocks(questionnaire, measures))
    for row in () if large else ROOMY_ROWS:
        roomier = replace(measures, row=row)
        tried = paginate(blocks(questionnaire, roomier))
        if _sides(tried) == _sides(pages):
            measures, pages = roomier, tried
            break
    return _composition(questionnaire, pages, measures, large=large)


def tag(layout: Layout) -> str:
    """Return six letters that stand for exactly this layout of exactly this questionnaire.

    They are part of every QR code, so a form printed from other geometry is foreign and never misread.
    """
    text = json.dumps(to_json(layout), sort_keys=True, ensure_ascii=False)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(letters[number // 36**i % 36] for i in range(TAG_LENGTH))


def blocks(questionnaire: Questionnaire, measures: Measures) -> Iterator[Block]:
    """Yield the form from greeting to closing words, in the order it is asked."""
    yield greeting(questionnaire, measures)
    yield replace(how_to(measures), keep=False)
    names = _criterion_names(questionnaire)
    for section in questionnaire.sections:
        yield section_heading(section.title.vi, measures, section.id)
        if section.intro is not None:
            yield paragraph(section.intro.vi, measures, section.id, face="italic")
        yield from _items(section, measures, names)
    yield replace(paragraph(questionnaire.closing.vi, measures, "closing", face="bold"), keep=False)


def paginate(flow: Iterator[Block]) -> list[list[Block]]:
    """Return the blocks of each page at their places.

    Raises:
        PaperError: one block, with what it must stay with, is higher than a page.
    """
    pages: list[list[Block]] = [[]]
    y = BODY.y
    for chunk in _chunks(flow):
        high = sum(block.height for block in chunk)
        if chunk[0].starts_page or y + high > BODY.y + BODY.h:
            if chunk[0].header is not None:
                chunk = [chunk[0].header, *chunk]
            if pages[-1]:
                pages.append([])
                y = BODY.y
        for block in chunk:
            pages[-1].append(block.at(y))
            y += block.height
        if y > BODY.y + BODY.h:
            raise _too_high(chunk[-1].of, y - BODY.y - BODY.h)
    if len(pages) > MOST_PAGES:
        raise PaperError(
            f"Phiếu dài {len(pages)} trang, nhiều hơn {MOST_PAGES}; câu «{pages[MOST_PAGES][0].of}» không còn chỗ.",
            f"The form has {len(pages)} pages, more than {MOST_PAGES}; “{pages[MOST_PAGES][0].of}” has no place.",
        )
    return pages


def _chunks(flow: Iterator[Block]) -> Iterator[list[Block]]:
    chunk: list[Block] = []
    for block in flow:
        chunk.append(block)
        if not block.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _items(section: Section, measures: Measures, names: dict[str, str]) -> Iterator[Block]:
    before = ""
    head: Block | None = None
    shaded = False
    told = section.title.vi
    for item in section.items:
        if names.get(item.id, told) != told:
            told = names[item.id]
            within = isinstance(item, ScaleItem) and item.scale.id == before
            yield replace(sub_heading(told, measures, item.id), header=head if within else None)
        try:
            if not isinstance(item, ScaleItem):
                before, block = "", _own(item, measures)
            else:
                if item.scale.id != before:
                    before, shaded = item.scale.id, True
                    head = grid_head(item.scale, measures)
                    yield head
                block = replace(grid_row(item, measures, shaded=shaded), header=head)
                shaded = not shaded
        except PaperError as error:
            raise PaperError(f"Câu {item.id}: {error.vi}", f"Item {item.id}: {error.en}") from error
        yield replace(block, starts_page=item.paper.page_break_before)


def _own(item: ChoiceItem | ChoicesItem | TextItem, measures: Measures) -> Block:
    match item:
        case ChoiceItem():
            return choice(item, measures)
        case ChoicesItem():
            return choices(item, measures)
        case TextItem():
            return writing(item, measures)


def _criterion_names(questionnaire: Questionnaire) -> dict[str, str]:
    return {
        item: f"{criterion.code} {criterion.name.vi}"
        for heading in questionnaire.criteria
        for criterion in heading.walk()
        for item, _ in criterion.items
    }


def _sides(pages: list[list[Block]]) -> int:
    return len(pages) + len(pages) % 2


def _composition(
    questionnaire: Questionnaire, pages: list[list[Block]], measures: Measures, *, large: bool
) -> Composition:
    sides = _sides(pages)
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
    version = f"{questionnaire.version}{'-large' if large else ''}"
    layout = Layout(questionnaire.id, version, PAGE_MM, laid)
    ink = tuple(
        (
            *page_frame(questionnaire, i, sides, measures),
            *(Tint(tone.box, 1 - tone.darkness) for tone in tones()),
            *(thing for block in page for thing in block.ink),
        )
        for i, page in enumerate(printed, start=1)
    )
    return Composition(layout, ink, tag(layout), measures.points)


def _too_high(of: str, over: float) -> PaperError:
    return PaperError(
        f"«{of}» cao hơn một trang giấy {over:.0f} mm; rút ngắn câu hỏi, bớt phương án hoặc bớt dòng viết.",
        f"“{of}” is {over:.0f} mm higher than a page; shorten it, or use fewer options or lines.",
    )
