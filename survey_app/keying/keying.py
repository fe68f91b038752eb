"""Keying of paper forms: one keying, or two independent ones and an adjudication.

- ``key(session, form, answers, source=…, stamp=…) -> Outcome``: first or second keying, whichever is due
- ``adjudicate(session, form, answers, stamp=…) -> Outcome``: what the third person reads on the paper

The turns are in ``turns.py``, the comparison in ``comparison.py``, workload and error rates in ``workload.py``.
Which forms are keyed twice follows from the wave's secret key and its share ``double_keying``: a keyer cannot
foretell it. What is on the paper is kept: nothing is corrected here.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from print import number
from questionnaires.answers import Answers
from survey_app.collection import collect, margin_notes
from survey_app.errors import AppError
from survey_app.fieldwork import movements
from survey_app.keying import turns
from survey_app.keying.comparison import answers_of, compared, differing
from survey_app.people import audit
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, FormState, Keying, KeyingSource, KeyingTurn, Mode
from survey_app.waves import keys, locks


class Status(StrEnum):
    """The status of a form after a keying."""

    ACCEPTED = "accepted"
    NEEDS_SECOND = "needs_second"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of a keying: a receipt if accepted, the differing items if adjudication is due."""

    status: Status
    receipt: collect.AcceptedReceipt | None = None
    differing: tuple[str, ...] = ()


def key(
    session: Session,
    form: Form,
    answers: Answers,
    *,
    stamp: Stamp,
    source: KeyingSource = KeyingSource.PAPER,
) -> Outcome:
    """Save one keying, then accept it, wait for the second, or list the differences. Commits.

    A form that was not recorded as returned is recorded so: the paper is in the keyer's hands.

    Args:
        session: a writing session.
        form: the form that lies on the table.
        answers: what stands on it, as checked by ``questionnaires.answers`` for paper or scan.
        stamp: who keys; for a scan, ``people.machine``.
        source: the paper, or a scan read by machine.

    Raises:
        AlreadyAnsweredError: (409) the web was faster with other answers; these are kept as evidence.
        AppError: nothing to key, or the same person keyed this form before.
    """
    keyer = turns.keyer(form, stamp)
    locks.lock_form(session, form)
    if form.state in turns.BEFORE_RETURN:
        movements.record(session, form, FormState.RETURNED, stamp=stamp)
    if form.state is FormState.ACCEPTED:
        return _accept(session, form, answers, stamp)
    keyings = turns.keyings_of(session, form)
    turn = turns.next_turn(form, keyings, keyer)
    if turn is KeyingTurn.ADJUDICATION:
        raise _needs_adjudication()
    this = _keep(session, form, answers, stamp=stamp, turn=turn, source=source)
    if turn is KeyingTurn.FIRST:
        return _after_first(session, form, answers, stamp)
    return _after_second(session, form, keyings[0], this, stamp)


def adjudicate(session: Session, form: Form, answers: Answers, *, stamp: Stamp) -> Outcome:
    """Accept what the third person reads on the paper; count the errors of the two. Commits.

    Raises:
        AppError: (403) the person keyed this form before; (409) nothing to decide.
    """
    keyer = turns.keyer(form, stamp)
    locks.lock_form(session, form)
    keyings = turns.keyings_of(session, form)
    if turns.next_turn(form, keyings, keyer) is not KeyingTurn.ADJUDICATION:
        raise AppError(
            "Phiếu này không có gì phải phân xử.", "There is nothing to decide on this form.", status=409
        )
    for keying in keyings:
        keying.wrong = len(differing(form, answers_of(keying), answers))
    _keep(session, form, answers, stamp=stamp, turn=KeyingTurn.ADJUDICATION, source=KeyingSource.PAPER)
    audit.record(session, "keying_adjudicated", f"form:{number.write(form.serial)}", stamp=stamp)
    return _accept(session, form, answers, stamp)


def _after_first(session: Session, form: Form, answers: Answers, stamp: Stamp) -> Outcome:
    if keys.is_chosen(keys.key_of(form.wave), form.serial, form.wave.double_keying):
        session.commit()
        return Outcome(Status.NEEDS_SECOND)
    return _accept(session, form, answers, stamp)


def _after_second(session: Session, form: Form, first: Keying, second: Keying, stamp: Stamp) -> Outcome:
    items = differing(form, answers_of(first), answers_of(second))
    first.differing = second.differing = len(items)
    if items:
        session.commit()
        return Outcome(Status.DIFFERS, differing=items)
    first.wrong = second.wrong = 0
    return _accept(session, form, answers_of(first), stamp)


def _accept(session: Session, form: Form, answers: Answers, stamp: Stamp) -> Outcome:
    receipt = collect.accept(
        session,
        form,
        answers,
        mode=Mode.PAPER,
        submission_id=f"paper-{form.serial}",
        today=stamp.day,
        by=stamp.by,
        notes=margin_notes.of_form(session, form),
    )
    return Outcome(Status.ACCEPTED, receipt)


def _keep(
    session: Session,
    form: Form,
    answers: Answers,
    *,
    stamp: Stamp,
    turn: KeyingTurn,
    source: KeyingSource,
) -> Keying:
    keying = Keying(
        form_id=form.id,
        turn=turn,
        source=source,
        keyer_id=stamp.by_id,
        day=stamp.day,
        codes=answers.codes,
        texts=dict(answers.texts),
        fields=len(compared(form)),
    )
    session.add(keying)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise _keyed_by_another() from error
    return keying


def _keyed_by_another() -> AppError:
    return AppError(
        "Phiếu này vừa được người khác nhập. Hãy mở lại phiếu.",
        "Somebody else has just keyed this form. Open it again.",
        status=409,
    )


def _needs_adjudication() -> AppError:
    return AppError(
        "Hai lần nhập phiếu này khác nhau: người thứ ba phải phân xử, không nhập lại.",
        "The two keyings of this form differ: a third person decides, nobody keys again.",
        status=409,
    )
