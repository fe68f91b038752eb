"""Turns of keying a form: first, second, and the adjudication by a third person.

- ``open_form(session, text, wave=…, user=…) -> Task``: the form by its number, and its next turn
- ``next_turn(form, keyings, user) -> KeyingTurn``: refused where there is none, or where this person made one already
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from print import number
from survey_app.errors import AppError
from survey_app.fieldwork import forms
from survey_app.fieldwork.form_states import NAMES
from survey_app.people.roles import require, require_office
from survey_app.people.stamp import Stamp
from survey_app.tables import Form, FormState, Keying, KeyingTurn, Role, User, Wave

MAY_KEY = (Role.CLERK, Role.COORDINATOR, Role.DEPARTMENT)
BEFORE_RETURN = frozenset({FormState.ISSUED, FormState.HANDED_OUT})
TURNS = (KeyingTurn.FIRST, KeyingTurn.SECOND, KeyingTurn.ADJUDICATION)


@dataclass(frozen=True, slots=True)
class Task:
    """A form to be keyed, and its next turn."""

    form: Form
    turn: KeyingTurn


def open_form(session: Session, text: str, *, wave: Wave, user: User) -> Task:
    """Return the form with a typed number, and its next turn.

    Raises:
        AppError: wrong check digit, another wave, another office; nothing to key; the user keyed this form before.
    """
    form = forms.find_form(session, text, wave=wave)
    require_office(require(user, *MAY_KEY), form.batch.office_id)
    return Task(form, next_turn(form, keyings_of(session, form), user))


def keyings_of(session: Session, form: Form) -> list[Keying]:
    """Return the keyings of a form in their order, read afresh from the database."""
    query = select(Keying).where(Keying.form_id == form.id).order_by(Keying.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def next_turn(form: Form, keyings: list[Keying], user: User) -> KeyingTurn:
    """Return the next turn of a form.

    Raises:
        AppError: (409) there is nothing to key; (403) this person keyed the form before.
    """
    if form.state is not FormState.RETURNED and not (form.state in BEFORE_RETURN and not keyings):
        raise _not_to_key(form)
    if any(keying.keyer_id == user.id for keying in keyings):
        raise AppError(
            "Ông/Bà đã nhập phiếu này. Lần nhập sau phải do người khác làm.",
            "You keyed this form. The next keying is for somebody else.",
            status=403,
        )
    if len(keyings) >= len(TURNS):
        raise _not_to_key(form)
    return TURNS[len(keyings)]


def keyer(form: Form, stamp: Stamp) -> User:
    """Return the account that keys: one of the form's office, or the machine.

    Raises:
        AppError: (403) nobody who may key this form is signed in.
    """
    if stamp.by is not None and stamp.by.role is Role.MACHINE:
        return stamp.by
    user = require(stamp.by, *MAY_KEY)
    require_office(user, form.batch.office_id)
    return user


def _not_to_key(form: Form) -> AppError:
    state = NAMES[form.state]
    return AppError(
        f"Phiếu {number.write(form.serial)} đang ở trạng thái «{state.vi}», không có gì để nhập.",
        f"Form {number.write(form.serial)} is '{state.en}': there is nothing to key.",
        status=409,
    )
