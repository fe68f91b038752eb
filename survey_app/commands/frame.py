"""``sipas frame``: a list checked before a sample is drawn from it, with a report that is signed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sampling.frame.frame_report import FrameReport

EXAMPLE = """\b
Examples:
  sipas frame check thon.xlsx
  sipas frame check thon.xlsx --plan ke-hoach.toml --out bien-ban.md
  sipas frame check thon.xlsx --plan ke-hoach.toml --out bien-ban.pdf
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
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report to this file; .pdf to be signed.",
)
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
        _write(report, out)
        click.echo(f"Đã ghi biên bản / report written: {out}")
    if not report.usable:
        sys.exit(1)


def _write(report: "FrameReport", out: Path) -> None:
    """Write the report as Markdown in both languages, or as minutes in Vietnamese where the file ends in .pdf."""
    if out.suffix.lower() != ".pdf":
        out.write_text(report.text, "utf-8")
        return
    from print.report.frame_minutes import FrameMinutes, draw_minutes
    from survey_app import config
    from survey_app.surveys import surveys

    owner = surveys.load(config.from_environment().survey).owner
    plan = [("Kế hoạch rút mẫu", f"«{report.plan}»")] if report.plan else []
    (verdict, _), (by, _) = report.verdict
    minutes = FrameMinutes(
        title="Biên bản kiểm tra\ndanh sách chọn mẫu",
        wave=report.file,
        organisation=owner.organisation.vi,
        superior=owner.superior,
        place=owner.place,
        kind="BB",
        facts=[("Tệp", f"«{report.file}», {report.size} byte"), ("SHA-256", report.sha256), *plan],
        verdict=f"{verdict} {by}".strip() + ".",
        reasons=[vi for vi, _ in report.faults],
        size=f"{report.rows} dòng, {len(report.columns)} cột.",
        columns=[each.cells for each in report.columns],
        found=[vi for vi, _ in report.found],
        units=[vi for vi, _ in report.units],
    )
    draw_minutes(out, minutes)
