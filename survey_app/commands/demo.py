"""``sipas demo``: the whole survey on synthetic data."""

from pathlib import Path

import click


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("var/demo"), show_default=True
)
@click.option("--fresh", is_flag=True, help="Throw the former demo away and make it again.")
def command(out: Path, fresh: bool) -> None:
    r"""Run the whole survey on synthetic data: sample, forms, answers, score table.

    \b
    sipas demo
    sipas demo --fresh --out /tmp/demo
    """
    import sys

    from sampling.plan.plan_file import load_plan
    from survey_app import config
    from survey_app.demo import run
    from survey_app.scores.score_terminal import render
    from survey_app.surveys import surveys

    if run.is_whole(out) and not fresh:
        click.echo(f"{out} đã có một đợt mô phỏng nên không làm lại. Làm lại từ đầu: sipas demo --fresh")
    else:
        survey = surveys.load(config.from_environment().survey)
        plan = load_plan(survey.plan.given)
        result = run.run(out, run.bars(visible=sys.stderr.isatty()), plan, survey)
        click.echo(render(result, colour=sys.stdout.isatty()))
        click.echo(
            "Đã ghi vào " + str(out) + ": " + ", ".join(sorted(p.name for p in out.iterdir() if p.is_file()))
        )
    click.echo("Tiếp theo: make serve")
