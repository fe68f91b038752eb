"""Row locks, always in the order wave, form: so no two transactions can deadlock."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from survey_app.tables import Form, Wave
from survey_app.waves import keys

CHANGING = (Form.state, Form.role, Form.replaces_id)
# Made once: these two run at every move of every form. A key share is the lightest lock that waits for the closing of
# the wave, and many can hold it.
WAVE = (
    select(Wave.key, Wave.closed_on)
    .where(Wave.id == bindparam("wave"))
    .with_for_update(read=True, key_share=True)
)
FORM = select(*CHANGING).where(Form.id == bindparam("form")).with_for_update()


def lock_form(session: Session, form: Form) -> bytes:
    """Lock a form until the end of the transaction, keep its wave from closing, and return the wave's key.

    ``form`` and its wave are brought up to date. SQLite needs no lock: a session that may write is alone from its
    first statement.

    Raises:
        AppError: (410) the wave is closed.
    """
    session.flush()
    connection = session.connection()
    key, closed_on = connection.execute(WAVE, {"wave": form.wave_id}).one()
    set_committed_value(form.wave, "key", key)
    set_committed_value(form.wave, "closed_on", closed_on)
    now = connection.execute(FORM, {"form": form.id}).one()
    for column, value in zip(CHANGING, now, strict=True):
        set_committed_value(form, column.key, value)
    return keys.key_of(form.wave)
