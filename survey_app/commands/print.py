"""``sipas print``: forms of any questionnaire as PDF with their layout, or the batches of a wave."""

import datetime as dt
import json
from pathlib import Path

import click

from print.batch import Cover, PaperNotice
from questionnaires.text import LANGUAGES, Language
from survey_app.commands.said import warn
from survey_app.errors import AppError
from survey_app.files.written_files import ready, whole, written

EXAMPLE = """\b
Examples:
  sipas print phieu.toml --numbers 100 --out forms.pdf --layout layout.json --help-line "0000 000 000"
  sipas print --wave 2025-1 --office BC01 --out var/print
  sipas print --wave 2025-1 --office BC01 --lang en --out var/print
"""


@click.command(epilog=EXAMPLE)
@click.argument("questionnaire", type=click.Path(path_type=Path), required=False)
@click.option("--numbers", type=click.IntRange(1, 1_000_000), help="How many forms.")
@click.option(
    "--start", type=click.IntRange(1), default=1, show_default=True, help="Serial of the first form."
)
@click.option("--wave", help="Code of an open wave, instead of a questionnaire file.")
@click.option("--office", help="Code of one post office of the wave; all of them if not given.")
@click.option("--large", is_flag=True, help="Large print: 14 points.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default="vi",
    show_default=True,
    help="Language of forms and letters; all that is asked must have words in it.",
)
@click.option("--synthetic", is_flag=True, help="Label every page «DỮ LIỆU MÔ PHỎNG».")
@click.option("--help-line", default="", help="Of forms from a file: whom to call.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Of forms from a file: the last day.")
@click.option("--purpose", default="", help="Of forms from a file: who asks and why, in a sentence.")
@click.option("--use", default="", help="Of forms from a file: what becomes of the answers.")
@click.option("--giving-back", default="", help="Of forms from a file: how the form is given back.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF, or a wave's folder.")
@click.option("--layout", type=click.Path(path_type=Path), help="The layout, as JSON.")
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(
    questionnaire: Path | None,
    *,
    numbers: int | None,
    start: int,
    wave: str | None,
    office: str | None,
    large: bool,
    language: Language,
    synthetic: bool,
    until: dt.datetime | None,
    out: Path,
    layout: Path | None,
    database: str | None,
    **said: str,
) -> None:
    """Draw numbered forms of a QUESTIONNAIRE file, or the batches of a wave with cover, list and letters.

    The layout tells where every oval is, in millimetres from the top-left corner. Drawing a batch of a wave
    again is a reprint: it is marked on the paper and kept in the audit. What a wave says on its papers is written on
    its page.
    """
    from survey_app.waves.notices import last_day

    told = any(said.values()) or until is not None
    if wave is not None and questionnaire is None and not told:
        _print_wave(wave, office, out, large=large, language=language, database=database)
    elif questionnaire is not None and numbers is not None and wave is None and office is None:
        cover = Cover(
            sender="",
            synthetic=synthetic,
            until=last_day(until.date(), language) if until else None,
            notice=PaperNotice(**said),
        )
        serials = range(start, start + numbers)
        _print_file(questionnaire, serials, out, layout, cover, large=large, language=language)
    elif told and wave is not None:
        raise AppError(
            "Lời in trên phiếu của một đợt được ghi ở trang của đợt, không ghi ở lệnh in.",
            "What a wave says on its forms is written on the wave's page, not given to this command.",
        )
    else:
        raise AppError(
            "Hãy cho tệp bộ câu hỏi cùng --numbers, hoặc --wave; xem ví dụ trong sipas print --help.",
            "Give a questionnaire file with --numbers, or --wave; sipas print --help shows examples.",
        )


def _print_file(
    source: Path,
    serials: range,
    out: Path,
    layout: Path | None,
    cover: Cover,
    *,
    large: bool,
    language: Language,
) -> None:
    from print.batch import FormToPrint
    from print.layout.compose import lay_out, to_json
    from print.number import write
    from print.papers.forms import draw_batch
    from questionnaires.load import load

    ready(out, read=[source])
    if layout is not None:
        ready(layout, read=[source, out])
    questionnaire = load(source)
    placed = lay_out(questionnaire, large=large, language=language)
    forms = (FormToPrint(write(serial)) for serial in serials)
    with written(out):
        drawn = draw_batch(out, questionnaire, cover, forms, large=large, language=language)
    if layout is not None:
        with whole(layout) as text:
            text.write(json.dumps(to_json(placed), ensure_ascii=False, indent=1) + "\n")
    click.echo(
        f"{out}: {drawn.forms} phiếu, {drawn.pages} trang ({len(placed.pages)} trang một phiếu), "
        f"số {write(serials[0])} – {write(serials[-1])}, mã in {drawn.tag}."
    )
    click.echo("In hai mặt, đúng tỷ lệ 100 % (Actual size).")


def _print_wave(
    wave: str, office: str | None, out: Path, *, large: bool, language: Language, database: str | None
) -> None:
    from survey_app import config, db
    from survey_app.fieldwork import papers, print_warnings
    from survey_app.people.stamp import Stamp
    from survey_app.surveys import surveys
    from survey_app.waves import catalogue, notices

    settings = config.from_environment()
    owner = surveys.load(settings.survey).owner
    with db.opened(database or settings.database_url) as sessions, sessions() as session, written(out):
        warn(notices.lacking(notices.of_wave(catalogue.find(session, wave))))
        stamp = Stamp(None, dt.datetime.now(dt.UTC))
        job = papers.PrintJob(
            out,
            settings.base_url,
            stamp,
            owner.organisation.in_(language),
            large=large,
            language=language,
            address=owner.address,
        )
        for warning in print_warnings.warnings(session, wave, office, job):
            warn(warning)
        for done in papers.print_wave(session, wave, office, job):
            session.commit()
            again = " (in lại)" if done.reprint else ""
            click.echo(f"{done.folder}: {done.forms} phiếu, {done.pages} trang{again}")
