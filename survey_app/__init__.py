"""The application: people, pages, storage and commands around the four libraries."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from survey_app.config import Config


def create_app(
    config: "Config | None" = None, *, now: "Callable[[], datetime] | None" = None, sides: str = ""
) -> "Flask":
    """Return the web application; read it as a table of contents.

    Args:
        config: the settings; those of the environment when not given.
        now: the clock, an aware moment; the machine's when not given.
        sides: ``citizen``, ``staff`` or ``citizen staff``: the public side and the staff's can be two processes on
            two machines; ``SIPAS_SIDES`` when not given, and both when that is not set either.
    """
    # Inside, so that the commands which need no web page start without Flask.
    from flask import Flask

    from survey_app.web import http_errors, request_scope
    from survey_app.web import sides as served

    app = Flask(__name__)
    served.init_app(app, sides)
    request_scope.init_app(app, config, now)
    _guards(app)
    if served.has(app, served.CITIZEN):
        _citizen_side(app)
    if served.has(app, served.STAFF):
        _staff_side(app)
    _surroundings(app)
    http_errors.init_app(app)
    return app


def _guards(app: "Flask") -> None:
    """Language, numbers, who is signed in, who may, headers and limits: what every page needs."""
    from survey_app import accounts
    from survey_app.web import access, number_formats, security, translation

    translation.init_app(app)
    number_formats.init_app(app)
    accounts.init_app(app)
    access.init_app(app)
    security.init_app(app)


def _citizen_side(app: "Flask") -> None:
    """The pages of who has a form."""
    from survey_app import citizen

    citizen.init_app(app)


def _staff_side(app: "Flask") -> None:
    """The pages of who has an account."""
    from survey_app import accounts, api, department, postoffice

    accounts.offer_pages(app)
    postoffice.init_app(app)
    department.init_app(app)
    api.init_app(app)


def _surroundings(app: "Flask") -> None:
    """The menu over the pages there are, fonts, and whether the database answers."""
    from survey_app.web import fonts, health, menu

    menu.init_app(app)
    fonts.init_app(app)
    health.init_app(app)
