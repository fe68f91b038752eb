"""Scanning in the demo: some returned forms are filled in with a synthetic pen, scanned and read."""

from pathlib import Path

from PIL import Image
from sqlalchemy.orm import Session

from print.layout.compose import lay_out
from print.scanning.image_files import open_images
from questionnaires import answers
from questionnaires.model import ChoicesItem
from survey_app.config import Config
from survey_app.demo import pen
from survey_app.demo.citizens import Ticks, on_paper
from survey_app.demo.collection import Fieldwork, Progress, staff
from survey_app.demo.cores import on_all_cores
from survey_app.demo.fates import Fate
from survey_app.fieldwork import papers
from survey_app.people.stamp import Stamp
from survey_app.scanning import intake, release, review_queue
from survey_app.tables import Form, Role
from survey_app.waves import catalogue

DPI = 200
LEFT_TO_REVIEW = 12


def scan_forms(work: Fieldwork, met: list[tuple[Form, Fate]], folder: Path, progress: Progress) -> None:
    """Fill in, scan and read forms; all uncertain rows are decided but a few, left for the review desk."""
    forms = [form for form, fate in met if fate is Fate.SCANNED]
    sheets = folder / "scans" / "stack"
    sheets.mkdir(parents=True)
    _scan(work, forms, sheets)
    stamp = Stamp(staff(work.session, Role.COORDINATOR)[0], work.day(14, 22))
    stack = intake.Stack([sheets], folder / "scans", progress=lambda read, _known: progress(read))
    intake.take_in(work.session, work.wave, stack, stamp=stamp)
    _review(work.session, work, stamp)
    release.release(work.session, work.wave, stamp=stamp)


def _scan(work: Fieldwork, forms: list[Form], stack: Path) -> None:
    """Write filled sheets as an office scanner does: grey pictures, one PDF a form."""
    blank = stack.with_name("blank.pdf")
    papers.draw_forms(work.session, work.wave, forms, blank, base_url=Config().base_url, sender=work.sender)
    questionnaire = catalogue.questionnaire(work.wave)
    pages = lay_out(questionnaire).pages
    names, sheets = [], []
    for form in forms:
        marked = _marked(work, on_paper(work.ticks(form), questionnaire, rng=work.rng))
        names.append(stack / f"{form.serial:06d}.pdf")
        sheets.append([pen.strokes(page, marked, rng=work.rng) for page in pages])
    with on_all_cores() as pool:
        list(pool.map(_fill, [blank] * len(forms), range(len(forms)), names, sheets, chunksize=4))
    blank.unlink()


def _fill(blank: Path, place: int, name: Path, sheets: list[list[pen.Stroke]]) -> None:
    """Draw the strokes of one form on its blank pages, the ``place``-th in ``blank``, and write them as a PDF."""
    with open_images(blank) as (_, load):
        filled = [Image.fromarray(load(place * len(sheets) + number)) for number in range(len(sheets))]
    for picture, strokes in zip(filled, sheets, strict=True):
        pen.draw(picture, strokes)
    filled[0].save(name, save_all=True, append_images=filled[1:], resolution=DPI, quality=85)


def _marked(work: Fieldwork, paper: Ticks) -> dict[str, int]:
    """Return the marked oval of each row; blank and doubled rows are left out."""
    questionnaire = catalogue.questionnaire(work.wave)
    checked = answers.read(questionnaire, paper, source="scan")
    if checked.answers is None:
        raise RuntimeError(f"the synthetic paper is refused: {checked.problems}")
    codes = answers.decode(questionnaire, checked.answers.codes)
    return {
        column.name: (column.option or 0)
        if isinstance(questionnaire.items[column.item], ChoicesItem)
        else code
        for column in questionnaire.columns
        for code in [codes[column.name]]
        if not isinstance(questionnaire.items[column.item], ChoicesItem) or code == 1
    }


def _review(session: Session, work: Fieldwork, stamp: Stamp) -> None:
    """Decide waiting rows in the coordinator's name, all but ``LEFT_TO_REVIEW``."""
    coordinator = staff(session, Role.COORDINATOR)[0]
    task = review_queue.next_row(session, work.wave, user=coordinator)
    while task is not None and task.waiting > LEFT_TO_REVIEW:
        row = task.row
        seen = row.code if row.code is not None else row.suggest
        review_queue.decide(session, row, seen or 0, stamp=stamp)
        task = review_queue.next_row(session, work.wave, user=coordinator)
