"""AAPOR dispositions of forms: forms in use, the main sample of response rates, the response account.

- ``account(session, wave) -> ResponseAccount``: dispositions and response rates of the main sample
- ``office_forms(session, wave) -> dict[str, OfficeForms]``: the same by post office, with the forms in use

A partial answer is not distinguished from a complete one: a form is accepted or refused, and what single questions lack is
counted question by question in the score table. RR2, RR4 and RR6 are therefore RR1, RR3 and RR5 here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sampling.fieldwork.dispositions import Disposition
from sampling.fieldwork.response_account import ResponseAccount
from survey_app.tables import Batch, Form, FormState, PostOffice, SampleRole, Wave

DISPOSITIONS: Mapping[FormState, Disposition] = {
    FormState.PRINTED: Disposition.NOT_HANDED_OUT,
    FormState.ISSUED: Disposition.NOT_HANDED_OUT,
    FormState.UNUSED: Disposition.NOT_HANDED_OUT,
    FormState.HANDED_OUT: Disposition.NOT_RETURNED,
    FormState.RETURNED: Disposition.NOT_PROCESSED,
    FormState.ACCEPTED: Disposition.COMPLETE,
    FormState.INVALID: Disposition.BREAK_OFF,
    FormState.REFUSED: Disposition.REFUSAL,
    FormState.LOST: Disposition.LOST,
    FormState.SPOILED: Disposition.LOST,
}


@dataclass(frozen=True, slots=True)
class OfficeForms:
    """The forms of one post office: those in use, and those of the main sample, by state."""

    in_use: Counter[FormState] = field(default_factory=Counter)
    sample: Counter[FormState] = field(default_factory=Counter)

    @property
    def response(self) -> ResponseAccount:
        """The response account of its part of the main sample."""
        return account_of(self.sample)


def account_of(states: Mapping[FormState, int]) -> ResponseAccount:
    """Return the response account of forms of the main sample, counted by state."""
    counts: Counter[Disposition] = Counter()
    for state, count in states.items():
        counts[DISPOSITIONS[state]] += count
    return ResponseAccount(counts)


def account(session: Session, wave: Wave) -> ResponseAccount:
    """Return the dispositions and response rates of a wave's main sample, as the ledger stands now."""
    rows = session.execute(
        select(Form.state, func.count())
        .where(Form.wave_id == wave.id, Form.role == SampleRole.MAIN)
        .group_by(Form.state)
    )
    return account_of(dict(rows.all()))


def office_forms(session: Session, wave: Wave) -> dict[str, OfficeForms]:
    """Return the forms of every post office by its name."""
    rows = session.execute(
        select(PostOffice.name, Form.role, Form.state, func.count())
        .join(Batch, Form.batch_id == Batch.id)
        .join(PostOffice, Batch.office_id == PostOffice.id)
        .where(Form.wave_id == wave.id, Form.in_use)
        .group_by(PostOffice.name, Form.role, Form.state)
        .order_by(PostOffice.name)
    )
    table: dict[str, OfficeForms] = {}
    for name, role, state, count in rows:
        office = table.setdefault(name, OfficeForms())
        office.in_use[state] += count
        if role is SampleRole.MAIN:
            office.sample[state] += count
    return table
