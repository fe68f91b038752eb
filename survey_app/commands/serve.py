"""``sipas serve``: serve the pages on this machine and print their addresses."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

DEMO = Path("var/demo/sipas.db")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--database", help="Else DATABASE_URL, else the demo's, else var/sipas.db.")
def command(port: int, host: str, workers: int, database: str | None) -> None:
    r"""Serve the pages of citizens, post offices and the department.

    \b
    sipas serve
    sipas serve --port 8080 --database postgresql://localhost/sipas
    """
    from survey_app import config

    demo = f"sqlite:///{DEMO}" if DEMO.exists() else None
    url = database or os.environ.get("DATABASE_URL") or demo or config.DEFAULT_DATABASE
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("SIPAS_BASE_URL", f"http://{host}:{port}")
    _print_welcome(url, os.environ["SIPAS_BASE_URL"])
    if sys.platform == "win32":
        _serve_on_windows(host, port, workers)
    else:
        # The worker processes must not inherit an open database, so this process becomes the server.
        gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--workers", str(workers)]
        os.execv(sys.executable, [*gunicorn, "--log-level", "warning", "survey_app:create_app()"])  # noqa: S606


def _print_welcome(url: str, address: str) -> None:
    """Print the address of each side, and the ways into synthetic data; refuse a database without tables."""
    from survey_app import config, db
    from survey_app.surveys import surveys

    organisation = surveys.load(config.from_environment().survey).owner.organisation.vi
    with db.opened(url) as sessions, sessions.reading() as session:
        for line in welcome(session, url, address, organisation):
            click.echo(line)


def welcome(session: "Session", url: str, address: str, organisation: str) -> Iterator[str]:
    """Yield the lines printed when the server starts.

    Args:
        session: a reading session.
        url: the address of the database.
        address: the address of the pages.
        organisation: who holds the survey.
    """
    for who, path in (("Người dân", "/"), ("Bưu cục", "/buu-dien/"), (organisation, "/so-noi-vu/")):
        yield f"{who + ':':<12} {address}{path}"
    yield from _accounts(url)
    yield from _synthetic_codes(session)
    yield "Dừng: Ctrl+C"


def _accounts(url: str) -> Iterator[str]:
    """Yield the lines of the accounts file that lies beside a synthetic SQLite database, if there is one."""
    from survey_app.config import ACCOUNTS_FILE

    file = Path(url.removeprefix("sqlite:///")).with_name(ACCOUNTS_FILE)
    if url.startswith("sqlite:///") and file.is_file():
        yield from file.read_text("utf-8").splitlines()


def _synthetic_codes(session: "Session") -> Iterator[str]:
    """Yield an access code for each open synthetic wave: of a form that was handed out and not answered."""
    from sqlalchemy import select

    from survey_app.tables import Form, FormState
    from survey_app.waves import catalogue

    for wave in catalogue.all_waves(session):
        if wave.synthetic and wave.is_open:
            waiting = select(Form).where(Form.wave_id == wave.id, Form.state == FormState.HANDED_OUT)
            form = session.scalars(waiting.order_by(Form.serial).limit(1)).first()
            if form is not None:
                yield f"Mã phiếu của một người dân mô phỏng: {catalogue.access_code(form)}"


def _serve_on_windows(host: str, port: int, workers: int) -> None:
    import waitress

    from survey_app import create_app

    waitress.serve(create_app(), host=host, port=port, threads=4 * workers)
