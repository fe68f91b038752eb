"""department."""

from flask import Flask

from survey_app.department.views import blueprint


def init_app(app: Flask) -> None:
    """Register."""
    app.register_blueprint(blueprint)
