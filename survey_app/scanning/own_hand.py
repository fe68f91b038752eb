"""A sheet's own hand: once people have confirmed rows marked in one habit, the sheet's other rows of it are accepted.

The reader names the habit of a mark that it sends to a person, and the one value the mark can mean
(``print/scanning/habits/habit.py``). A habit is known on a form once ``ENOUGH`` of its rows were confirmed by people and
not one of them was read otherwise: then its waiting rows take the value suggested, by the rule ``RULE``. The first
contradiction gives back every such row that nobody has seen. What was accepted is checked by sample, like all rows that
a machine was certain of. A wave opened without the rule has none of this.

- ``settle(session, form, stamp=…) -> Settled``: bring the form's rows in line with what people have said
- ``switch(session, wave, on=…, stamp=…)``: use the rule in a wave, or no longer
- ``standing(session, row) -> Standing | None``: how far the habit of a row is confirmed on its form
- ``sheets(session, wave, user=…)``: forms on which rows were accepted
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from print import number
from survey_app.people import audit
from survey_app.people.roles import require
from survey_app.people.stamp import Stamp
from survey_app.scanning.review_reach import rows_of
from survey_app.tables import Form, Role, ScanPage, ScanRow, User, Wave
from survey_app.waves import locks

# Raised whenever a habit's shape, or how much must be confirmed, changes.
RULE = "own-hand-1"
ENOUGH = 5
ODD = "odd on contact sheet"  # the reason of a row that a person has sent back


@dataclass(frozen=True, slots=True)
class Standing:
    """What people have said of a habit on a form, and how many rows were accepted for it."""

    habit: str
    confirmed: int
    contradicted: bool
    accepted: int

    @property
    def known(self) -> bool:
        """Whether the habit's other rows are accepted."""
        return self.confirmed >= ENOUGH and not self.contradicted


@dataclass
class Settled:
    """The number of rows accepted and given back by habit."""

    accepted: dict[str, int] = field(default_factory=dict)
    given_back: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on which rows of a habit were accepted."""

    serial: int
    standing: Standing


def settle(session: Session, form: Form, *, stamp: Stamp) -> Settled:
    """Accept or give back the rows of each habit of a form, as what people have said by now asks for.

    The caller has locked the form (``lock``), so that of two people who confirm at once the second sees what the first
    has said. What is done is recorded in the audit log; the caller commits.

    Args:
        session: a writing session.
        form: the form, with what people have said already saved in its rows.
        stamp: who said it.
    """
    settled = Settled()
    for habit, rows in _by_habit(session, form):
        known = form.wave.own_hand and _standing(habit, rows).known
        changing = [row for row in rows if (_waits(row) if known else _unseen(row))]
        if not changing:
            continue
        for row in changing:
            row.code, row.rule = (row.suggest, RULE) if known else (None, None)
        (settled.accepted if known else settled.given_back)[habit] = len(changing)
        _record(session, form, habit, changing, known=known, stamp=stamp)
    return settled


def lock(session: Session, row: ScanRow) -> None:
    """Lock a row's form until the end of the transaction and bring the row up to date.

    Raises:
        AppError: (410) the wave is closed.
    """
    locks.lock_form(session, row.page.form)
    session.refresh(row.page)
    session.refresh(row)


def settle_all(session: Session, forms: Iterable[Form], *, stamp: Stamp) -> int:
    """Settle forms one after the other and return the number of rows accepted. Commits by form.

    Raises:
        AppError: (410) the wave is closed.
    """
    accepted = 0
    for form in sorted(forms, key=lambda each: each.id):
        locks.lock_form(session, form)
        accepted += sum(settle(session, form, stamp=stamp).accepted.values())
        session.commit()
    return accepted


def switch(session: Session, wave: Wave, *, on: bool, stamp: Stamp) -> None:
    """Switch the rule on or off for a wave and settle its forms. Commits.

    Raises:
        AppError: (403) the person is not of the department; (410) the wave is closed.
    """
    require(stamp.by, Role.DEPARTMENT)
    if wave.own_hand is on:
        return
    wave.own_hand = on
    audit.record(
        session, "own_hand_switched", f"wave:{wave.code}", stamp=stamp, details={"rule": RULE, "on": on}
    )
    session.commit()
    of_habit = select(ScanPage.form_id).join(ScanRow).where(ScanRow.habit.is_not(None), ~ScanPage.keyed)
    forms = session.scalars(select(Form).where(Form.wave_id == wave.id, Form.id.in_(of_habit)))
    settle_all(session, forms.all(), stamp=stamp)


def standing(session: Session, row: ScanRow) -> Standing | None:
    """Return what people have said of a row's habit on its form, None where it has none or is keyed, or the wave does not ask."""
    form = row.page.form
    if row.habit is None or not form.wave.own_hand:
        return None
    return next(
        (_standing(habit, rows) for habit, rows in _by_habit(session, form) if habit == row.habit), None
    )


def sheets(session: Session, wave: Wave, *, user: User) -> list[Sheet]:
    """Return the forms, not yet keyed, on which rows were accepted, as far as this person may see them, by number."""
    accepted = rows_of(wave, user).where(ScanRow.rule == RULE).with_only_columns(ScanPage.form_id).distinct()
    forms = session.scalars(select(Form).where(Form.id.in_(accepted)).order_by(Form.serial))
    found = (
        (form.serial, _standing(habit, rows)) for form in forms for habit, rows in _by_habit(session, form)
    )
    return [Sheet(serial, each) for serial, each in found if each.accepted]


def _by_habit(session: Session, form: Form) -> Iterable[tuple[str, list[ScanRow]]]:
    """Yield each habit of a form with its rows, as the database has them now."""
    session.flush()
    rows = session.scalars(
        select(ScanRow)
        .join(ScanPage, ScanRow.page_id == ScanPage.id)
        .where(ScanPage.form_id == form.id, ~ScanPage.keyed, ScanRow.habit.is_not(None))
        .order_by(ScanRow.habit, ScanRow.id)
        .execution_options(populate_existing=True)
    ).all()
    for habit, of_habit in groupby(rows, key=lambda row: row.habit or ""):
        yield habit, list(of_habit)


def _standing(habit: str, rows: Sequence[ScanRow]) -> Standing:
    said = [(_word(row), row.suggest) for row in rows]
    return Standing(
        habit,
        confirmed=sum(word is not None and word == suggested for word, suggested in said),
        contradicted=any(word not in {None, suggested} for word, suggested in said)
        or any(map(_sent_back, rows)),
        accepted=sum(row.rule == RULE for row in rows),
    )


def _word(row: ScanRow) -> int | None:
    """Return what a person has read on a row, the last word first."""
    return row.checked if row.decided is None else row.decided


def _sent_back(row: ScanRow) -> bool:
    return row.reason == ODD and _word(row) is None


def _waits(row: ScanRow) -> bool:
    return row.code is None and _word(row) is None


def _unseen(row: ScanRow) -> bool:
    return row.rule == RULE and _word(row) is None


def _record(
    session: Session, form: Form, habit: str, rows: Sequence[ScanRow], *, known: bool, stamp: Stamp
) -> None:
    details = {"rule": RULE, "habit": habit, "items": [row.item for row in rows]}
    action = "own_hand_accepted" if known else "own_hand_given_back"
    audit.record(session, action, f"form:{number.write(form.serial)}", stamp=stamp, details=details)
