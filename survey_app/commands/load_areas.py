"""``sipas load-areas``: load administrative units, populations and successor links."""

from pathlib import Path

import click


@click.command()
@click.argument("what")
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(what: str, *, database: str | None) -> None:
    r"""Load areas: WHAT is a list that comes with sipas (dong-nai), or a CSV or XLSX file.

    A file with the column name holds units, one with old_code successor links, any other populations.
    Loading the same file twice changes nothing; from a file with a mistake nothing is loaded.

    \b
    sipas load-areas dong-nai
    sipas load-areas thon-ap.csv
    """
    from survey_app import db
    from survey_app.areas import areas
    from survey_app.config import from_environment

    with db.opened(database or from_environment().database_url) as sessions, sessions() as session:
        is_file = what.lower().endswith((".csv", ".xlsx", ".xlsm"))
        loaded = areas.load_file(session, Path(what)) if is_file else areas.load_named(session, what)
        session.commit()
    click.echo(f"{what}: thêm {loaded.added}, sửa {loaded.changed}, giữ nguyên {loaded.unchanged}.")
