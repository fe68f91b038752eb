"""``sipas load-areas``: load administrative units, populations and successor links."""

from pathlib import Path

import click


@click.command()
@click.argument("what", required=False)
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(what: str | None, *, database: str | None) -> None:
    r"""Load areas: WHAT is a CSV or XLSX file; without it, the list of the survey (SIPAS_SURVEY).

    A file with the column name holds units, one with old_code successor links, any other populations.
    Loading the same file twice changes nothing; from a file with a mistake nothing is loaded.

    \b
    sipas load-areas
    sipas load-areas thon-ap.csv
    """
    from survey_app import db
    from survey_app.areas import areas
    from survey_app.config import from_environment
    from survey_app.errors import AppError
    from survey_app.surveys import surveys

    settings = from_environment()
    listed = surveys.load(settings.survey).areas
    with db.opened(database or settings.database_url) as sessions, sessions() as session:
        if what is None or what == listed.name:
            loaded = areas.load_list(session, listed)
        elif what.lower().endswith((".csv", ".xlsx", ".xlsm")):
            loaded = areas.load_file(session, Path(what))
        else:
            raise AppError(
                f"Không có danh mục «{what[:40]}» đi kèm; hiện có: {listed.name}. Hoặc ghi đường dẫn tệp .csv, .xlsx.",
                f"No list of areas '{what[:40]}' comes with it; there is: {listed.name}. Or give a .csv or .xlsx file.",
            )
        session.commit()
    click.echo(
        f"{what or listed.name}: thêm {loaded.added}, sửa {loaded.changed}, giữ nguyên {loaded.unchanged}."
    )
