"""Notes that somebody wrote outside all boxes of a paper form, as a person typed them from the scan.

They are no answer to any item: they take no part in the comparison of keyings and in what tells one set of answers from
another, stand beside the open answers under items of their own (``#margin-2-1``: page 2, note 1; ``#margin-2-C11c``: page 2,
beside row C11c), and are exported under a name that no item has.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, insert, select
from sqlalchemy.orm import Session

from print.scanning.reading import MARGIN
from survey_app.tables import AnswerText, Form, ScanPage, ScanRow


def is_note() -> ColumnElement[bool]:
    """Return the condition that a scanned row is a note outside all rows, and none of the questionnaire."""
    return ScanRow.item.startswith(MARGIN)


def of_form(session: Session, form: Form) -> dict[str, str]:
    """Return what was typed from outside the boxes on a form's scanned pages, by item."""
    typed = (
        select(ScanPage.page, ScanRow.item, ScanRow.ink, ScanRow.text)
        .join(ScanPage, ScanRow.page_id == ScanPage.id)
        .where(ScanPage.form_id == form.id, ScanRow.text.is_not(None))
        .order_by(ScanRow.item)
    )
    return {
        item if item.startswith(MARGIN) else f"{MARGIN}-{page}-{item}": text
        for page, item, ink, text in session.execute(typed)
        # A row without ovals that is no note is a box to write in, and its text an answer.
        if text and (ink or item.startswith(MARGIN))
    }


def add(connection: Connection, response_id: int, notes: Mapping[str, str]) -> None:
    """Put notes beside the answers of a response, those it has not got yet."""
    there = set(connection.scalars(select(AnswerText.item).where(AnswerText.response_id == response_id)))
    rows = [
        {"response_id": response_id, "item": item, "text": text}
        for item, text in notes.items()
        if item not in there
    ]
    if rows:
        connection.execute(insert(AnswerText), rows)


def place_of(item: str) -> tuple[int, str] | None:
    """Return the page a note stands on and the row it is beside, "" outside all rows; None where it is no note.

    >>> place_of("#margin-2-1"), place_of("#margin-12-B2_1"), place_of("F2")
    ((2, ''), (12, 'B2_1'), None)
    """
    if not item.startswith(MARGIN):
        return None
    _, page, where = item.split("-")
    return int(page), "" if where.isdecimal() else where
