"""The department's side: counts, scores against targets, evidence, audit and accounts."""

from flask import Flask

from survey_app.department import (
    downloads,
    drawing,
    oversight,
    planning,
    serving,
    users,
    views,
    wave_pages,
)
from survey_app.department.blueprint import blueprint

__all__ = [
    "downloads",
    "drawing",
    "init_app",
    "oversight",
    "planning",
    "serving",
    "users",
    "views",
    "wave_pages",
]


def init_app(app: Flask) -> None:
    """Offer the department's pages at ``/so-noi-vu``."""
    app.register_blueprint(blueprint)
