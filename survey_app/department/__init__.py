"""The department's side: counts, scores against targets, evidence, audit and accounts."""

from flask import Flask

from survey_app.department import downloads, oversight, users, views
from survey_app.department.blueprint import blueprint

__all__ = ["downloads", "init_app", "oversight", "users", "views"]


def init_app(app: Flask) -> None:
    """Offer the department's pages at ``/so-noi-vu``."""
    app.register_blueprint(blueprint)
