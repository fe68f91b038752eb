"""Sign-in of staff: post offices, supervisors and the department."""

from flask import Flask
from flask_login import LoginManager

from survey_app.accounts.signed_in import SignedIn, load
from survey_app.accounts.views import blueprint

__all__ = ["SignedIn", "init_app", "offer_pages"]


def init_app(app: Flask) -> None:
    """Set up the sign-in of every request."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(load)
    manager.init_app(app)


def offer_pages(app: Flask) -> None:
    """Offer sign-in and passwords at ``/tai-khoan``."""
    app.register_blueprint(blueprint)
