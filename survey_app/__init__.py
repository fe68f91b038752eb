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
    """Return the web application with every part of it registered.

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
    """Set up what every page needs: language, numbers, sign-in, access, security headers and limits."""
    from survey_app import accounts
    from survey_app.web import access, number_formats, security, translation

    translation.init_app(app)
    number_formats.init_app(app)
    accounts.init_app(app)
    access.init_app(app)
    security.init_app(app)


def _citizen_side(app: "Flask") -> None:
    """Register the pages for people who hold a form."""
    from survey_app import citizen

    citizen.init_app(app)


def _staff_side(app: "Flask") -> None:
    """Register the pages for people who have an account."""
    from survey_app import accounts, api, department, postoffice

    accounts.offer_pages(app)
    postoffice.init_app(app)
    department.init_app(app)
    api.init_app(app)


def _surroundings(app: "Flask") -> None:
    """Set up the menu of the registered pages, fonts, and the health check of the database."""
    from survey_app.web import fonts, health, menu

    menu.init_app(app)
    fonts.init_app(app)
    health.init_app(app)
