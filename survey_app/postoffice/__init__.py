"""The post office's side: batches, the ledger of forms, keying and deciding differences."""

import os

from flask import Flask

from survey_app.postoffice import keying_views, ledger_views, scan_views
from survey_app.postoffice.blueprint import blueprint

__all__ = ["init_app", "keying_views", "ledger_views", "scan_views"]


def init_app(app: Flask) -> None:
    """Offer the post office's pages at ``/buu-dien``."""
    app.config.setdefault("SCANS_FOLDER", os.environ.get("SIPAS_SCANS") or "var/scans")
    app.register_blueprint(blueprint)
