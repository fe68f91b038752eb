"""Notes that somebody wrote outside all questions of a paper form, as a person typed them from the scan.

They are no answer to any item: they take no part in the comparison of keyings and in what tells one set of answers from
another, stand beside the open answers under items of their own (``#margin-2-1``: page 2, note 1), and are exported under a
name that no item has.
"""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, insert, select
from sqlalchemy.orm import Session

from print.scanning.reading import MARGIN
from survey_app.tables import AnswerText, Form, ScanPage, ScanRow


def is_note() -> ColumnElement[bool]:
    """Return the condition that a scanned row is a note and no row of the questionnaire."""
    return ScanRow.item.startswith(MARGIN)


def of_form(session: Session, form: Form) -> dict[str, str]:
    """Return what was typed from the notes on a form's scanned pages, by item."""
    typed = (
        select(ScanRow.item, ScanRow.text)
        .join(ScanPage, ScanRow.page_id == ScanPage.id)
        .where(ScanPage.form_id == form.id, is_note(), ScanRow.text.is_not(None))
        .order_by(ScanRow.item)
    )
    return {item: text for item, text in session.execute(typed) if text}


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


def page_of(item: str) -> int | None:
    """Return the page a note stands on, None where the item is no note.

    >>> page_of("#margin-2-1"), page_of("F2")
    (2, None)
    """
    return int(item.split("-")[1]) if item.startswith(MARGIN) else None
