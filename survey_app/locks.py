"""The one order in which rows are locked: the wave, then the form. Whoever keeps it never waits in a circle."""

from sqlalchemy.orm import Session

from survey_app import keys
from survey_app.tables import Form


def lock_form(session: Session, form: Form) -> bytes:
    """Hold a form until the end of the transaction, keep its wave from being closed, and return the wave's key.

    SQLite needs none of it: a session that may write is alone from its first statement.

    Raises:
        AppError: (410) the wave is closed.
    """
    # A key share is the lightest lock that waits for the closing of the wave, and many can hold it.
    session.refresh(form.wave, with_for_update={"read": True, "key_share": True})
    session.refresh(form, with_for_update=True)
    return keys.key_of(form.wave)
