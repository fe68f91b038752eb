"""One section of a questionnaire as blocks: runs of rows become grids, runs of choices stand side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import cast

from print.errors import PaperError
from print.layout.blocks import Block, naming, paragraph, stacked
from print.layout.multiple_choices import choices, writing
from print.layout.question_text import label_width
from print.layout.scale_rows import grid_head, grid_measures, grid_row, path_note, sub_heading
from print.layout.single_choices import choice_run
from print.layout.sizes import Measures
from print.layout.two_columns import two_columns
from questionnaires.model import ChoiceItem, ChoicesItem, Grid, Item, Scale, ScaleItem, Section, TextItem


def section_blocks(section: Section, measures: Measures) -> Iterator[Block]:
    """Yield the section's items, its introduction first.

    Raises:
        PaperError: an item does not fit the width of the page; it names which.
    """
    labels = [label_width(item.id, measures) for item in section.items]
    measures = replace(measures, label=max(measures.label, *labels))
    intro = section.intro.in_(measures.language) if section.intro else None
    # The head of a grid that opens a section has room for it on its left; one above its rows has not.
    if intro and not _head_has_room(section.items[0], measures):
        yield paragraph(intro, measures, section.id, face="italic")
        intro = None
    for _, run in groupby(section.items, _kind):
        items = list(run)
        starts_page = items[0].paper.page_break_before
        for i, block in enumerate(_run(items, measures, intro)):
            yield replace(block, starts_page=starts_page and i == 0)


def _head_has_room(item: Item, measures: Measures) -> bool:
    return isinstance(item, ScaleItem) and not grid_measures(item.scale, measures).stacked


def _kind(item: Item) -> tuple[str, str, bool]:
    scale = item.scale.id if isinstance(item, ScaleItem) else ""
    alone = "" if isinstance(item, ScaleItem | ChoiceItem) else item.id
    return type(item).__name__, scale or alone, item.paper.page_break_before


def _run(items: Sequence[Item], measures: Measures, intro: str | None) -> Iterator[Block]:
    match items[0]:
        case ScaleItem(scale=scale):
            yield from _grid(cast(list[ScaleItem], items), scale, measures, intro)
        case ChoiceItem():
            yield from choice_run(cast(list[ChoiceItem], items), measures)
        case ChoicesItem() as item:
            with naming(item.id):
                yield choices(item, measures)
        case TextItem() as item:
            with naming(item.id):
                yield writing(item, measures)


def _paths_of_rows(items: list[ScaleItem], measures: Measures) -> tuple[list[ScaleItem], dict[str, str]]:
    """Return the rows without the sentences on who answers them, and these once for each run of rows that share one."""
    paths: dict[str, str] = {}
    for note, run in groupby(items, lambda item: item.paper.applies_note):
        rows = list(run)
        if note is not None:
            names = rows[0].id if len(rows) == 1 else f"{rows[0].id} – {rows[-1].id}"
            paths[rows[0].id] = f"{names}: {note.in_(measures.language)}"
    silent = [replace(item, paper=replace(item.paper, applies_note=None)) for item in items]
    return silent, paths


def _grid(items: list[ScaleItem], scale: Scale, measures: Measures, intro: str | None) -> Iterator[Block]:
    measures = grid_measures(scale, measures)
    items, paths = _paths_of_rows(items, measures)
    halves = two_columns(items, measures) if len({item.grid for item in items}) == 1 and not paths else None
    if halves is not None:
        if items[0].grid is not None:
            yield sub_heading(_shared(items[0].grid, measures), None, measures, items[0].id)
        yield halves
        return
    # Where a word has no room beside the ovals, the whole grid stands above them.
    try:
        yield from list(_rows(items, paths, scale, measures, intro))
    except PaperError:
        if measures.stacked:
            raise
        yield from _rows(items, paths, scale, replace(measures, stacked=True), intro)


def _rows(
    items: list[ScaleItem], paths: Mapping[str, str], scale: Scale, measures: Measures, intro: str | None
) -> Iterator[Block]:
    first = items[0]
    lead = _shared(first.grid, measures) if first.grid and not measures.stacked else ""
    with naming(first.id):
        again = opening = grid_head(scale, measures, intro, lead=lead)
        head = grid_head(scale, measures, intro)
    yield opening
    before = first.grid if lead else None
    shade = 0
    for item in items:
        if item.grid is not None and item.grid != before:
            with naming(item.id):
                text = _shared(item.grid, measures)
                shared = sub_heading(text, scale, measures, item.id)
                again = grid_head(scale, measures, None, lead=text) if lead else stacked(head, shared)
            yield replace(shared, header=head)
            shade = 0
        before = item.grid
        if item.id in paths:
            yield replace(path_note(paths[item.id], scale, measures, item.id), header=again)
        with naming(item.id):
            row = grid_row(item, measures, shaded=shade % 2 == 0)
        yield replace(row, header=again)
        shade += 1


def _shared(grid: Grid, measures: Measures) -> str:
    return grid.text.in_(measures.language)
