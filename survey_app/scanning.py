"""From a box of scanned sheets to machine keyings; a person decides every row the machine is not certain of.

- ``take_in(session, wave, paths, folder=…, stamp=…) -> Taken``: read files, keep pages, rows and pictures
- ``ready(session, wave, user=…)``: forms with all pages in and no row waiting
- ``release(session, wave, stamp=…) -> Released``: key those forms in the machine's name, through the one gate
- ``forget(session, wave)``: erase all of it, pictures too; ``closing.py`` calls it

The queue of uncertain rows is ``scan_queue.py``.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from print.geometry import Layout
from print.reading import PageReading
from questionnaires import answers as gate
from questionnaires.model import ChoicesItem, Questionnaire
from survey_app import fieldwork, keying, people, waves
from survey_app.errors import AppError
from survey_app.people import require, require_office
from survey_app.stamp import Stamp
from survey_app.tables import Batch, Form, KeyingSource, Role, ScanPage, ScanRow, User, Wave

Crop = tuple[int, int, int, int]
SEVERAL, ILLEGIBLE, DONT_KNOW = 203, 204, 201
SEEDED = 97  # one row in so many is shown to a person although the machine is certain
# A page in one of these states is keyed from the paper; its form waits in the ordinary queue.
READABLE = frozenset({"read", "needs review", "missing side"})


@dataclass
class Taken:
    """What came in: how many pages of which state, how many were there before, and each page to be keyed by hand."""

    states: Counter[str] = field(default_factory=Counter)
    again: int = 0
    by_hand: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """All pages that were read."""
        return self.states.total()


@dataclass(frozen=True, slots=True)
class Released:
    """How many forms were keyed by machine, by what became of them, and the numbers that were refused."""

    outcomes: Counter[str]
    refused: tuple[tuple[int, AppError], ...]


def take_in(
    session: Session,
    wave: Wave,
    paths: Sequence[Path],
    *,
    folder: Path,
    stamp: Stamp,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Taken:
    """Read scanned files and keep what is on them; a page that is there already is left alone. Commits by file.

    Args:
        session: a writing session.
        wave: the wave whose forms these are.
        paths: files or folders.
        folder: where pictures of the pages are kept until the wave closes.
        stamp: who scans.
        workers: processes that read; one for each core when None.
        progress: told (pages read, pages known of) now and then.

    Raises:
        AppError: nobody who may key is signed in.
        PaperError: a path does not exist.
    """
    from print.scan import read_files

    user = require(stamp.by, *keying.MAY_KEY)
    questionnaire = waves.questionnaire(wave)
    taken = Taken()
    readings = read_files(paths, questionnaire, workers=workers, progress=progress)
    for file, group in groupby(readings, key=lambda reading: reading.file):
        pages = list(group)
        wanted = [reading for reading in pages if _wanted(session, wave, reading, user, taken)]
        for reading, jpeg, crops in _pictures(Path(file), wanted, questionnaire):
            _keep(session, wave, reading, stamp, folder=folder / wave.code, jpeg=jpeg, crops=crops)
        session.commit()
    return taken


def ready(session: Session, wave: Wave, *, user: User) -> list[Form]:
    """Return forms whose pages are all in, with no row left to look at, and which the machine has not keyed."""
    needed = {version: set(pages) for version, pages in _pages_needed(waves.questionnaire(wave)).items()}
    here = select(ScanPage).join(Form, ScanPage.form_id == Form.id).where(Form.wave_id == wave.id)
    if user.role is Role.CLERK:
        here = here.join(Batch, Form.batch_id == Batch.id).where(Batch.office_id == user.office_id)
    busy = set(session.scalars(here.with_only_columns(ScanPage.form_id).join(ScanRow).where(is_waiting())))
    forms: dict[Form, set[int]] = {}
    lacking: dict[Form, set[int]] = {}
    for page in session.scalars(here.where(~ScanPage.keyed).order_by(Form.serial)):
        forms.setdefault(page.form, set()).add(page.page)
        lacking[page.form] = needed.get(page.version, set()) - forms[page.form]
    return [form for form in forms if not lacking[form] and form.id not in busy]


def release(session: Session, wave: Wave, *, stamp: Stamp) -> Released:
    """Key every ready form in the machine's name, so that it meets the clerks' keyings; commits form by form.

    What differs from a clerk's keying goes to a third person, as with any two keyings.

    Raises:
        AppError: nobody who may key is signed in.
    """
    user = require(stamp.by, *keying.MAY_KEY)
    machine = Stamp(people.machine(session), stamp.at)
    outcomes: Counter[str] = Counter()
    refused = []
    for form in ready(session, wave, user=user):
        try:
            outcomes[_key(session, form, machine).value] += 1
        except AppError as error:
            session.rollback()
            refused.append((form.serial, error))
    return Released(outcomes, tuple(refused))


def is_waiting() -> ColumnElement[bool]:
    """Return the condition that a person has to look at a row."""
    unread = ScanRow.code.is_(None)
    seeded = is_seeded() & ScanRow.checked.is_(None)
    disputed = ScanRow.checked.is_not(None) & (ScanRow.checked != ScanRow.code)
    return ScanRow.decided.is_(None) & or_(unread, seeded, disputed)


def is_seeded() -> ColumnElement[bool]:
    """Return the condition that a row is shown to a person although the machine was certain of it."""
    return (ScanRow.id % SEEDED == 0) & (ScanRow.reason != "nothing written")


def forget(session: Session, wave: Wave) -> None:
    """Erase the wave's scans: rows, pages and the pictures on disk."""
    pages = select(ScanPage.id).join(Form, ScanPage.form_id == Form.id).where(Form.wave_id == wave.id)
    for picture in session.scalars(select(ScanPage.picture).where(ScanPage.id.in_(pages))):
        Path(picture).unlink(missing_ok=True)
    session.execute(delete(ScanRow).where(ScanRow.page_id.in_(pages)))
    session.execute(delete(ScanPage).where(ScanPage.id.in_(pages)))


