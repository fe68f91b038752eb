"""``sipas score``: compute the score table of a wave and write it as JSON, CSV and XLSX."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from scoring.diagnostics.change import WaveData
    from scoring.weighting import StepReport
    from survey_app.tables import Wave


@click.command()
@click.option("--wave", help="The wave's code; the newest wave when left out.")
@click.option(
    "--metric",
    type=click.Choice(["ty_le_hai_long", "diem_quy_doi"]),
    help="Share of answers 4-5, or mean over five.  [default: what the wave declared]",
)
@click.option(
    "--adjust",
    type=click.Choice(["none", "holm", "bh"]),
    help="Adjust verdicts for judging many criteria at once.  [default: what the wave declared]",
)
@click.option(
    "--weights",
    type=click.Choice(["base", "nonresponse"]),
    help="Design weights, or these adjusted for forms that did not come back.  [default: what the wave declared]",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for scores.json, scores.csv and scores.xlsx.  [default: var/<wave>]",
)
@click.option(
    "--analysis", is_flag=True, help="Also reliability, drivers, modes and communes, as JSON and XLSX."
)
@click.option("--since", help="With --analysis: the code of the wave to compare with.")
@click.option(
    "--area-scale",
    type=click.Choice(["share", "logit", "arcsine"]),
    default="arcsine",
    show_default=True,
    help="With --analysis: the scale communes are modelled on.",
)
@click.option(
    "--covariates",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --analysis: a CSV file of what is known of communes, by their code.",
)
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(
    wave: str | None,
    *,
    metric: str | None,
    adjust: str | None,
    weights: str | None,
    out: Path | None,
    analysis: bool,
    since: str | None,
    area_scale: str,
    covariates: Path | None,
    database: str | None,
) -> None:
    r"""Compute the score table of a wave against the targets of the plan.

    \b
    sipas score --wave 2025-1
    sipas score --wave 2025-1 --adjust holm --out bao-cao
    sipas score --wave 2026-1 --analysis --since 2025-1
    """
    from scoring.analysis import analyse
    from scoring.run import score
    from scoring.small_area.area_covariates import read_area_covariates
    from survey_app import config, db
    from survey_app.fieldwork import form_dispositions
    from survey_app.scores import analysis_files, analysis_terminal, responsibilities, score_files, scores
    from survey_app.scores.score_terminal import render
    from survey_app.surveys import surveys
    from survey_app.waves import catalogue, target_sets

    known = read_area_covariates(covariates) if covariates else None
    settings = config.from_environment()
    survey = surveys.load(settings.survey)
    with db.opened(database or settings.database_url).reading() as session:
        chosen = catalogue.find(session, wave) if wave else _newest(catalogue.all_waves(session))
        now, adjustment = _data(session, chosen, weights)
        before = _data(session, catalogue.find(session, since), weights)[0] if since else None
        declared = (chosen, now.questionnaire, survey.breakdown, metric, weights)
        method = scores.method_of(*declared)  # type: ignore[arg-type] # click checked it
        names, plan = score_files.area_names(session), target_sets.of_wave(chosen)
        response = form_dispositions.account(session, chosen)
    method = replace(method, adjust=adjust or method.adjust)  # type: ignore[arg-type] # click checked it
    run = score(now.data, now.questionnaire, plan, method, adjustment=adjustment, response=response)
    folder = out or Path("var") / chosen.code
    paths = score_files.write_files(run, folder, names, responsibilities.plan_of(run, survey))
    click.echo(render(run, colour=sys.stdout.isatty()))
    if analysis:
        scale = {"area_scale": area_scale, "covariates": known}
        analysed = analyse(now, plan, method, before, **scale)  # type: ignore[arg-type] # click checked it
        paths += analysis_files.write_files(analysed, folder, names)
        click.echo(analysis_terminal.render(analysed))
    click.echo("Đã ghi: " + ", ".join(str(path) for path in paths))


def _data(session: "Session", wave: "Wave", weights: str | None) -> "tuple[WaveData, StepReport | None]":
    from scoring.diagnostics.change import WaveData
    from survey_app.scores import scores
    from survey_app.waves import catalogue

    data, adjustment = scores.weighted_responses(
        session,
        wave,
        weights or scores.declared_weights(wave),  # type: ignore[arg-type] # click checked it
    )
    return WaveData(data, catalogue.questionnaire(wave)), adjustment


def _newest(waves: "list[Wave]") -> "Wave":
    from survey_app.errors import AppError

    if not waves:
        raise AppError(
            "Chưa có đợt khảo sát nào; hãy mở một đợt bằng sipas open-wave.",
            "There is no wave yet; open one with sipas open-wave.",
        )
    return waves[0]
