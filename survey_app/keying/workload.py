"""Keying workload of a wave, and error rates of its keyers.

- ``waiting(session, wave, user=…) -> Waiting``: forms to key, to key a second time, to adjudicate
- ``rates(session, wave) -> list[KeyerRate]``: per keyer, fields keyed twice and fields wrong
"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.tables import Batch, Form, FormState, Keying, KeyingTurn, Role, User, Wave


@dataclass(frozen=True, slots=True)
class Waiting:
    """The forms that wait for a keying this person may make, each list in order of the numbers."""

    first: list[Form]
    second: list[Form]
    adjudication: list[Form]


@dataclass(frozen=True, slots=True)
class KeyerRate:
    """The errors of one keyer against the accepted answers, over forms that were keyed twice."""

    keyer: User
    forms: int
    fields: int
    wrong: int

    @property
    def per_thousand(self) -> float | None:
        """Wrong fields per thousand, None before any form was keyed twice."""
        return None if self.fields == 0 else 1000 * self.wrong / self.fields


def waiting(session: Session, wave: Wave, *, user: User) -> Waiting:
    """Return the returned forms of a wave by the keying they wait for, without those this person keyed."""
    query = (
        select(Form, func.count(Keying.id))
        .outerjoin(Keying, Keying.form_id == Form.id)
        .where(Form.wave_id == wave.id, Form.state == FormState.RETURNED)
        .group_by(Form.id)
        .order_by(Form.serial)
    )
    if user.role is Role.CLERK:
        query = query.join(Batch, Form.batch_id == Batch.id).where(Batch.office_id == user.office_id)
    own = set(session.scalars(select(Keying.form_id).where(Keying.keyer_id == user.id)))
    queues: tuple[list[Form], list[Form], list[Form]] = ([], [], [])
    for form, keyings in session.execute(query):
        if form.id not in own and keyings < len(queues):
            queues[keyings].append(form)
    return Waiting(*queues)


def rates(session: Session, wave: Wave) -> list[KeyerRate]:
    """Return per keyer the fields of twice-keyed, decided forms and how many of them were wrong."""
    rows = session.execute(
        select(User, func.count(), func.sum(Keying.fields), func.sum(Keying.wrong))
        .join(Keying, Keying.keyer_id == User.id)
        .join(Form, Keying.form_id == Form.id)
        .where(
            Form.wave_id == wave.id,
            Keying.wrong.is_not(None),
            Keying.turn != KeyingTurn.ADJUDICATION,
        )
        .group_by(User.id)
        .order_by(User.name)
    )
    return [KeyerRate(user, forms, fields or 0, wrong or 0) for user, forms, fields, wrong in rows]
