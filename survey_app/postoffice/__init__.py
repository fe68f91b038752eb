"""The post office's side: batches, the ledger of forms, keying and deciding differences."""

from flask import Flask

from survey_app.postoffice import keying_views
from survey_app.postoffice.views import blueprint

__all__ = ["init_app", "keying_views"]


def init_app(app: Flask) -> None:
    """Offer the post office's pages at ``/buu-dien``."""
    app.register_blueprint(blueprint)
