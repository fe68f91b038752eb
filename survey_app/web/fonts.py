"""Be Vietnam Pro for the staff's pages, from the installed font package; citizens' phones use their own."""

from importlib.resources import as_file, files

from flask import Flask, send_file
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as HttpAnswer

from survey_app.web.access import public

WEIGHTS = frozenset({"Regular", "SemiBold"})


@public
def font(weight: str) -> HttpAnswer:
    """Return a font file; a browser keeps it for a year."""
    if weight not in WEIGHTS:
        raise NotFound
    with as_file(files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{weight}.ttf") as path:
        return send_file(path, mimetype="font/ttf")


def init_app(app: Flask) -> None:
    """Offer ``/font/<weight>.ttf``."""
    app.add_url_rule("/font/<weight>.ttf", "font", font)
