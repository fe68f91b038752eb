"""``sipas estimate``: estimates from any data file under a complex design, without a database."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scoring.specification.run import Run
    from scoring.specification.spec import Spec


@click.command()
@click.argument("data")
@click.argument("spec", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "table", "csv", "xlsx", "svg"]),
    default="json",
    help="How to write the result; xlsx is a workbook and needs --out, svg a chart.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write to; absent: the terminal.",
)
@click.option(
    "--engine",
    type=click.Choice(["numpy", "duckdb", "postgres", "spark"]),
    default="numpy",
    help="What passes over the answers; all but numpy need the extra «scale».",
)
@click.option(
    "--table", help="With --engine postgres or spark: the table; DATA is then the address of the server."
)
def command(data: str, spec: Path, form: str, out: Path | None, engine: str, table: str | None) -> None:
    r"""Estimate what SPEC (TOML) asks for from DATA (.csv, .csv.gz, .xlsx, .sav, .dta, .parquet; a table with --engine).

    \b
    sipas estimate answers.csv spec.toml
    sipas estimate answers.csv spec.toml --format table
    sipas estimate answers.sav spec.toml --format table
    sipas estimate answers.sav spec.toml --format xlsx --out report.xlsx
    sipas estimate answers.sav spec.toml --format svg --out chart.svg
    sipas estimate answers.parquet spec.toml --engine duckdb
    sipas estimate postgresql://user@host/db spec.toml --engine postgres --table answers
    """
    from scoring.errors import ScoringError
    from scoring.specification import output
    from scoring.specification.files import write_file
    from scoring.specification.spec_file import load_spec

    if form == "xlsx" and out is None:
        raise ScoringError(
            "--format xlsx cần tệp để ghi: hãy thêm --out ket-qua.xlsx.",
            "--format xlsx needs a file: add --out results.xlsx.",
        )
    specification = load_spec(spec)
    done = _carried_out(data, specification, engine, table)
    if specification.weights_out is not None:
        write_file(Path(specification.weights_out), output.weights_csv(done.design), "weights_out")
    language = "en" if os.environ.get("SIPAS_LANG") == "en" else "vi"
    written = output.WRITERS[form](done, language=language)
    if out is not None:
        write_file(out, written, "--out")
    else:
        click.echo(written, nl=False)
    if form in ("csv", "svg"):
        for note in output.notes(done, language):
            click.echo(f"sipas: {note}", err=True)


def _carried_out(data: str, specification: "Spec", engine: str, table: str | None) -> "Run":
    if engine != "numpy":
        from scoring.engine.run import run_on

        return run_on(engine, data, specification, table=table)
    from scoring.specification.data.data_files import read_data
    from scoring.specification.run import run

    read = read_data(Path(data))
    return run(read, list(read), specification)
