"""The one order in which rows are locked: the wave, then the form. Whoever keeps it never waits in a circle."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from survey_app.tables import Form, Wave
from survey_app.waves import keys

CHANGING = (Form.state, Form.role, Form.replaces_id)


def lock_form(session: Session, form: Form) -> bytes:
    """Hold a form until the end of the transaction, keep its wave from being closed, and return the wave's key.

    ``form`` and its wave are brought up to date. SQLite needs no lock: a session that may write is alone from its
    first statement.

    Raises:
        AppError: (410) the wave is closed.
    """
    # A key share is the lightest lock that waits for the closing of the wave, and many can hold it.
    wave = select(Wave.key, Wave.closed_on).where(Wave.id == form.wave_id)
    key, closed_on = session.execute(wave.with_for_update(read=True, key_share=True)).one()
    set_committed_value(form.wave, "key", key)
    set_committed_value(form.wave, "closed_on", closed_on)
    now = session.execute(select(*CHANGING).where(Form.id == form.id).with_for_update()).one()
    for column, value in zip(CHANGING, now, strict=True):
        set_committed_value(form, column.key, value)
    return keys.key_of(form.wave)
