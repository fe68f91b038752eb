"""From paper to accepted answers: one keying, or two independent ones and a third that decides.

- ``open_form(session, text, wave=…, user=…) -> Task``: the form by its number, and whose turn it is
- ``key(session, form, answers, source=…, stamp=…) -> Outcome``: first or second keying, whichever is due
- ``comparison(session, form, user=…) -> Comparison``: both keyings and where they differ, for a third person only
- ``adjudicate(session, form, answers, stamp=…) -> Outcome``: what the third person reads on the paper

What is left to do and how often keyers err is in ``keying_queue.py``. Which forms are keyed twice follows from the wave's secret key and its share ``double_keying``: a keyer cannot
foretell it. What is on the paper is kept: nothing is corrected here, and open text is not compared.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from print import number
from questionnaires import answers as gate
from questionnaires.answers import Answers
from questionnaires.model import TextItem
from survey_app import audit, collect, fieldwork, forms, keys, locks, waves
from survey_app.errors import AppError
from survey_app.people import require, require_office
from survey_app.stamp import Stamp
from survey_app.tables import (
    Form,
    FormState,
    Keying,
    KeyingSource,
    KeyingTurn,
    Mode,
    Role,
    User,
    Wave,
)

MAY_KEY = (Role.CLERK, Role.COORDINATOR, Role.DEPARTMENT)
BEFORE_RETURN = frozenset({FormState.ISSUED, FormState.HANDED_OUT})


class Status(StrEnum):
    """What happened to a keying."""

    ACCEPTED = "accepted"
    NEEDS_SECOND = "needs_second"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a keying led to: a receipt when the answers are in, the items that differ when they wait for a third."""

    status: Status
    receipt: collect.AcceptedReceipt | None = None
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A form somebody is about to key, and the turn that is due."""

    form: Form
    turn: KeyingTurn


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two keyings of a form side by side, and the items at which they say different things."""

    form: Form
    first: Answers
    second: Answers
    differing: tuple[str, ...]


def open_form(session: Session, text: str, *, wave: Wave, user: User) -> Task:
    """Return the form whose number was typed, ready for the keying that is due.

    Raises:
        AppError: wrong check digit, another wave, another office; nothing to key; the user keyed this form before.
    """
    form = forms.find_form(session, text, wave=wave)
    require_office(require(user, *MAY_KEY), form.batch.office_id)
    return Task(form, _due(form, _keyings(session, form), user))


