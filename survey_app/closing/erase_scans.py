"""Erasing the readings of scans when a wave closes, then their pictures.

- ``forget(session, wave)``: in the transaction that closes the wave
- ``drop_pictures(session)``: after it is committed
"""

from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from survey_app.tables import Form, ScanPage, ScanRow, Wave


def forget(session: Session, wave: Wave) -> None:
    """Erase what was read on the wave's scans; the pages stay until ``drop_pictures``, to tell which pictures go."""
    pages = select(ScanPage.id).join(Form, ScanPage.form_id == Form.id).where(Form.wave_id == wave.id)
    session.execute(delete(ScanRow).where(ScanRow.page_id.in_(pages)))


def drop_pictures(session: Session) -> bool:
    """Delete the pictures and pages of closed waves, and commit; False when a picture could not be deleted.

    Called after the closing is committed: had the pictures gone first, a closing that failed would have lost them.
    """
    closed = select(ScanPage).join(Form).join(Wave).where(Wave.closed_on.is_not(None))
    whole = True
    for page in session.scalars(closed).all():
        try:
            Path(page.picture).unlink(missing_ok=True)
        except OSError:
            whole = False
        else:
            session.delete(page)
    session.commit()
    return whole
