"""The signed ticket by which a citizen's pages name their form, instead of an account.

Every page holds it in a hidden field, so that a page whose session has expired still knows its form, and a page
of one form never saves into another that was opened beside it.
"""

from dataclasses import dataclass
from uuid import uuid4

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

THIRTY_DAYS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form, and the id under which its answers are sent however often a button is pressed."""

    form_id: int
    submission_id: str

    def sign(self) -> str:
        """Return the ticket as text for a hidden field."""
        return str(_signer().dumps([self.form_id, self.submission_id]))


def issue(form_id: int) -> Ticket:
    """Return a new ticket for a form whose code was typed."""
    return Ticket(form_id, uuid4().hex)


def read(text: str | None) -> Ticket | None:
    """Return the ticket in ``text``, or None when it was not signed here in the last thirty days."""
    try:
        form_id, submission_id = _signer().loads(text or "", max_age=THIRTY_DAYS)
    except (BadSignature, ValueError, TypeError):
        return None
    return Ticket(int(form_id), str(submission_id))


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="citizen's ticket")
