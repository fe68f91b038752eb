"""Intake of scanned sheets: pages, rows and pictures are kept until the wave closes.

- ``take_in(session, wave, Stack(paths, folder), stamp=…) -> IntakeResult``: read files, save their pages and rows
- ``is_waiting()``: the condition that a row waits for review; the queue is ``review_queue.py``

How a reading is kept is ``page_records.py``, what becomes of the rows ``release.py`` (a keying by machine); when the
wave closes ``survey_app/closing/erase_scans.py`` erases them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from print.geometry import Layout
from print.scanning.copies import marks_differ
from print.scanning.page_reasons import PageCode
from print.scanning.reading import Half, PageReading
from questionnaires.model import Questionnaire
from survey_app.errors import AppError
from survey_app.fieldwork import forms
from survey_app.keying import turns
from survey_app.people.roles import require, require_office
from survey_app.people.stamp import Stamp
from survey_app.scanning import own_hand, page_records
from survey_app.tables import Form, ScanPage, ScanRow, User, Wave
from survey_app.waves import catalogue, printed_layouts

SEEDED = 97  # one row in so many is shown to a person although the machine is certain
# A page in one of these states is keyed from the paper; its form waits in the ordinary queue.
READABLE = frozenset({"read", "needs review", "missing side"})


@dataclass(frozen=True, slots=True)
class PageNotice:
    """A notice about one page: its file, its image from 1, and the reasons.

    ``why`` is the reader's code; where it is None, ``sentence`` is a sentence made for people. ``half`` is the part of
    an image of two sheets.
    """

    file: str
    image: int
    why: PageCode | None
    sentence: str = ""
    half: Half = ""


@dataclass
class IntakeResult:
    """The result of an intake: pages by state, pages known before, those to key by hand, those with warnings.

    ``own_hand`` counts the rows accepted by what people had said of other pages of their form.
    """

    states: Counter[str] = field(default_factory=Counter)
    again: int = 0
    by_hand: list[PageNotice] = field(default_factory=list)
    warned: dict[PageCode, list[PageNotice]] = field(default_factory=dict)
    own_hand: int = 0

    @property
    def pages(self) -> int:
        """All pages that were read."""
        return self.states.total()


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack of scanned sheets with the settings of its intake.

    Attributes:
        paths: files or folders.
        folder: where pictures of the pages are kept until the wave closes.
        workers: processes that read; one for each core when None.
        progress: called with (pages read, pages known of) now and then.
    """

    paths: Sequence[Path]
    folder: Path
    workers: int | None = None
    progress: Callable[[int, int], None] | None = None


def take_in(session: Session, wave: Wave, stack: Stack, *, stamp: Stamp) -> IntakeResult:
    """Read scanned files and save their pages and rows; known pages are left alone. Commits by file.

    Args:
        session: a writing session.
        wave: the wave whose forms these are.
        stack: what was scanned.
        stamp: who scans.

    Raises:
        AppError: nobody who may key is signed in.
        PaperError: a path does not exist.
    """
    # OpenCV is loaded when a scan comes, not when the application starts.
    from print.scanning.scan import read_files

    user = require(stamp.by, *turns.MAY_KEY)
    result = IntakeResult()
    readings = read_files(
        stack.paths,
        catalogue.questionnaire(wave),
        printed_as=printed_layouts.of_wave(wave),
        pictures=True,
        workers=stack.workers,
        progress=stack.progress,
    )
    for _, pages in groupby(readings, key=lambda reading: reading.file):
        kept = set()
        for reading in pages:
            form = _form_to_keep(session, wave, reading, user, result)
            if form is not None:
                _keep(session, form, reading, folder=stack.folder / wave.code, stamp=stamp)
                kept.add(form)
        session.commit()
        # People may know this hand from pages that came before.
        result.own_hand += own_hand.settle_all(session, kept, stamp=stamp)
    return result


def _keep(session: Session, form: Form, reading: PageReading, *, folder: Path, stamp: Stamp) -> None:
    upright = reading.upright
    if upright is None:
        raise ValueError(f"{reading.file} [{reading.image}] was read without its picture")
    picture = folder / f"{form.serial}-{reading.page}.jpg"
    folder.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(upright.jpeg)
    session.add(page_records.page_of(form, reading, upright.crops, picture=picture, stamp=stamp))
    session.flush()


def is_waiting() -> ColumnElement[bool]:
    """Return the condition that a row waits for review."""
    unread = ScanRow.code.is_(None)
    seeded = is_seeded() & ScanRow.checked.is_(None)
    disputed = ScanRow.checked.is_not(None) & (ScanRow.checked != ScanRow.code)
    return ScanRow.decided.is_(None) & or_(unread, seeded, disputed)


def is_seeded() -> ColumnElement[bool]:
    """Return the condition that a certain row is seeded into the review queue."""
    return (ScanRow.id % SEEDED == 0) & (ScanRow.reason != "nothing written")


def _form_to_keep(
    session: Session, wave: Wave, reading: PageReading, user: User, result: IntakeResult
) -> Form | None:
    """Count a page; return its form where the page is to be kept."""
    result.states[reading.state] += 1
    if "copies agree" in reading.reason_codes:
        result.again += 1
        return None
    if reading.number is None or reading.state not in READABLE:
        result.by_hand.append(_notice(reading, reading.reason_codes[0], reading.reason))
        return None
    try:
        form = forms.find_form(session, reading.number, wave=wave)
        require_office(user, form.batch.office_id)
    except AppError as error:
        result.by_hand.append(_notice(reading, None, error.vi))
        return None
    there = select(ScanPage).where(ScanPage.form_id == form.id, ScanPage.page == reading.page)
    page = session.scalars(there).first()
    if page is None:
        for warning in page_records.warnings(reading):
            result.warned.setdefault(warning, []).append(_notice(reading, warning))
        return form
    if _contradicts(page, reading):
        result.by_hand.append(_notice(reading, "copies differ"))
    else:
        result.again += 1
    return None


def _notice(reading: PageReading, why: PageCode | None, sentence: str = "") -> PageNotice:
    return PageNotice(reading.file, reading.image + 1, why, sentence, reading.half)


def _contradicts(page: ScanPage, reading: PageReading) -> bool:
    """Return whether two scans of one page hold different marks: then it was not the same sheet."""
    before = {row.item: row for row in page.rows}
    return any(
        marks_differ(row.code, row.ink, kept.code, {int(code): share for code, share in kept.ink.items()})
        for row in reading.rows
        if (kept := before.get(row.item)) is not None
    )


@cache
def layouts(questionnaire: Questionnaire) -> dict[str, Layout]:
    """Return the layouts a questionnaire's forms may have, by the tag in their QR codes."""
    from print.scanning.scan import layouts_of

    return layouts_of(questionnaire)
