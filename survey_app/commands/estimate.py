"""``sipas estimate``: estimates from any data file under a complex design, without a database."""

import os
from pathlib import Path

import click


@click.command()
@click.argument("data")
@click.argument("spec", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "table", "csv"]),
    default="json",
    help="How to write the result.",
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
def command(data: str, spec: Path, form: str, engine: str, table: str | None) -> None:
    r"""Estimate what SPEC (TOML) asks for from DATA (.csv, .csv.gz, .xlsx, .sav, .dta, .parquet; a table with --engine).

    \b
    sipas estimate answers.csv spec.toml
    sipas estimate answers.csv spec.toml --format table
    sipas estimate answers.sav spec.toml --format table
    sipas estimate answers.parquet spec.toml --engine duckdb
    sipas estimate postgresql://user@host/db spec.toml --engine postgres --table answers
    """
    from scoring.specification.files import write_text
    from scoring.specification.output import notes, to_csv, to_json, to_table, weights_csv
    from scoring.specification.run import run
    from scoring.specification.spec_file import load_spec

    specification = load_spec(spec)
    if engine == "numpy":
        from scoring.specification.data.data_files import read_data

        read = read_data(Path(data))
        done = run(read, list(read), specification)
    else:
        from scoring.engine.run import run_on

        done = run_on(engine, data, specification, table=table)
    if specification.weights_out is not None:
        write_text(Path(specification.weights_out), weights_csv(done.design), "weights_out")
    writer = {"json": to_json, "csv": to_csv, "table": to_table}[form]
    language = "en" if os.environ.get("SIPAS_LANG") == "en" else "vi"
    click.echo(writer(done, language=language), nl=False)
    if form == "csv":
        for note in notes(done, language):
            click.echo(f"sipas: {note}", err=True)
