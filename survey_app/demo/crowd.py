"""Simultaneous answers on the web, by processes that serve the public pages as a real server does.

- ``answer_all(url, answers, progress)``: every citizen of ``answers`` through the pages, on all cores
"""

from collections.abc import Callable
from functools import cache

from flask import Flask

from survey_app import create_app, db
from survey_app.config import Config
from survey_app.demo.browser import answer_on_web
from survey_app.demo.citizens import Ticks
from survey_app.demo.cores import on_all_cores
from survey_app.demo.setting import OPENED
from survey_app.web.sides import CITIZEN


def answer_all(url: str, answers: list[tuple[str, Ticks]], progress: Callable[[int], None]) -> None:
    """Answer every form through the public pages and return when all receipts are there.

    Args:
        url: address of the database.
        answers: access code and ticks of each citizen.
        progress: called with the number of receipts so far.

    Raises:
        RuntimeError: a citizen's pages do not end at a receipt.
    """
    with on_all_cores() as pool:
        receipts = pool.map(_answer, [url] * len(answers), *zip(*answers, strict=True), chunksize=4)
        for done, _ in enumerate(receipts, start=1):
            progress(done)


def _answer(url: str, code: str, ticks: Ticks) -> None:
    answer_on_web(_pages(url).test_client(), code, ticks)


@cache
def _pages(url: str) -> Flask:
    """Return the citizens' side of the application, created once a process."""
    app = create_app(Config(database_url=url), now=lambda: OPENED, sides=CITIZEN)
    # What the demo writes need not survive a power cut: it would be run again.
    app.extensions["sipas_database"] = db.session_factory(url, durable=False)
    return app
