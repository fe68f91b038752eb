"""Papers of a wave, batch by batch: forms with cover and hand-out list, letters, labels, layout.

- ``print_wave(session, wave, office, PrintJob(…)) -> Iterator[PrintedBatch]``: a folder a batch; drawing a batch again
  is a reprint, marked on every page and kept in the audit
- ``print_warnings.warnings(…)``: what the papers will lack, to be said before they are printed
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from print.batch import Cover, Printed
from print.layout.compose import compose, to_json
from print.papers.forms import draw_batch
from print.papers.labels import draw_labels
from print.papers.letters import draw_letters
from questionnaires.model import Language, Questionnaire
from survey_app.errors import AppError
from survey_app.fieldwork.routes import AreaNames, to_print, walked
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Batch, DesignCell, Form, PostOffice, Wave
from survey_app.waves import catalogue, keys, notices, printed_layouts

PRINTED, REPRINTED = "batch_printed", "batch_reprinted"


@dataclass(frozen=True, slots=True)
class PrintedBatch:
    """One batch on paper: its folder, forms and pages drawn, and whether it is a reprint."""

    folder: Path
    forms: int
    pages: int
    reprint: bool


@dataclass(frozen=True, slots=True)
class PrintJob:
    """The settings of a print run: folder, web address, stamp, sender's name and postal address, size of print."""

    out: Path
    base_url: str
    stamp: Stamp
    sender: str
    large: bool = False
    language: Language = "vi"
    address: str = ""


def print_wave(session: Session, code: str, office: str | None, job: PrintJob) -> Iterator[PrintedBatch]:
    """Draw the batches of a wave, of one post office or of all, each into a folder of its own.

    Raises:
        AppError: (404) no such wave, or no batch of this office in it; (410) the wave is closed; its notice has no words
            in the language of the job.
        PaperError: the questionnaire does not fit the paper, or has no words in that language.
    """
    wave = catalogue.find(session, code)
    keys.key_of(wave)
    notices.refuse_untranslated(notices.of_wave(wave), job.language)
    questionnaire = catalogue.questionnaire(wave)
    names = AreaNames.of(session, wave.opened_on)
    for batch in batches_of(session, wave, office):
        yield _print_batch(session, batch, questionnaire, names, job)


def draw_forms(
    session: Session, wave: Wave, forms: Iterable[Form], out: Path, *, base_url: str, sender: str
) -> Printed:
    """Draw some forms of a wave as one PDF without cover and list; not audited, for it is no print run."""
    cover = replace(_cover(batches_of(session, wave, None)[0], base_url, sender), office="", batch="")
    printed = (to_print(form, base_url) for form in forms)
    return draw_batch(out, catalogue.questionnaire(wave), cover, printed)


def forms_of(session: Session, wave: Wave) -> list[Form]:
    """Return every form of a wave, batch by batch, as they are printed."""
    return [form for batch in batches_of(session, wave, None) for form in forms_of_batch(session, batch)]


def _print_batch(
    session: Session, batch: Batch, questionnaire: Questionnaire, names: AreaNames, job: PrintJob
) -> PrintedBatch:
    folder = job.out / f"{batch.wave.code}-{batch.office.code}-{batch.number:03d}"
    folder.mkdir(parents=True, exist_ok=True)
    cover = replace(_cover(batch, job.base_url, job.sender, job.language), address=job.address)
    forms = walked(forms_of_batch(session, batch), names, base_url=job.base_url)
    again = batch.printed_on is not None
    drawn = draw_batch(
        folder / "phieu.pdf",
        questionnaire,
        cover,
        forms,
        large=job.large,
        reprint=again,
        language=job.language,
    )
    draw_letters(folder / "thu-moi.pdf", questionnaire, cover, forms, language=job.language)
    draw_labels(folder / "nhan.pdf", cover, forms)
    form = compose(questionnaire, large=job.large, language=job.language)
    printed_layouts.keep(batch.wave, form)
    placed = json.dumps(to_json(form.layout), ensure_ascii=False)
    (folder / "layout.json").write_text(placed + "\n", encoding="utf-8")
    if batch.printed_on is None:
        batch.printed_on = job.stamp.day
    audit.record(
        session,
        REPRINTED if again else PRINTED,
        f"batch:{batch.wave.code}/{batch.number}",
        stamp=job.stamp,
        details={
            "forms": drawn.forms,
            "pages": drawn.pages,
            "tag": drawn.tag,
            "large": job.large,
            "language": job.language,
        },
    )
    return PrintedBatch(folder, drawn.forms, drawn.pages, again)


def batches_of(session: Session, wave: Wave, office: str | None) -> list[Batch]:
    """Return the batches of a wave, of one post office or of all, by number.

    Raises:
        AppError: (404) there is none.
    """
    chosen = select(Batch).join(Batch.office).where(Batch.wave_id == wave.id).order_by(Batch.number)
    if office is not None:
        chosen = chosen.where(PostOffice.code == office)
    found = list(session.scalars(chosen))
    if not found:
        codes = (
            ", ".join(sorted({batch.office.code for batch in batches_of(session, wave, None)}))
            if office
            else "—"
        )
        raise AppError(
            f"Đợt «{wave.code}» không có lô phiếu nào của bưu cục «{office or ''}». Các bưu cục: {codes}.",
            f"The wave '{wave.code}' has no batch of the office '{office or ''}'. Offices: {codes}.",
            status=404,
        )
    return found


def forms_of_batch(session: Session, batch: Batch) -> Iterator[Form]:
    """Yield the forms of a batch by number, with their cells and areas."""
    of_batch = select(Form).where(Form.batch_id == batch.id).order_by(Form.serial)
    yield from session.scalars(of_batch.options(joinedload(Form.cell).joinedload(DesignCell.area)))


def _cover(batch: Batch, base_url: str, sender: str, language: Language = "vi") -> Cover:
    wave = batch.wave
    return Cover(
        wave=wave.name,
        office=batch.office.name,
        batch=f"{batch.office.code}-{batch.number:03d}",
        web_address=urlsplit(base_url).netloc,
        until=notices.last_day(wave.closes_on, language),
        notice=notices.on_paper(notices.of_wave(wave), language),
        sender=sender,
        synthetic=wave.synthetic,
    )
