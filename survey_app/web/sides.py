"""The sides of the application that a process serves: the citizens', the staff's, or both.

A process that serves citizens alone has no address at which anybody could sign in.
"""

import os

from flask import Flask, url_for

CITIZEN, STAFF = "citizen", "staff"
EVERY = (CITIZEN, STAFF)


def has(app: Flask, side: str) -> bool:
    """Return whether this process serves a side."""
    return side in app.extensions["sipas_sides"]


def init_app(app: Flask, sides: str) -> None:
    """Set the sides served: those named, those of ``SIPAS_SIDES``, or both.

    Raises:
        ValueError: a side that does not exist.
    """
    named = (sides or os.environ.get("SIPAS_SIDES") or " ".join(EVERY)).split()
    if not set(named) <= set(EVERY):
        raise ValueError(f"SIPAS_SIDES names {named}; there are only {' and '.join(EVERY)}")
    app.extensions["sipas_sides"] = frozenset(named)

    def home() -> str:
        return url_for("citizen.start" if has(app, CITIZEN) else "accounts.sign_in")

    app.context_processor(lambda: {"home": home, "has_staff": has(app, STAFF)})
