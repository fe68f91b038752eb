"""``sipas serve``: the pages on this machine."""

import os
import sys
from pathlib import Path

import click

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
    _tell(url, os.environ["SIPAS_BASE_URL"])
    if sys.platform == "win32":
        _serve_on_windows(host, port, workers)
    else:
        # The worker processes must not inherit an open database, so this process becomes the server.
        gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{port}", "--workers", str(workers)]
        os.execv(sys.executable, [*gunicorn, "--log-level", "warning", "survey_app:create_app()"])  # noqa: S606


def _tell(url: str, address: str) -> None:
    """Say where the pages are, and for a demo how to get in; refuse a database without tables."""
    from survey_app import db, serving

    with db.opened(url) as sessions, sessions.reading() as session:
        for line in serving.welcome(session, address):
            click.echo(line)


def _serve_on_windows(host: str, port: int, workers: int) -> None:
    import waitress

    from survey_app import create_app

    waitress.serve(create_app(), host=host, port=port, threads=4 * workers)
