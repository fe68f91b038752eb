"""One section of a questionnaire as blocks: runs of rows become grids, runs of choices stand side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import cast

from print.errors import PaperError
from print.layout.blocks import Block, paragraph, stacked
from print.layout.multiple_choices import choices, writing
from print.layout.question_text import label_width
from print.layout.scale_rows import brief_head, grid_head, grid_measures, grid_row, path_note, sub_heading
from print.layout.single_choices import choice_run
from print.layout.sizes import Measures
from print.layout.two_columns import two_columns
from questionnaires.model import ChoiceItem, ChoicesItem, Item, Scale, ScaleItem, Section, TextItem


def section_blocks(section: Section, measures: Measures) -> Iterator[Block]:
    """Yield the section's items, its introduction first.

    Raises:
        PaperError: an item does not fit the width of the page; it names which.
    """
    labels = [label_width(item.id, measures) for item in section.items]
    measures = replace(measures, label=max(measures.label, *labels))
    intro = section.intro.vi if section.intro else None
    # The head of a grid that opens a section has room for it on its left; one above its rows has not.
    if intro and not _head_has_room(section.items[0], measures):
        yield paragraph(intro, measures, section.id, face="italic")
        intro = None
    for _, run in groupby(section.items, _kind):
        items = list(run)
        yield from _with_item_named(items, _run(items, measures, intro))


def _head_has_room(item: Item, measures: Measures) -> bool:
    return isinstance(item, ScaleItem) and not grid_measures(item.scale, measures).stacked


def _kind(item: Item) -> tuple[str, str, bool]:
    scale = item.scale.id if isinstance(item, ScaleItem) else ""
    alone = "" if isinstance(item, ScaleItem | ChoiceItem) else item.id
    return type(item).__name__, scale or alone, item.paper.page_break_before


def _with_item_named(items: Sequence[Item], run: Iterator[Block]) -> Iterator[Block]:
    names = items[0].id if len(items) == 1 else f"{items[0].id} – {items[-1].id}"
    try:
        first = True
        for block in run:
            yield replace(block, starts_page=items[0].paper.page_break_before and first)
            first = False
    except PaperError as error:
        raise PaperError(f"Câu {names}: {error.vi}", f"Item {names}: {error.en}") from error


def _run(items: Sequence[Item], measures: Measures, intro: str | None) -> Iterator[Block]:
    match items[0]:
        case ScaleItem(scale=scale):
            yield from _grid(cast(list[ScaleItem], items), scale, measures, intro)
        case ChoiceItem():
            yield from choice_run(cast(list[ChoiceItem], items), measures)
        case ChoicesItem() as item:
            yield choices(item, measures)
        case TextItem() as item:
            yield writing(item, measures)


def _paths_of_rows(items: list[ScaleItem]) -> tuple[list[ScaleItem], dict[str, str]]:
    """Return the rows without the sentences on who answers them, and these once for each run of rows that share one."""
    paths: dict[str, str] = {}
    for note, run in groupby(items, lambda item: item.paper.applies_note):
        rows = list(run)
        if note is not None:
            names = rows[0].id if len(rows) == 1 else f"{rows[0].id} – {rows[-1].id}"
            paths[rows[0].id] = f"{names}: {note.vi}"
    silent = [replace(item, paper=replace(item.paper, applies_note=None)) for item in items]
    return silent, paths


def _grid(items: list[ScaleItem], scale: Scale, measures: Measures, intro: str | None) -> Iterator[Block]:
    measures = grid_measures(scale, measures)
    items, paths = _paths_of_rows(items)
    head = grid_head(scale, measures, intro)
    lead = items[0].grid.text.vi if items[0].grid and not measures.stacked else ""
    halves = two_columns(items, measures) if len({item.grid for item in items}) == 1 and not paths else None
    if halves is not None:
        if items[0].grid is not None:
            yield sub_heading(items[0].grid.text.vi, None, measures, items[0].id)
        yield halves
        return
    opening = grid_head(scale, measures, intro, lead=lead)
    yield replace(opening, brief=brief_head(scale, measures, lead=lead))
    before = items[0].grid if lead else None
    again = opening
    for item in items:
        if item.grid is not None and item.grid != before:
            shared = sub_heading(item.grid.text.vi, scale, measures, item.id)
            yield replace(shared, header=head)
            again = (
                grid_head(scale, measures, intro, lead=item.grid.text.vi) if lead else stacked(head, shared)
            )
        before = item.grid
        if item.id in paths:
            yield replace(path_note(paths[item.id], scale, measures, item.id), header=again)
        try:
            yield replace(grid_row(item, measures), header=again)
        except PaperError as error:
            raise PaperError(f"{item.id}: {error.vi}", f"{item.id}: {error.en}") from error
