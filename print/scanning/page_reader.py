"""The reading of one image: page found, identified and flattened, its rows measured and classified."""

from dataclasses import replace
from typing import Literal

import numpy as np

from print.geometry import Box, Layout, Layouts, Page, Row, Writing
from print.number import write
from print.scanning.habits.habit import Recognised, habit_of
from print.scanning.joined_rows import joined
from print.scanning.page.flat_page import Flat, flatten
from print.scanning.page.identify import Codes, Unknown, identify, read_codes
from print.scanning.page.printed import free_of_print
from print.scanning.page.quality import (
    Sheet,
    crosses,
    is_bilevel,
    is_copied,
    is_lit_unevenly,
    is_photo,
    is_washed_out,
    scanned_tones,
    streaks,
    within_sheet,
)
from print.scanning.page.registration import Found, Points, Registration, find_fiducials, page_of, register
from print.scanning.page.surroundings import surroundings
from print.scanning.page.upright import upright
from print.scanning.page_reasons import Beware
from print.scanning.reading import (
    MARGIN,
    Crop,
    NoteReading,
    PageReading,
    PageState,
    RowReading,
    WritingReading,
)
from print.scanning.rows.classify import RowDecision, classify
from print.scanning.rows.handwriting import WRITTEN, ink_in
from print.scanning.rows.margin_notes import Note
from print.scanning.rows.measure import PageInk, measure
from print.scanning.rows.row_ink import RowInk

Spoiled = Literal["bilevel", "photocopied"]

READ = frozenset({"read", "needs review"})
_CROP_MARGIN = 2.0  # millimetres of paper shown round a row's words and ovals


def read_image(
    grey: np.ndarray, layouts: Layouts, *, file: str, image: int, pictures: bool = False
) -> PageReading:
    """Return what one image says, never raising for what is on it.

    Args:
        grey: 8-bit grey, any orientation, 100 to 300 dpi.
        layouts: the layouts that may be on it, by the tag in their QR codes.
        file: where it came from, kept in the reading.
        image: its place in that file, from 0.
        pictures: lay the page straight for people too, where it was read.
    """
    unread = PageReading(file, image, None, None, "unreadable")
    found = find_fiducials(grey)
    page = page_of(found)
    codes = _codes(grey, found, page, layouts)
    identity = identify(codes, page, len(found), layouts)
    if isinstance(identity, Unknown):
        return replace(unread, state=identity.state).with_reasons(identity.why, tag=identity.tag)
    layout = layouts[identity.tag]
    sheet = _page(layout, identity.page)
    if sheet is None:
        return unread.with_reasons("no such page")
    named = replace(unread, number=write(identity.serial), page=identity.page, version=layout.version)
    registration = register(sheet, found, codes.places)
    if registration is None:
        return named.with_reasons("few corner marks")
    flat = flatten(grey, sheet, registration, layout.page_mm)
    reading = _read_rows(grey, flat, sheet, registration, layout, named)
    if pictures and reading.state in READ:
        notes = {note.item: Box(*note.place) for note in reading.notes}
        return replace(reading, upright=upright(flat.straight, sheet, registration, grey.shape, notes))
    return reading


def _page(layout: Layout, number: int) -> Page | None:
    return next((page for page in layout.pages if page.number == number), None)


def _codes(grey: np.ndarray, found: Found, number: int | None, layouts: Layouts) -> Codes:
    """Return the QR codes, looked for in the places of every layout until a tag inside is known."""
    last = Codes()
    if len(found) < 3:
        return read_codes(grey, None, None)
    for layout in layouts.values():
        page = _page(layout, number) if number is not None else None
        registration = register(page, found) if page is not None else None
        if page is None or registration is None:
            continue
        last = read_codes(grey, page, registration)
        if any(payload.tag in layouts for payload in last.payloads):
            return last
    return last if last.payloads else read_codes(grey, None, None)


