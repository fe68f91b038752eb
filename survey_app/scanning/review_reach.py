"""The scanned rows a person may work on."""

from sqlalchemy import Select, select

from survey_app.tables import Batch, Form, Role, ScanPage, ScanRow, User, Wave


def rows_of(wave: Wave, user: User) -> Select[ScanRow]:
    """Return the rows of the wave's unkeyed pages that this person may work on."""
    query = (
        select(ScanRow)
        .join(ScanPage, ScanRow.page_id == ScanPage.id)
        .join(Form, ScanPage.form_id == Form.id)
        .where(Form.wave_id == wave.id, ~ScanPage.keyed)
    )
    if user.role is Role.CLERK:
        query = query.join(Batch, Form.batch_id == Batch.id).where(Batch.office_id == user.office_id)
    return query