def key(
    session: Session,
    form: Form,
    answers: Answers,
    *,
    stamp: Stamp,
    source: KeyingSource = KeyingSource.PAPER,
) -> Outcome:
    """Keep one keying and do what follows: accept, wait for the second, or list differences. Commits.

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
    keyer = _keyer(form, stamp)
    locks.lock_form(session, form)
    if form.state in BEFORE_RETURN:
        fieldwork.record(session, form, FormState.RETURNED, stamp=stamp)
    if form.state is FormState.ACCEPTED:
        return _accept(session, form, answers, stamp)
    keyings = _keyings(session, form)
    turn = _due(form, keyings, keyer)
    if turn is KeyingTurn.ADJUDICATION:
        raise _third_decides()
    this = _keep(session, form, answers, stamp=stamp, turn=turn, source=source)
    if turn is KeyingTurn.FIRST:
        return _after_first(session, form, answers, stamp)
    return _after_second(session, form, keyings[0], this, stamp)


def comparison(session: Session, form: Form, *, user: User) -> Comparison:
    """Return both keyings of a form for the person who decides.

    Raises:
        AppError: (403) the user made one of them; (409) there are no two keyings that differ.
    """
    require_office(require(user, *MAY_KEY), form.batch.office_id)
    keyings = _keyings(session, form)
    if _due(form, keyings, user) is not KeyingTurn.ADJUDICATION:
        raise AppError(
            "Phiếu này chưa có hai lần nhập khác nhau để so sánh.",
            "This form has no two keyings that differ.",
            status=409,
        )
    first, second = _answers(keyings[0]), _answers(keyings[1])
    return Comparison(form, first, second, _differing(form, first, second))


def adjudicate(session: Session, form: Form, answers: Answers, *, stamp: Stamp) -> Outcome:
    """Keep and accept what the third person reads on the paper; count who of the two was wrong. Commits.

    Raises:
        AppError: (403) the person keyed this form before; (409) nothing to decide.
    """
    keyer = _keyer(form, stamp)
    locks.lock_form(session, form)
    keyings = _keyings(session, form)
    if _due(form, keyings, keyer) is not KeyingTurn.ADJUDICATION:
        raise AppError(
            "Phiếu này không có gì phải phân xử.", "There is nothing to decide on this form.", status=409
        )
    for keying in keyings:
        keying.wrong = len(_differing(form, _answers(keying), answers))
    _keep(session, form, answers, stamp=stamp, turn=KeyingTurn.ADJUDICATION, source=KeyingSource.PAPER)
    audit.record(session, "keying_adjudicated", f"form:{number.write(form.serial)}", stamp=stamp)
    return _accept(session, form, answers, stamp)


def _after_first(session: Session, form: Form, answers: Answers, stamp: Stamp) -> Outcome:
    if keys.is_chosen(keys.key_of(form.wave), form.serial, form.wave.double_keying):
        session.commit()
        return Outcome(Status.NEEDS_SECOND)
    return _accept(session, form, answers, stamp)


def _after_second(session: Session, form: Form, first: Keying, second: Keying, stamp: Stamp) -> Outcome:
    differing = _differing(form, _answers(first), _answers(second))
    first.differing = second.differing = len(differing)
    if differing:
        session.commit()
        return Outcome(Status.DIFFERS, differing=differing)
    first.wrong = second.wrong = 0
    return _accept(session, form, _answers(first), stamp)


def _accept(session: Session, form: Form, answers: Answers, stamp: Stamp) -> Outcome:
    receipt = collect.accept(
        session,
        form,
        answers,
        mode=Mode.PAPER,
        submission_id=f"paper-{form.serial}",
        today=stamp.day,
        by=stamp.by,
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
        fields=len(_compared(form)),
    )
    session.add(keying)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise AppError(
            "Phiếu này vừa được người khác nhập. Hãy mở lại phiếu.",
            "Somebody else has just keyed this form. Open it again.",
            status=409,
        ) from error
    return keying


def _keyings(session: Session, form: Form) -> list[Keying]:
    query = select(Keying).where(Keying.form_id == form.id).order_by(Keying.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def _due(form: Form, keyings: list[Keying], user: User) -> KeyingTurn:
    """Tell which keying is next; refuse when there is none or this person may not make it."""
    if form.state is not FormState.RETURNED and not (form.state in BEFORE_RETURN and not keyings):
        raise _not_to_key(form)
    if any(keying.keyer_id == user.id for keying in keyings):
        raise AppError(
            "Ông/Bà đã nhập phiếu này. Lần nhập sau phải do người khác làm.",
            "You keyed this form. The next keying is for somebody else.",
            status=403,
        )
    turns = (KeyingTurn.FIRST, KeyingTurn.SECOND, KeyingTurn.ADJUDICATION)
    if len(keyings) >= len(turns):
        raise _not_to_key(form)
    return turns[len(keyings)]


def _keyer(form: Form, stamp: Stamp) -> User:
    if stamp.by is not None and stamp.by.role is Role.MACHINE:
        return stamp.by
    user = require(stamp.by, *MAY_KEY)
    require_office(user, form.batch.office_id)
    return user


def _answers(keying: Keying) -> Answers:
    if keying.codes is None:
        raise ValueError("the codes of a keying are erased when its wave closes")
    return Answers(keying.codes, keying.texts or {})


def _compared(form: Form) -> list[str]:
    """Return the items two keyings are compared at; nobody types a long text twice the same."""
    items = waves.questionnaire(form.wave).items
    return [name for name, item in items.items() if not isinstance(item, TextItem)]


def _differing(form: Form, one: Answers, other: Answers) -> tuple[str, ...]:
    compared = set(_compared(form))
    found = gate.differing(waves.questionnaire(form.wave), one, other)
    return tuple(name for name in found if name in compared)


def _not_to_key(form: Form) -> AppError:
    state = fieldwork.VI[form.state]
    return AppError(
        f"Phiếu {number.write(form.serial)} đang ở trạng thái «{state}», không có gì để nhập.",
        f"Form {number.write(form.serial)} is '{form.state}': there is nothing to key.",
        status=409,
    )


def _third_decides() -> AppError:
    return AppError(
        "Hai lần nhập phiếu này khác nhau: người thứ ba phải phân xử, không nhập lại.",
        "The two keyings of this form differ: a third person decides, nobody keys again.",
        status=409,
    )