def _read_rows(
    grey: np.ndarray, flat: Flat, sheet: Page, registration: Registration, layout: Layout, named: PageReading
) -> PageReading:
    inside = within_sheet(grey, registration, layout.page_mm)
    spoiled = _spoiled(inside, flat, sheet)
    washed_out = is_washed_out(scanned_tones(flat, sheet))
    photo = is_photo(registration, layout.page_mm)
    # The sides of a photographed sheet lean: its printed rules would reach the edges of the upright part.
    lines = streaks(Sheet(grey, 0, 0) if photo else inside)
    free = free_of_print(layout.prints[sheet.number - 1]) if layout.prints else None
    seen = measure(flat, sheet.rows, free) if sheet.rows else PageInk([])
    rows = []
    papers = [each.paper for each in surroundings(sheet.rows)]
    for at, (row, ink, paper) in enumerate(zip(sheet.rows, seen.rows, papers, strict=True)):
        decision = classify([oval.code for oval in row.ovals], ink)
        if any(crosses(line, registration, row.band) for line in lines):
            decision = RowDecision(None, "streak", None)
        recognised = None if spoiled else habit_of(sheet.rows, at, seen, decision.reason)
        decision = _doubted(decision, spoiled, washed_out=washed_out)
        crop = _crop(registration.pixels(paper, _CROP_MARGIN), grey.shape)
        rows.append(_row_reading(row, ink, decision, recognised, crop))
    answers = joined(rows)
    state: PageState = "needs review" if any(row.state == "review" for row in answers) else "read"
    beware: dict[Beware, bool] = {
        "streak": bool(lines),
        "photo": photo,
        "uneven light": is_lit_unevenly(flat),
        "no mark": bool(answers) and all(row.code == 0 for row in answers),
        "margin note": bool(seen.notes),
        "print unknown": free is None,
    }
    read = replace(
        named,
        state=spoiled or state,
        rows=answers,
        writing=tuple(_writing(flat, each) for each in sheet.writing),
        notes=_notes(seen.notes, sheet.number, registration, grey.shape),
    ).with_reasons(*(code for code, so in beware.items() if so))
    return read if spoiled is None else read.with_reasons(spoiled)


def _doubted(decision: RowDecision, spoiled: Spoiled | None, *, washed_out: bool) -> RowDecision:
    """Return a decision as far as a scan that may have lost marks bears it."""
    if spoiled is not None:
        likely = decision.suggest if decision.code is None else decision.code
        return RowDecision(None, spoiled, likely)
    if washed_out and decision.code == 0:
        return RowDecision(None, "washed out", None)
    return decision


def _spoiled(paper: Sheet, flat: Flat, sheet: Page) -> Spoiled | None:
    """Return how the scan has lost pencil marks, None for a good one; a spoiled sheet goes to a person."""
    if is_bilevel(paper):
        return "bilevel"
    return "photocopied" if is_copied(scanned_tones(flat, sheet)) else None


def _writing(flat: Flat, place: Writing) -> WritingReading:
    ink = ink_in(flat, place.box)
    return WritingReading(place.item, ink > WRITTEN, round(ink, 1))


def _notes(
    found: tuple[Note, ...], page: int, registration: Registration, shape: tuple[int, ...]
) -> tuple[NoteReading, ...]:
    return tuple(
        NoteReading(
            f"{MARGIN}-{page}-{number}",
            round(note.ink, 1),
            (round(note.box.x, 1), round(note.box.y, 1), round(note.box.w, 1), round(note.box.h, 1)),
            _crop(registration.pixels(note.box, _CROP_MARGIN), shape),
        )
        for number, note in enumerate(found, start=1)
    )


def _crop(where: Points, shape: tuple[int, ...]) -> Crop:
    """Return the upright rectangle round points, as far as the image reaches: words stand at the sheet's edge."""
    size = (shape[1], shape[0])
    low = np.clip(np.floor(where.min(0)), 0, size).astype(int)
    high = np.clip(np.ceil(where.max(0)), 0, size).astype(int)
    return int(low[0]), int(low[1]), int(high[0] - low[0]), int(high[1] - low[1])


def _row_reading(
    row: Row, ink: RowInk, decision: RowDecision, recognised: Recognised | None, crop: Crop
) -> RowReading:
    return RowReading(
        item=row.item,
        code=decision.code,
        state="review" if decision.code is None else "accepted",
        reason=decision.reason,
        ink={oval.code: round(seen.inside, 4) for oval, seen in zip(row.ovals, ink.ovals, strict=True)},
        suggest=decision.suggest if recognised is None else recognised.code,
        crop=crop,
        habit=None if recognised is None else recognised.habit,
    )
