"""The signed-in account of a session, until its password changes or it is closed."""

import hashlib
from dataclasses import dataclass
from typing import cast

from flask_login import UserMixin, current_user

from survey_app.people.stamp import Stamp
from survey_app.tables import User
from survey_app.web.request_scope import database, now


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc] # flask_login is untyped
    """A signed-in account; a new password ends every older sign-in."""

    account: User

    @property
    def role(self) -> str:
        """The account's role, as ``survey_app.web.access`` names it."""
        return self.account.role.value

    def get_id(self) -> str:
        """Return what the session keeps: the account and a mark of its password."""
        return f"{self.account.id}:{mark(self.account)}"


def mark(account: User) -> str:
    """Return a short hash that changes with the password and does not reveal it."""
    return hashlib.sha256(f"session {account.password_hash}".encode()).hexdigest()[:16]


def load(identity: str) -> SignedIn | None:
    """Return the account a session names, unless it was closed or has a new password."""
    id_, _, password = identity.partition(":")
    account = database().get(User, int(id_)) if id_.isdigit() else None
    if account is None or not account.active or mark(account) != password:
        return None
    return SignedIn(account)


def account() -> User:
    """Return the account that makes this request; only for views that need a sign-in."""
    return cast("SignedIn", current_user).account


def stamp() -> Stamp:
    """Return the stamp of this request: the signed-in account and the moment."""
    return Stamp(account(), now())
