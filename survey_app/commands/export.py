"""``sipas export``: the accepted responses of a wave as files."""

from pathlib import Path

import click

NAMES = {"wide": "responses.csv", "long": "answers.csv", "texts": "texts.csv"}


@click.command()
@click.argument("code")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("var/export"), show_default=True
)
@click.option(
    "--kind", type=click.Choice([*NAMES, "all"]), default="wide", show_default=True, help="What to write."
)
@click.option("--database", help="Else DATABASE_URL, else var/sipas.db.")
def command(code: str, *, out: Path, kind: str, database: str | None) -> None:
    r"""Write the accepted responses of the wave CODE, without form numbers.

    wide: responses.csv, one row a response: area, stratum, clusters, populations, weight, mode, one column an item,
    in codes. long: answers.csv, one row an answer with its wording. texts: texts.csv, the open answers by area.

    \b
    sipas export 2025-1 --out var/2025-1 --kind all
    """
    from survey_app import config, db
    from survey_app.collection import microdata, results
    from survey_app.files import sheets
    from survey_app.waves import catalogue

    url = database or config.from_environment().database_url
    with db.opened(url) as sessions, sessions.reading() as session:
        wave = catalogue.find(session, code)
        instrument = catalogue.questionnaire(wave)
        data = results.responses(session, wave)
        texts = results.texts(session, wave)
    made = {
        "wide": lambda: microdata.wide(data, instrument),
        "long": lambda: sheets.to_csv(microdata.long(data, instrument)),
        "texts": lambda: sheets.to_csv(microdata.open_answers(texts)),
    }
    out.mkdir(parents=True, exist_ok=True)
    for name in made if kind == "all" else [kind]:
        path = out / NAMES[name]
        path.write_bytes(made[name]())
        click.echo(
            f"{path}: {len(texts) if name == 'texts' else len(data)} {'ý kiến' if name == 'texts' else 'phiếu'}"
        )
