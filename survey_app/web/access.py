"""Access by role: every view declares its roles, and a view that declares none is closed."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import Forbidden, Unauthorized

DEPARTMENT, SUPERVISOR, COORDINATOR, CLERK = "department", "supervisor", "coordinator", "clerk"
ROLES = (DEPARTMENT, SUPERVISOR, COORDINATOR, CLERK)
EVERYBODY = frozenset({"everybody"})
STAFF = frozenset(ROLES)

View = TypeVar("View", bound=Callable[..., object])
_DECLARED: dict[Callable[..., object], frozenset[str]] = {}


def public(view: View) -> View:
    """Declare that a view needs no sign-in."""
    _DECLARED[view] = EVERYBODY
    return view


def allow(*roles: str) -> Callable[[View], View]:
    """Declare the roles that may open a view; no role given means every member of staff."""
    unknown = set(roles) - STAFF
    if unknown:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")

    def declare(view: View) -> View:
        _DECLARED[view] = frozenset(roles) or STAFF
        return view

    return declare


def allowed_roles(endpoint: str) -> frozenset[str]:
    """Return the roles that may open an endpoint of the current app; none if it declares none."""
    if endpoint == "static":
        return EVERYBODY
    view = current_app.view_functions[endpoint]
    return _DECLARED.get(view, frozenset())


def check() -> None:
    """Refuse a request by an account whose role the view does not name.

    Raises:
        Unauthorized: nobody is signed in.
        Forbidden: somebody is, with a role that the view does not name.
    """
    if request.endpoint is None:
        return
    allowed = allowed_roles(request.endpoint)
    if allowed == EVERYBODY:
        return
    if not current_user.is_authenticated:
        raise Unauthorized
    if current_user.role not in allowed:
        raise Forbidden


def init_app(app: Flask) -> None:
    """Register the check of every request before its view."""
    app.before_request(check)
