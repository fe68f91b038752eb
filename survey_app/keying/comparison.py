"""Comparison of two keyings of one form.

Open text is not compared: nobody types a long text twice the same.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from questionnaires import answers as gate
from questionnaires.answers import Answers
from questionnaires.model import TextItem
from survey_app.errors import AppError
from survey_app.keying import turns
from survey_app.people.roles import require, require_office
from survey_app.tables import Form, Keying, KeyingTurn, User
from survey_app.waves import catalogue


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two keyings of a form side by side, and the items at which they differ."""

    form: Form
    first: Answers
    second: Answers
    differing: tuple[str, ...]


def comparison(session: Session, form: Form, *, user: User) -> Comparison:
    """Return both keyings of a form for the adjudication.

    Raises:
        AppError: (403) the user made one of them; (409) there are no two keyings that differ.
    """
    require_office(require(user, *turns.MAY_KEY), form.batch.office_id)
    keyings = turns.keyings_of(session, form)
    if turns.next_turn(form, keyings, user) is not KeyingTurn.ADJUDICATION:
        raise AppError(
            "Phiếu này chưa có hai lần nhập khác nhau để so sánh.",
            "This form has no two keyings that differ.",
            status=409,
        )
    first, second = answers_of(keyings[0]), answers_of(keyings[1])
    return Comparison(form, first, second, differing(form, first, second))


def answers_of(keying: Keying) -> Answers:
    """Return the answers of a keying."""
    if keying.codes is None:
        raise ValueError("the codes of a keying are erased when its wave closes")
    return Answers(keying.codes, keying.texts or {})


def compared(form: Form) -> list[str]:
    """Return the items at which two keyings are compared."""
    items = catalogue.questionnaire(form.wave).items
    return [name for name, item in items.items() if not isinstance(item, TextItem)]


def differing(form: Form, one: Answers, other: Answers) -> tuple[str, ...]:
    """Return the items at which two readings of a form differ, in the order they are asked."""
    compared_items = set(compared(form))
    found = gate.differing(catalogue.questionnaire(form.wave), one, other)
    return tuple(name for name in found if name in compared_items)