def _wanted(session: Session, wave: Wave, reading: PageReading, user: User, taken: Taken) -> bool:
    """Count a page; tell whether it is to be kept."""
    taken.states[reading.state] += 1
    place = reading.file, reading.image + 1
    if reading.number is None or reading.state not in READABLE:
        taken.by_hand.append((*place, reading.reason or reading.state))
        return False
    try:
        form = fieldwork.find_form(session, reading.number, wave=wave)
        require_office(user, form.batch.office_id)
    except AppError as error:
        taken.by_hand.append((*place, error.vi))
        return False
    there = select(ScanPage.id).where(ScanPage.form_id == form.id, ScanPage.page == reading.page)
    if session.scalars(there).first() is not None:
        taken.again += 1
        return False
    return True


def _pictures(
    file: Path, readings: Sequence[PageReading], questionnaire: Questionnaire
) -> Iterator[tuple[PageReading, bytes, dict[str, Crop]]]:
    from print.pages import open_images
    from print.upright import upright

    if not readings:
        return
    layouts = _layouts(questionnaire)
    with open_images(file) as (_, load):
        for reading in readings:
            shown = upright(load(reading.image), layouts, reading)
            yield reading, shown.jpeg, shown.crops


def _keep(
    session: Session,
    wave: Wave,
    reading: PageReading,
    stamp: Stamp,
    *,
    folder: Path,
    jpeg: bytes,
    crops: dict[str, Crop],
) -> None:
    form = fieldwork.find_form(session, reading.number or "", wave=wave)
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"{form.serial}-{reading.page}.jpg"
    picture.write_bytes(jpeg)
    page = ScanPage(
        form_id=form.id,
        page=reading.page,
        state=reading.state,
        file=Path(reading.file).name[:200],
        image=reading.image,
        picture=str(picture),
        version=reading.version,
        rule=reading.rule,
        by_id=stamp.by_id,
        day=stamp.day,
        keyed=False,
    )
    page.rows = [
        ScanRow(
            item=row.item,
            code=row.code,
            reason=row.reason,
            ink={str(code): share for code, share in row.ink.items()},
            crop=list(crops[row.item]),
            suggest=row.suggest,
        )
        for row in reading.rows
    ]
    page.rows += [
        ScanRow(
            item=box.item,
            code=None if box.written else 0,
            reason="handwriting" if box.written else "nothing written",
            ink={},
            crop=list(crops[box.item]),
        )
        for box in reading.writing
    ]
    session.add(page)
    session.flush()


def _key(session: Session, form: Form, machine: Stamp) -> keying.Status:
    pages = list(session.scalars(select(ScanPage).where(ScanPage.form_id == form.id)))
    questionnaire = waves.questionnaire(form.wave)
    marks = {row.item: row.answer for page in pages for row in page.rows}
    texts = {row.item: [row.text] for page in pages for row in page.rows if row.text}
    checked = gate.read(questionnaire, tokens(questionnaire, marks) | texts, source="scan")
    if checked.answers is None:
        raise AppError(
            f"Máy đọc phiếu {form.serial} ra mã lạ: hãy nhập phiếu này bằng tay.",
            f"The machine read strange codes on form {form.serial}: key it by hand.",
        )
    for page in pages:
        page.keyed = True
    return keying.key(session, form, checked.answers, stamp=machine, source=KeyingSource.SCAN).status


def tokens(questionnaire: Questionnaire, marks: Mapping[str, int | None]) -> dict[str, list[str]]:
    """Return the tokens by item that rows say, as the one gate takes them; a row never seen is not read."""
    raw: dict[str, list[str]] = {}
    for column in questionnaire.columns:
        code = marks.get(column.name, ILLEGIBLE)
        if code is None:
            code = ILLEGIBLE
        said = {0: "", SEVERAL: "*", ILLEGIBLE: "?", DONT_KNOW: "kb"}.get(code, str(code))
        if not said:
            continue
        if isinstance(questionnaire.items[column.item], ChoicesItem):
            raw.setdefault(column.item, []).append(said if said == "?" else str(column.option))
        else:
            raw[column.item] = [said]
    return {item: ["?"] if "?" in said else said for item, said in raw.items()}


@cache
def _layouts(questionnaire: Questionnaire) -> dict[str, Layout]:
    from print.scan import layouts_of

    return layouts_of(questionnaire)


def _pages_needed(questionnaire: Questionnaire) -> dict[str, list[int]]:
    return {
        layout.version: [page.number for page in layout.pages if page.rows or page.writing]
        for layout in _layouts(questionnaire).values()
    }
