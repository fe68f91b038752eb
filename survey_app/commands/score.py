"""``sipas score``: compute the score table of a wave and write it as JSON, CSV and XLSX."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from survey_app.tables import Wave


@click.command()
@click.option("--wave", help="The wave's code; the newest wave when left out.")
@click.option(
    "--metric",
    type=click.Choice(["ty_le_hai_long", "diem_quy_doi"]),
    default="ty_le_hai_long",
    show_default=True,
    help="The primary metric: share of answers 4-5, or mean over five.",
)
@click.option(
    "--adjust",
    type=click.Choice(["none", "holm", "bh"]),
    default="none",
    show_default=True,
    help="Adjust verdicts for judging many criteria at once.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for scores.json, scores.csv and scores.xlsx.  [default: var/<wave>]",
)
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(wave: str | None, metric: str, adjust: str, *, out: Path | None, database: str | None) -> None:
    r"""Compute the score table of a wave against the targets of the plan.

    \b
    sipas score --wave 2025-1
    sipas score --wave 2025-1 --adjust holm --out bao-cao
    """
    from scoring import targets
    from scoring.run import score
    from survey_app import config, db, results, score_files, scores, waves
    from survey_app.score_text import render

    with db.session_factory(database or config.from_environment().database_url).reading() as session:
        chosen = waves.find(session, wave) if wave else _newest(waves.all_waves(session))
        instrument = waves.questionnaire(chosen)
        method = scores.method_of(chosen, instrument, metric)  # type: ignore[arg-type] # click checked it
        declared = replace(method, adjust=adjust)  # type: ignore[arg-type] # click checked it
        run = score(results.responses(session, chosen), instrument, targets.load(scores.PLAN), declared)
        paths = score_files.write_files(
            run, out or Path("var") / chosen.code, score_files.area_names(session)
        )
    click.echo(render(run, colour=sys.stdout.isatty()))
    click.echo("Đã ghi: " + ", ".join(str(path) for path in paths))


def _newest(waves: "list[Wave]") -> "Wave":
    from survey_app.errors import AppError

    if not waves:
        raise AppError(
            "Chưa có đợt khảo sát nào; hãy mở một đợt bằng sipas open-wave.",
            "There is no wave yet; open one with sipas open-wave.",
        )
    return waves[0]
