"""The citizen's side: the code on the form opens a questionnaire of one section a page."""

from flask import Flask

from survey_app.citizen import entry, views
from survey_app.citizen.blueprint import blueprint

__all__ = ["entry", "init_app", "views"]


def init_app(app: Flask) -> None:
    """Offer the citizen's pages at the root of the site."""
    app.register_blueprint(blueprint)
