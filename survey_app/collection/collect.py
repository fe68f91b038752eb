"""The only writer of accepted answers, for every mode of answering.

One form, one response, decided by the unique ``form_key`` of the table ``response``. When ``accept`` returns, the
response, its receipt, the redeemed code and the ledger event are on disk together, or none of them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from questionnaires.answers import Answers
from survey_app.collection import margin_notes
from survey_app.errors import AppError
from survey_app.fieldwork import forms
from survey_app.tables import (
    AnswerText,
    DraftPage,
    Form,
    FormEvent,
    FormState,
    Mode,
    Receipt,
    RefusedAnswers,
    Response,
    User,
)
from survey_app.waves import keys, locks

NO_NOTES: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class AcceptedReceipt:
    """The receipt a citizen may keep: a reference, and nothing personal."""

    reference: str
    replayed: bool = False


class AlreadyAnsweredError(AppError):
    """Different answers for a form that has its response; they are kept for the supervisor (409)."""


@dataclass(frozen=True, slots=True)
class _Arrival:
    form: Form
    key: bytes
    answers: Answers
    mode: Mode
    submission_id: str
    day: dt.date
    by: User | None
    notes: Mapping[str, str]

    @property
    def form_key(self) -> bytes:
        return keys.form_key(self.key, self.form.serial)

    @property
    def response_id(self) -> int:
        return keys.response_id(self.key, self.form.serial)

    @property
    def digest(self) -> bytes:
        return keys.digest(self.key, self.answers, self.mode)


def accept(
    session: Session,
    form: Form,
    answers: Answers,
    *,
    mode: Mode | str,
    submission_id: str,
    today: dt.date,
    by: User | None = None,
    notes: Mapping[str, str] = NO_NOTES,
) -> AcceptedReceipt:
    """Accept the answers of a form once, and commit.

    The same answers again, even a hundred times at once, give the same receipt. Different answers are kept as
    evidence (committed too) and refused.

    Args:
        session: a writing session; what else it holds is committed with the answers.
        form: the numbered copy that was answered.
        answers: as checked by ``questionnaires.answers`` against the wave's questionnaire.
        mode: how the person answered.
        submission_id: made when the form was first shown, the same at every repeated sending.
        today: the day, never the time.
        by: the clerk who keyed a paper form; nobody for a citizen.
        notes: what stands in the margins of the paper (``margin_notes.py``); the same answers with other notes are
            the same answers, and notes that came later are added.

    Raises:
        AlreadyAnsweredError: (409) the form already has different answers.
        AppError: (410) the wave is closed; (409) the form was reported lost, judged invalid or never given out.
    """
    # Two doors open on one form wait for each other here; the unique key below is what decides.
    key = locks.lock_form(session, form)
    arrival = _Arrival(form, key, answers, Mode(mode), submission_id, today, by, notes)
    receipt = _replayed(session, arrival)
    if receipt is None:
        forms.check_in_use(form)
        try:
            with session.begin_nested():
                receipt = _write(session.connection(), arrival)
            set_committed_value(form, "state", FormState.ACCEPTED)
        except IntegrityError:
            receipt = _replayed(session, arrival)
            if receipt is None:
                raise
    session.commit()
    return receipt


def _replayed(session: Session, arrival: _Arrival) -> AcceptedReceipt | None:
    """Return the receipt if these very answers are stored; refuse others; None if the form is free."""
    same = (Receipt.form_key == arrival.form_key) | (Receipt.submission_id == arrival.submission_id)
    rows = session.execute(select(Receipt.form_key, Receipt.digest, Receipt.reference).where(same)).all()
    found = next((row for row in rows if row.form_key == arrival.form_key), None)
    if found is None:
        if rows:
            raise _sent_for_another_form()
        return None
    if found.digest == arrival.digest:
        if arrival.notes:
            margin_notes.add(session.connection(), arrival.response_id, arrival.notes)
        return AcceptedReceipt(found.reference, replayed=True)
    _keep_evidence(session, arrival)
    session.commit()
    raise AlreadyAnsweredError(
        "Phiếu này đã có câu trả lời khác được ghi nhận trước. Câu trả lời vừa gửi được giữ lại để người giám "
        "sát xem, không tính vào kết quả. Nếu không phải Ông/Bà đã trả lời, hãy báo bưu cục phát phiếu.",
        "This form already has other answers. What was just sent is kept for the supervisor and not counted. "
        "If it was not you who answered, tell the post office that gave you the form.",
        status=409,
    )


def _write(connection: Connection, arrival: _Arrival) -> AcceptedReceipt:
    """Write the response and its receipt and events; plain statements, for this is the busiest path."""
    _write_response(connection, arrival)
    reference = _write_receipt(connection, arrival)
    _mark_accepted(connection, arrival)
    return AcceptedReceipt(reference)


def _write_response(connection: Connection, arrival: _Arrival) -> None:
    id_ = arrival.response_id
    connection.execute(
        insert(Response),
        {
            "id": id_,
            "wave_id": arrival.form.wave_id,
            "form_key": arrival.form_key,
            "cell_id": arrival.form.cell_id,
            "questionnaire_version": arrival.form.wave.questionnaire_version,
            # The foreign key holds this to the width of the questionnaire.
            "width": len(arrival.answers.codes),
            "codes": arrival.answers.codes,
            "mode": arrival.mode,
            "day": arrival.day,
        },
    )
    texts = [{"response_id": id_, "item": item, "text": text} for item, text in arrival.answers.texts.items()]
    if texts:
        connection.execute(insert(AnswerText), texts)
    if arrival.notes:
        margin_notes.add(connection, id_, arrival.notes)


def _write_receipt(connection: Connection, arrival: _Arrival) -> str:
    reference = keys.receipt_reference(arrival.key, arrival.form.serial)
    connection.execute(
        insert(Receipt),
        {
            "reference": reference,
            "wave_id": arrival.form.wave_id,
            "form_key": arrival.form_key,
            "submission_id": arrival.submission_id,
            "digest": arrival.digest,
        },
    )
    return reference


def _mark_accepted(connection: Connection, arrival: _Arrival) -> None:
    """Move the form to accepted, record the move in the ledger, and delete the draft."""
    form = arrival.form
    connection.execute(
        insert(FormEvent),
        {
            "form_id": form.id,
            "from_state": form.state,
            "to_state": FormState.ACCEPTED,
            "day": arrival.day,
            "by_id": None if arrival.by is None else arrival.by.id,
            "correction": False,
        },
    )
    connection.execute(update(Form).where(Form.id == form.id).values(state=FormState.ACCEPTED))
    connection.execute(delete(DraftPage).where(DraftPage.form_id == form.id))


def _keep_evidence(session: Session, arrival: _Arrival) -> None:
    kept_already = select(RefusedAnswers.id).where(
        RefusedAnswers.form_key == arrival.form_key, RefusedAnswers.digest == arrival.digest
    )
    if session.scalars(kept_already).first() is not None:
        return
    session.add(
        RefusedAnswers(
            wave_id=arrival.form.wave_id,
            form_key=arrival.form_key,
            digest=arrival.digest,
            mode=arrival.mode,
            day=arrival.day,
            codes=arrival.answers.codes,
            texts={**arrival.answers.texts, **arrival.notes},
        )
    )


def _sent_for_another_form() -> AppError:
    """Return the refusal of a submission id of another form: one page was sent under two codes."""
    return AppError(
        "Trang này đã gửi cho một phiếu khác. Hãy mở lại trang đầu và nhập mã của phiếu này.",
        "This page was already sent for another form. Open the first page and type the code of this form.",
        status=409,
    )
