"""postoffice."""

from flask import Flask

from survey_app.postoffice.views import blueprint


def init_app(app: Flask) -> None:
    """Register."""
    app.register_blueprint(blueprint)
