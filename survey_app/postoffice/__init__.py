"""The post office's side: batches, the ledger of forms, keying and deciding differences."""

import os

from flask import Flask

from survey_app.postoffice import (
    adjudication_views,
    form_views,
    keying_views,
    ledger_views,
    scan_row_views,
    scan_views,
)
from survey_app.postoffice.blueprint import blueprint

__all__ = [
    "adjudication_views",
    "form_views",
    "init_app",
    "keying_views",
    "ledger_views",
    "scan_row_views",
    "scan_views",
]


def init_app(app: Flask) -> None:
    """Offer the post office's pages at ``/buu-dien``."""
    app.config.setdefault("SCANS_FOLDER", os.environ.get("SIPAS_SCANS") or "var/scans")
    app.register_blueprint(blueprint)
