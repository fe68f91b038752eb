"""Sums of the ledger of forms, and whether they balance.

For every batch and office: printed = at the department + at the office + handed out + returned + accepted + refused
+ lost + spoiled + invalid + unused. The left side counts forms, the right side is replayed from the events alone;
the states noted on the forms are a third count. All three must agree, or the batch must not be published.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey_app.tables import Batch, Form, FormEvent, FormState, Wave


@dataclass(frozen=True, slots=True)
class Balance:
    """The count of one batch: forms, and how many are in each state by the events and by the forms themselves."""

    batch: Batch
    forms: int
    by_events: Counter[FormState]
    by_forms: Counter[FormState]

    @property
    def balances(self) -> bool:
        """Whether every form is accounted for exactly once, by both counts."""
        return self.by_events == self.by_forms and self.by_events.total() == self.forms

    def count(self, *states: FormState) -> int:
        """Return how many forms are in any of ``states``."""
        return sum(self.by_events[state] for state in states)


def balances(session: Session, wave: Wave) -> list[Balance]:
    """Return the balance of every batch of a wave, in order of their numbers."""
    batches = session.scalars(select(Batch).where(Batch.wave_id == wave.id).order_by(Batch.number))
    forms = _counts(session, wave, Form.state)
    arrived, left = _events(session, wave, FormEvent.to_state), _events(session, wave, FormEvent.from_state)
    return [
        Balance(
            batch,
            forms=forms.get(batch.id, Counter()).total(),
            by_events=_difference(arrived.get(batch.id, Counter()), left.get(batch.id, Counter())),
            by_forms=forms.get(batch.id, Counter()),
        )
        for batch in batches
    ]


def total(found: Iterable[Balance]) -> Counter[FormState]:
    """Return the counts of several batches together, such as those of one post office."""
    return sum((balance.by_events for balance in found), Counter())


def history(session: Session, form: Form) -> list[FormEvent]:
    """Return the events of one form, oldest first."""
    return list(session.scalars(select(FormEvent).where(FormEvent.form_id == form.id).order_by(FormEvent.id)))


def _difference(arrived: Counter[FormState], left: Counter[FormState]) -> Counter[FormState]:
    # Unlike ``-``, subtract keeps a negative count: it would be a form that left where it never was.
    result = Counter(arrived)
    result.subtract(left)
    return Counter({state: count for state, count in result.items() if count})


def _counts(
    session: Session, wave: Wave, state: InstrumentedAttribute[FormState]
) -> dict[int, Counter[FormState]]:
    rows = session.execute(
        select(Form.batch_id, state, func.count())
        .where(Form.wave_id == wave.id)
        .group_by(Form.batch_id, state)
    )
    return _table((batch, state_, count) for batch, state_, count in rows)


def _events(
    session: Session,
    wave: Wave,
    state: InstrumentedAttribute[FormState] | InstrumentedAttribute[FormState | None],
) -> dict[int, Counter[FormState]]:
    rows = session.execute(
        select(Form.batch_id, state, func.count())
        .join(Form, FormEvent.form_id == Form.id)
        .where(Form.wave_id == wave.id, state.is_not(None))
        .group_by(Form.batch_id, state)
    )
    return _table((batch, state_, count) for batch, state_, count in rows if state_ is not None)


def _table(rows: Iterable[tuple[int, FormState, int]]) -> dict[int, Counter[FormState]]:
    table: dict[int, Counter[FormState]] = {}
    for batch, state, count in rows:
        table.setdefault(batch, Counter())[state] = count
    return table
