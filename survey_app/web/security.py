"""Protection of every page: cookies, CSRF tokens, headers, limits of size and of guesses."""

import hashlib
import os
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as HttpAnswer

LARGEST_REQUEST = 64 * 1024
# Above the limit of one file, so that a file too large is refused by a page that keeps what was typed.
LARGEST_UPLOAD = 64 * 1024 * 1024
# A working day; what was typed outlives it, see ``http_errors.ask_again`` and ``survey_app/citizen/ticket.py``.
LONGEST_SESSION = timedelta(hours=12)
A_YEAR = 365 * 24 * 3600

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, strategy="moving-window", headers_enabled=False)


@cache
def fingerprint(folder: str, filename: str) -> str:
    """Return a short hash of a static file, so that a browser may keep each version for a year."""
    path = Path(folder) / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else "0"


def _add_headers(answer: HttpAnswer) -> HttpAnswer:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}")
    may_be_cached = request.endpoint in {"static", "font"} and answer.status_code in {200, 304}
    answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if may_be_cached else "no-store"
    return answer


def _trust_proxies(app: Flask, count: int) -> None:
    """Take the visitor's address and protocol from ``count`` proxies in front; from none if 0."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign] # Flask's own way to wrap it
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def accept_upload() -> None:
    """Allow this request the size of an upload; to be called before anything reads its body."""
    request.max_content_length = LARGEST_UPLOAD
    # What the parser holds at once of a file it writes to disk; it counts as form memory.
    request.max_form_memory_size = 1024 * 1024


def init_app(app: Flask) -> None:
    """Set up the protection of every page; cookies need HTTPS unless the configuration says otherwise."""
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        PERMANENT_SESSION_LIFETIME=LONGEST_SESSION,
        SESSION_COOKIE_NAME="sipas",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.config.setdefault("RATELIMIT_STORAGE_URI", "memory://")
    _trust_proxies(app, int(os.environ.get("SIPAS_PROXIES") or 0))
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(_add_headers)

    @app.url_defaults
    def version_static_files(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["v"] = fingerprint(str(app.static_folder), values["filename"])
