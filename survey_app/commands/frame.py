"""``sipas frame``: a list checked before a sample is drawn from it, with a report that is signed."""

import sys
from pathlib import Path

import click

EXAMPLE = """\b
Examples:
  sipas frame check thon.xlsx
  sipas frame check thon.xlsx --plan ke-hoach.toml --out bien-ban.md
"""


@click.group(epilog=EXAMPLE)
def command() -> None:
    """Check a list before a sample is drawn from it."""


@command.command("check")
@click.argument("list_file", metavar="LIST", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--plan", help="A plan (TOML, or the name of a plan of the library) that will draw from the list."
)
@click.option("--sheet", help="The worksheet, by default the first.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the report to this file.")
def check(list_file: Path, plan: str | None, sheet: str | None, out: Path | None) -> None:
    """Report on LIST (CSV or XLSX): its hash, counts, what was found, room for a signature; exit 1 if it cannot be used."""
    from sampling.frame.frame_report import report_on
    from sampling.plan.plan_file import load_plan
    from survey_app.errors import AppError

    sources = {list_file.resolve(), *([Path(plan).resolve()] if plan else [])}
    if out is not None and out.resolve() in sources:
        raise AppError(
            "--out trùng với tệp đầu vào; hãy chọn tên khác.",
            "--out is one of the files that are read; choose another name.",
        )
    report = report_on(list_file, None if plan is None else load_plan(plan), sheet=sheet)
    if out is None:
        click.echo(report.text, nl=False)
    else:
        out.write_text(report.text, "utf-8")
        click.echo(f"Đã ghi biên bản / report written: {out}")
    if not report.usable:
        sys.exit(1)
